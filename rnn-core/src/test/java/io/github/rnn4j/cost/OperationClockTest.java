// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.ShapeException;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import org.junit.jupiter.api.Test;

class OperationClockTest {
  private final OperationClock clock = new OperationClock(new EjmlLinearAlgebra());
  private final LinearAlgebra la = clock.watched();

  @Test
  void watched_computesAsTheBackendDoes() {
    Matrix x = la.zeros(1, 3);
    la.fill(2, x);
    la.scale(3, x);
    assertThat(x.toArray()).containsExactly(6, 6, 6);
    assertThat(la.name()).isEqualTo("ejml");
  }

  @Test
  void nanos_areThoseOfTheOperationsCalled() {
    Matrix x = la.zeros(300, 300);
    la.tanh(x, x);
    assertThat(clock.nanos("tanh")).isPositive();
    assertThat(clock.nanos("gemm")).isZero();
    assertThat(clock.nanos()).containsOnlyKeys("zeros", "tanh");
    clock.reset();
    assertThat(clock.nanos()).isEmpty();
  }

  @Test
  void nanos_ofTasksAreThoseOfTheirOperations() {
    long start = System.nanoTime();
    Matrix x = la.zeros(300, 300);
    la.parallel(2, task -> la.tanh(x, x));
    long elapsed = System.nanoTime() - start;
    assertThat(clock.nanos()).containsOnlyKeys("zeros", "parallel", "tanh");
    assertThat(clock.nanos().values().stream().mapToLong(t -> t).sum()).isBetween(1L, elapsed);
  }

  @Test
  void nanos_leaveOutOtherThreads() throws InterruptedException {
    Matrix x = la.zeros(300, 300);
    Thread other = new Thread(() -> la.tanh(x, x));
    other.start();
    other.join();
    assertThat(clock.nanos()).containsOnlyKeys("zeros");
  }

  @Test
  void watched_throwsWhatTheBackendThrows() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> la.copy(la.zeros(1, 2), la.zeros(2, 1)));
  }
}
