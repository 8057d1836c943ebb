// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Right factors that are kept, and shared by threads and views. */
class PanelsTest {
  private static final int K = 512;
  private static final int N = 1024;

  private final LinearAlgebra la = new VectorLinearAlgebra();
  private final Random random = new Random(20260101);

  @BeforeAll
  static void useVectors() {
    Lanes.useVectors();
  }

  /** One root, a row view of it for each thread, and few rows to take long, or many. */
  @Test
  void viewsOfARoot_areMultipliedByAtTheSameTime() throws Exception {
    Matrix root = random(4 * K, N);
    run(
        multiplying(95, root.rows(0, K), null),
        multiplying(3, root.rows(K, 2 * K), null),
        multiplying(20, root.rows(K / 2, K / 2 + K), null),
        multiplying(5, root.rows(3 * K, 4 * K), null));
  }

  /** Two threads share a factor, while a third changes, and multiplies by, rows beside it. */
  @Test
  void aFactor_isUsedByOthers_whileTheRowsBesideItChange() throws Exception {
    Matrix root = random(2 * K, N);
    Matrix still = root.rows(0, K);
    Matrix changing = root.rows(K, 2 * K);
    run(
        multiplying(95, still, null),
        multiplying(50, still, null),
        multiplying(3, changing, () -> la.scale(-1, changing)));
  }

  /** A product that fails the test if it is ever another than the first of its kind. */
  private Callable<Void> multiplying(int m, Matrix b, Runnable change) {
    Matrix a = random(m, K);
    Matrix own = la.zeros(K, N);
    Matrix expected = la.zeros(m, N);
    Matrix c = la.zeros(m, N);
    return () -> {
      for (int i = 0; i < 100; i++) {
        if (change != null) {
          change.run();
        }
        if (i < 2 || change != null) {
          own.copyFrom(b.toArray(), 0);
          la.gemm(1, a, Transpose.NO, own, Transpose.NO, 0, expected);
        }
        for (int again = 0; again < 3; again++) {
          la.gemm(1, a, Transpose.NO, b, Transpose.NO, 0, c);
          la.axpy(-1, expected, c);
          double difference = la.dot(c, c);
          assertThat(difference).as("product %s of %s rows", i, m).isZero();
        }
      }
      return null;
    };
  }

  @SafeVarargs
  private static void run(Callable<Void>... bodies) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(bodies.length);
    CyclicBarrier start = new CyclicBarrier(bodies.length);
    try {
      List<Future<Void>> ends = new ArrayList<>();
      for (Callable<Void> body : bodies) {
        ends.add(
            threads.submit(
                () -> {
                  start.await();
                  return body.call();
                }));
      }
      for (Future<Void> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Matrix random(int rows, int columns) {
    Matrix matrix = la.zeros(rows, columns);
    matrix.copyFrom(random.doubles((long) rows * columns, -1, 1).toArray(), 0);
    return matrix;
  }
}
