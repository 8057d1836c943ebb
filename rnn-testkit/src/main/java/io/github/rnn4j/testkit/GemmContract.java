// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.api.Transpose.NO;
import static io.github.rnn4j.api.Transpose.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link LinearAlgebra#gemm}: against a product in twice the precision of double, each element
 * within |ĉ − c| ≤ γ(k + 2)·(|α|·|op(A)|·|op(B)| + |β|·|C|).
 *
 * @see <a href="https://doi.org/10.1137/1.9780898718027">Higham, Accuracy and Stability of
 *     Numerical Algorithms, §3.5</a>
 */
abstract class GemmContract extends ViewContract {
  private static final Size SPECIAL = new Size(18, 19, 17, 1);

  @ParameterizedTest(name = "op(A) {0}, op(B) {1}")
  @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
  final void gemm_transposition_isWithinErrorBound_R14(Transpose ta, Transpose tb) {
    Accuracy.assertWithinBound(backend(), List.of(Operations.gemm(1, ta, tb, 0)), Size.PRODUCTS);
  }

  @ParameterizedTest(name = "α = {0}")
  @ValueSource(doubles = {0, -1, 0.5, -1.25, 3})
  final void gemm_alpha_scalesTheProduct_R14(double alpha) {
    for (Transpose tb : Transpose.values()) {
      Accuracy.assertWithinBound(backend(), List.of(Operations.gemm(alpha, NO, tb, 0)), Size.FEW);
    }
  }

  @ParameterizedTest(name = "β = {0}")
  @ValueSource(doubles = {1, -1, 0.5, -1.25, 3})
  final void gemm_beta_scalesC_R14(double beta) {
    for (Transpose ta : Transpose.values()) {
      Accuracy.assertWithinBound(backend(), List.of(Operations.gemm(1, ta, NO, beta)), Size.FEW);
    }
  }

  @Test
  final void gemm_alphaAndBeta_workTogether_R14() {
    for (Transpose ta : Transpose.values()) {
      for (Transpose tb : Transpose.values()) {
        Accuracy.assertWithinBound(
            backend(), List.of(Operations.gemm(-1.25, ta, tb, 0.5)), Size.PRODUCTS);
      }
    }
  }

  @Test
  final void gemm_smallIntegers_isExact_R14() {
    LinearAlgebra backend = backend();
    Matrix c = backend.matrix(new double[][] {{1, 2}, {3, 4}});
    Matrix a = backend.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}});
    Matrix b = backend.matrix(new double[][] {{7, 8}, {9, 10}, {11, 12}});
    backend.gemm(2, a, NO, b, NO, -1, c);
    assertThat(c.toArray()).containsExactly(115, 126, 275, 304);
    backend.gemm(1, b, YES, a, YES, 0, c);
    assertThat(c.toArray()).containsExactly(58, 139, 64, 154);
  }

  /** Whole numbers whose sums are exact in any order, and too large for a shorter format. */
  @ParameterizedTest(name = "op(A) {0}, op(B) {1}")
  @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
  @Tag(BackendContract.LARGE)
  final void gemm_largeOperands_areMultipliedExactly_R14(Transpose ta, Transpose tb) {
    double[][] scalars = {{1, 0}, {-1, 1}, {2, -1}, {1, 1}};
    for (int i = 0; i < Size.LARGE_PRODUCTS.size(); i++) {
      Size size = Size.LARGE_PRODUCTS.get(i);
      double[] scalar = scalars[(i + ta.ordinal() + 2 * tb.ordinal()) % scalars.length];
      WholeProduct product = new WholeProduct(size, backend().precision());
      Grid c = product(scalar[0], product.a(), ta, product.b(), tb, scalar[1], product.c());
      product.assertExact(scalar[0], scalar[1], c, "gemm" + List.of(scalar[0], ta, tb, scalar[1]));
    }
  }

  @Test
  final void gemm_betaMinusZero_neverReadsC_R1() {
    Grid ones = Grid.filled(SPECIAL.m(), SPECIAL.k(), 1);
    Grid b = Grid.filled(SPECIAL.k(), SPECIAL.n(), 1);
    assertThat(product(1, ones, NO, b, NO, -0.0, Double.NaN).values()).containsOnly(SPECIAL.k());
  }

  @Test
  final void gemm_betaZero_neverReadsC_R1() {
    LinearAlgebra backend = backend();
    for (Transpose ta : Transpose.values()) {
      for (Transpose tb : Transpose.values()) {
        for (Size size : Size.FEW) {
          Operation gemm = Operations.gemm(1, ta, tb, 0);
          Call clean = Call.onRoots(gemm, backend, size);
          clean.run();
          for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Call call = Call.onRoots(gemm, backend, size);
            call.set(2, Grid.filled(size.m(), size.n(), poison)).run();
            Bits.assertSame(call.values(2), clean.values(2), call + " after " + poison + " in C");
          }
        }
      }
    }
  }

  @Test
  final void gemm_zeroTimesNaNOrInfinity_isNaN_R2() {
    for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (Transpose ta : Transpose.values()) {
        for (Transpose tb : Transpose.values()) {
          Grid zeros = Grid.filled(SPECIAL.m(), SPECIAL.k(), 0);
          Grid b = Grid.filled(SPECIAL.k(), SPECIAL.n(), 1).with(3, 5, special);
          Grid product = product(1, zeros, ta, b, tb, 0, 0);
          assertOnlyColumnIsNaN(product, 5, "0 × " + special + " in B, " + ta + " " + tb);
          Grid turned = product(1, b.transposed(), ta, zeros.transposed(), tb, 0, 0).transposed();
          assertOnlyColumnIsNaN(turned, 5, special + " × 0 in A, " + ta + " " + tb);
        }
      }
    }
  }

  @ParameterizedTest(name = "op(A) {0}, op(B) {1}")
  @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
  final void gemm_blocksOfZeros_areMultiplied_R2(Transpose ta, Transpose tb) {
    int m = 131;
    int n = 130;
    int k = 133;
    for (int[] at : new int[][] {{0, 0}, {70, 65}, {k - 1, n - 1}}) {
      Grid b = Grid.filled(k, n, 0).with(at[0], at[1], Double.NaN);
      Grid product = product(1, Grid.filled(m, k, 0), ta, b, tb, 0, 0);
      assertOnlyColumnIsNaN(product, at[1], "0 × NaN in B(" + at[0] + ", " + at[1] + ")");
      Grid a = Grid.filled(n, k, 0).with(at[1], at[0], Double.POSITIVE_INFINITY);
      Grid turned = product(1, a, ta, Grid.filled(k, m, 0), tb, 1, 0).transposed();
      assertOnlyColumnIsNaN(turned, at[1], "∞ × 0 in A(" + at[1] + ", " + at[0] + ")");
    }
  }

  @Test
  final void gemm_alphaZero_doesNotClearNaNOrInfinity_R2() {
    Grid a = Grid.filled(SPECIAL.m(), SPECIAL.k(), 1);
    for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Grid b = Grid.filled(SPECIAL.k(), SPECIAL.n(), 1).with(3, 5, special);
      assertOnlyColumnIsNaN(product(0, a, NO, b, NO, 0, 1), 5, "α = 0, β = 0, " + special);
      assertOnlyColumnIsNaN(product(0, a, NO, b, NO, 1, 1), 5, "α = 0, β = 1, " + special);
    }
  }

  @Test
  final void gemm_nanScalar_makesEverythingNaN_R2() {
    Grid zeros = Grid.filled(SPECIAL.m(), SPECIAL.k(), 0);
    Grid b = Grid.filled(SPECIAL.k(), SPECIAL.n(), 0);
    assertThat(product(Double.NaN, zeros, NO, b, NO, 0, 0).values())
        .as("α = NaN")
        .containsOnly(Double.NaN);
    assertThat(product(1, zeros, NO, b, NO, Double.NaN, 0).values())
        .as("β = NaN")
        .containsOnly(Double.NaN);
  }

  @Test
  final void gemm_betaNotZero_keepsNaNAndInfinityOfC_R2() {
    LinearAlgebra backend = backend();
    Matrix c = Grid.row(Double.NaN, Double.POSITIVE_INFINITY, 2).on(backend);
    Matrix a = backend.zeros(1, 2);
    backend.gemm(1, a, NO, backend.zeros(2, 3), NO, -0.5, c);
    assertThat(c.toArray()).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY, -1);
  }

  @ParameterizedTest(name = "op(A) {0}, op(B) {1}")
  @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
  final void gemm_row_hasTheSameBitsAloneAndAmongOthers_R12(Transpose ta, Transpose tb) {
    for (int[] kn : new int[][] {{20, 33}, {16, 5}, {31, 16}, {130, 65}}) {
      int m = 19;
      int k = kn[0];
      int n = kn[1];
      LinearAlgebra backend = backend();
      Precision precision = backend.precision();
      Grid a = Grid.random(m, k, 1, precision);
      Grid b = Grid.random(k, n, 2, precision);
      Grid c = Grid.random(m, n, 3, precision);
      Grid all = product(-1.25, a, ta, b, tb, 0.5, c);
      for (int count : new int[] {1, 2, 3, 4, 7}) {
        for (int from = 0; from + count <= m; from += count) {
          Grid some =
              product(
                  -1.25, a.rows(from, from + count), ta, b, tb, 0.5, c.rows(from, from + count));
          Bits.assertSame(
              some.values(),
              all.rows(from, from + count).values(),
              "rows " + from + " to " + (from + count) + " of " + m + ", k = " + k + ", n = " + n);
        }
      }
    }
  }

  /** Rows that are many, inner dimensions that are long, factors that are large. */
  @ParameterizedTest(name = "op(A) {0}, op(B) {1}")
  @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
  @Tag(BackendContract.LARGE)
  final void gemm_rowOfManyOrOfALargeFactor_hasTheSameBitsAlone_R12(Transpose ta, Transpose tb) {
    int[][] sizes = {
      {210, 33, 20}, {1030, 9, 20}, {260, 70, 37}, {20, 10, 1300}, {20, 1300, 10}, {100, 1024, 520}
    };
    Precision precision = backend().precision();
    for (int[] size : sizes) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      Grid a = Grid.random(m, k, 1, precision);
      Grid b = Grid.random(k, n, 2, precision);
      Grid c = Grid.random(m, n, 3, precision);
      Grid all = product(-1.25, a, ta, b, tb, 0.5, c);
      int middle = m / 2;
      int most = Math.min(m, n * k > 100_000 ? 5 : 150);
      int[][] ranges = {
        {0, 1},
        {middle, middle + 1},
        {m - 1, m},
        {m - 3, m},
        {5, 12},
        {middle - 2, middle + 2},
        {1, most},
        {m - most + 1, m}
      };
      for (int[] range : ranges) {
        Grid some =
            product(-1.25, a.rows(range[0], range[1]), ta, b, tb, 0.5, c.rows(range[0], range[1]));
        Bits.assertSame(
            some.values(),
            all.rows(range[0], range[1]).values(),
            "rows " + range[0] + " to " + range[1] + " of " + m + ", k = " + k + ", n = " + n);
      }
    }
  }

  private Grid product(
      double alpha, Grid a, Transpose ta, Grid b, Transpose tb, double beta, double c) {
    return product(alpha, a, ta, b, tb, beta, Grid.filled(a.rows(), b.columns(), c));
  }

  /** α·A·B + β·C, with A and B stored transposed where {@code ta} and {@code tb} say so. */
  private Grid product(
      double alpha, Grid a, Transpose ta, Grid b, Transpose tb, double beta, Grid c) {
    LinearAlgebra backend = backend();
    Matrix result = c.on(backend);
    backend.gemm(
        alpha,
        (ta == YES ? a.transposed() : a).on(backend),
        ta,
        (tb == YES ? b.transposed() : b).on(backend),
        tb,
        beta,
        result);
    return Grid.of(result);
  }

  private static void assertOnlyColumnIsNaN(Grid grid, int column, String what) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < grid.rows(); i++) {
      for (int j = 0; j < grid.columns(); j++) {
        if (Double.isNaN(grid.at(i, j)) != (j == column)) {
          wrong.add("c(" + i + ", " + j + ") = " + grid.at(i, j));
        }
      }
    }
    assertThat(wrong)
        .as("%s: column %s of the product, and no other, is NaN", what, column)
        .isEmpty();
  }
}
