// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to this backend; the contract itself is tested by the conformance kit. */
class VectorLinearAlgebraTest {
  private final LinearAlgebra la = new VectorLinearAlgebra();
  private final Random random = new Random(20260101);

  @Test
  void backend_isFoundByServiceLoader() {
    assertThat(ServiceLoader.load(LinearAlgebra.class))
        .anyMatch(found -> found.getClass() == VectorLinearAlgebra.class);
  }

  @Test
  void backend_saysHowWideItsVectorsAre() {
    assertThat(la.unavailable()).isEmpty();
    assertThat(la.description()).contains(Lanes.LANES + " floats");
  }

  @Test
  void withoutTheModule_theReasonNamesTheFlag() throws Exception {
    assertThat(OwnJvm.run(Reason.class))
        .contains("jdk.incubator.vector is not resolved", "--add-modules jdk.incubator.vector");
  }

  /** Elsewhere a JVM always has it: the option that hides it is one of x86. */
  @Test
  @EnabledOnOs(architectures = {"amd64", "x86_64"})
  void withoutFusedMultiplyAdd_theReasonSaysSo() throws Exception {
    assertThat(
            OwnJvm.run(
                Reason.class,
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-UseFMA"))
        .contains("no fused multiply-add");
  }

  @Test
  void backends_takeTheMatricesOfEachOther_whateverTheirThreads() {
    LinearAlgebra three = new VectorLinearAlgebra(3);
    assertThat(three.parallelism()).isEqualTo(3);
    assertThat(three.withThreads(1).parallelism()).isEqualTo(1);
    Matrix a = la.matrix(new double[][] {{1, 2}, {3, 4}});
    Matrix c = three.zeros(2, 2);
    three.gemm(1, a, Transpose.NO, a, Transpose.NO, 0, c);
    assertThat(c.toArray()).containsExactly(7, 10, 15, 22);
  }

  @Test
  void withThreads_takesNoMoreThanThereAreProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    LinearAlgebra most = la.withThreads(100_000);
    assertThat(most.parallelism()).isEqualTo(processors);
    assertThat(most.withThreads(processors)).isSameAs(most);
    assertThat(most.withThreads(Integer.MAX_VALUE)).isSameAs(most);
    for (int none : new int[] {0, -1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> la.withThreads(none))
          .withMessageContaining("at least 1")
          .withMessageContaining(Integer.toString(none));
    }
  }

  @Test
  void parallel_runsEachTaskOnce_nestedOnesToo() {
    for (LinearAlgebra backend :
        List.of(la, new VectorLinearAlgebra(2), new VectorLinearAlgebra(4))) {
      AtomicIntegerArray outer = new AtomicIntegerArray(7);
      AtomicIntegerArray inner = new AtomicIntegerArray(5);
      backend.parallel(
          7,
          i -> {
            outer.incrementAndGet(i);
            backend.parallel(5, inner::incrementAndGet);
          });
      assertThat(outer).hasToString(Arrays.toString(new int[] {1, 1, 1, 1, 1, 1, 1}));
      assertThat(inner).hasToString(Arrays.toString(new int[] {7, 7, 7, 7, 7}));
    }
  }

  /** Sizes of all ways through the product: a few rows, tiles in place, and packed blocks. */
  @ParameterizedTest
  @CsvSource({
    "2, 21, 77",
    "3, 5, 16",
    "13, 21, 77",
    "39, 513, 33",
    "40, 257, 81",
    "98, 600, 520",
    "110, 70, 1100",
    "203, 300, 65",
    "600, 530, 98"
  })
  void gemm_hasTheBitsOfTheChainOfFusedMultiplyAdds(int m, int k, int n) {
    Lanes.useVectors();
    Matrix a = random(m, k);
    Matrix turned = la.zeros(k, m);
    la.transpose(a, turned);
    Matrix b = random(k, n);
    Matrix c = la.zeros(m, n);
    Matrix d = la.zeros(m, n);
    la.gemm(1, a, Transpose.NO, b, Transpose.NO, 0, c);
    la.gemm(1, turned, Transpose.YES, b, Transpose.NO, 0, d);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma((float) a.get(i, p), (float) b.get(p, j), sum);
        }
        if (c.get(i, j) != sum || d.get(i, j) != sum) {
          assertThat(c.get(i, j)).as("C(%s, %s) of A·B", i, j).isEqualTo(sum);
          assertThat(d.get(i, j)).as("C(%s, %s) of (Aᵀ)ᵀ·B", i, j).isEqualTo(sum);
        }
      }
    }
  }

  /** A factor of this size is kept in panels from its second product on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void gemm_seesEveryChangeOfAFactorThatItKeeps(int threads) {
    Lanes.useVectors();
    LinearAlgebra la = new VectorLinearAlgebra(threads);
    Matrix b = random(600, 1000);
    Matrix rows = b.rows(3, 5);
    Matrix other = random(600, 1000);
    List<Runnable> changes =
        List.of(
            () -> {},
            () -> la.scale(-1, rows),
            () -> b.set(7, 8, 9),
            () -> rows.copyFrom(new double[2000], 0),
            () -> la.axpy(0.5, other, b),
            () -> la.transpose(random(1000, 600), b),
            () ->
                la.rmsprop(0.1, 0.9, 1e-8, 0, other, la.zeros(600, 1000), b, la.zeros(1200, 1000)));
    for (Runnable change : changes) {
      change.run();
      Matrix a = random(20, 600);
      Matrix expected = la.zeros(20, 1000);
      Matrix fresh = la.zeros(600, 1000);
      la.copy(b, fresh);
      la.gemm(1, a, Transpose.NO, fresh, Transpose.NO, 0, expected);
      for (int i = 0; i < 4; i++) {
        Matrix c = la.zeros(20, 1000);
        la.gemm(1, a, Transpose.NO, b, Transpose.NO, 0, c);
        assertThat(c.toArray()).isEqualTo(expected.toArray());
      }
    }
  }

  private Matrix random(int rows, int columns) {
    Matrix matrix = la.zeros(rows, columns);
    matrix.copyFrom(random.doubles((long) rows * columns, -1, 1).toArray(), 0);
    return matrix;
  }

  /** Prints why the backend is not available. */
  static final class Reason {
    private Reason() {}

    public static void main(String[] arguments) {
      System.out.println(new VectorLinearAlgebra().unavailable());
    }
  }
}
