// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.ForeignMatrixException;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is particular to this backend; the contract itself is tested where the conformance kit is.
 */
class JavaLinearAlgebraTest {
  private final LinearAlgebra la = new JavaLinearAlgebra();

  /** The same storage under another name. */
  private static final class Other extends JavaLinearAlgebra {
    @Override
    public String name() {
      return "other";
    }
  }

  @Test
  void backend_isFoundByServiceLoader() {
    assertThat(Backends.onClassPath().get("java")).isInstanceOf(JavaLinearAlgebra.class);
  }

  @Test
  void matrixOfABackendWithTheSameStorageAndAnotherName_isForeign() {
    LinearAlgebra other = new Other();
    Matrix mine = la.zeros(2, 3);
    Matrix foreign = other.zeros(2, 3);

    assertThatThrownBy(() -> la.copy(foreign.rows(0, 2), mine))
        .isInstanceOf(ForeignMatrixException.class)
        .hasMessageContainingAll("copy: x is a matrix of backend 'other'", "backend 'java'");
    assertThatThrownBy(() -> other.copy(mine, foreign))
        .isInstanceOf(ForeignMatrixException.class)
        .hasMessageContainingAll("copy: x is a matrix of backend 'java'", "backend 'other'");
    assertThat(la.owns(la.zeros(1, 1).rows(0, 1))).isTrue();
    assertThat(la.owns(null)).isFalse();
  }

  @Test
  void storage_isRowMajorFromTheOffsetOn() {
    RowMajorMatrix root = (RowMajorMatrix) la.matrix(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    RowMajorMatrix view = (RowMajorMatrix) root.rows(1, 3).rows(1, 2);

    assertThat(root.array).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(view.array).isSameAs(root.array);
    assertThat(view.offset).isEqualTo(4);
    assertThat(view.size).isEqualTo(2);
  }

  /** Against the exact sum, rounded once. */
  @ParameterizedTest(name = "{0}×{1}×{2}")
  @CsvSource({"1, 1, 1", "2, 3, 5", "5, 4, 4", "7, 65, 9", "1, 129, 33", "40, 1, 3"})
  void gemm_agreesWithTheDefinition(int m, int k, int n) {
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
            BigDecimal sum = BigDecimal.ZERO;
            double magnitude = 0;
            for (int p = 0; p < k; p++) {
              double x = ta == Transpose.NO ? a.get(i, p) : a.get(p, i);
              double y = tb == Transpose.NO ? b.get(p, j) : b.get(j, p);
              sum = sum.add(new BigDecimal(x).multiply(new BigDecimal(y)));
              magnitude += Math.abs(x * y);
            }
            double summand = beta * before[i * n + j];
            double exact =
                sum.multiply(new BigDecimal(alpha))
                    .add(new BigDecimal(before[i * n + j]).multiply(new BigDecimal(beta)))
                    .doubleValue();
            double bound = la.precision().gamma(k + 3) * (alpha * magnitude + Math.abs(summand));
            assertThat(Math.abs(c.get(i, j) - exact))
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
