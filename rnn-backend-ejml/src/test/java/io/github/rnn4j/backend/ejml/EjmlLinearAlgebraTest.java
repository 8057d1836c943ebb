// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.ejml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is particular to this backend; the contract itself is tested by the conformance kit. */
class EjmlLinearAlgebraTest {
  private final LinearAlgebra la = new EjmlLinearAlgebra();

  @Test
  void backend_isFoundByServiceLoader() {
    assertThat(ServiceLoader.load(LinearAlgebra.class))
        .anyMatch(found -> found.getClass() == EjmlLinearAlgebra.class);
  }

  /** Around 4, the step of EJML's product, and the panel of 256×64. */
  @ParameterizedTest(name = "{0}×{1}×{2}")
  @CsvSource({
    "1, 1, 1",
    "2, 3, 5",
    "5, 4, 4",
    "4, 63, 7",
    "3, 64, 1",
    "7, 65, 9",
    "257, 130, 6",
    "1, 129, 33"
  })
  void gemm_agreesWithTheDefinitionAtTheEdgesOfBlocks(int m, int k, int n) {
    Random random = new Random(20260101);
    for (Transpose ta : Transpose.values()) {
      for (Transpose tb : Transpose.values()) {
        Matrix a = ta == Transpose.NO ? random(random, m, k) : random(random, k, m);
        Matrix b = tb == Transpose.NO ? random(random, k, n) : random(random, n, k);
        Matrix c = random(random, m, n);
        double[] before = c.toArray();
        double alpha = 0.75;
        double beta = -1.5;

        la.gemm(alpha, a, ta, b, tb, beta, c);

        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            double sum = 0;
            double magnitude = 0;
            for (int p = 0; p < k; p++) {
              double product =
                  (ta == Transpose.NO ? a.get(i, p) : a.get(p, i))
                      * (tb == Transpose.NO ? b.get(p, j) : b.get(j, p));
              sum += product;
              magnitude += Math.abs(product);
            }
            double summand = beta * before[i * n + j];
            // Both sums are within γ(k + 2) of the exact one.
            double bound =
                2 * la.precision().gamma(k + 2) * (alpha * magnitude + Math.abs(summand));
            assertThat(Math.abs(c.get(i, j) - (alpha * sum + summand)))
                .as("op(A) %s, op(B) %s, element (%d, %d)", ta, tb, i, j)
                .isLessThanOrEqualTo(bound);
          }
        }
      }
    }
  }

  /** A view into the middle of a larger matrix, with elements in [−1, 1). */
  private Matrix random(Random random, int rows, int columns) {
    Matrix view = la.zeros(rows + 3, columns).rows(2, rows + 2);
    view.copyFrom(random.doubles((long) rows * columns, -1, 1).toArray(), 0);
    return view;
  }
}
