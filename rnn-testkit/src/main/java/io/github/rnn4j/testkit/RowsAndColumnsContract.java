// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import org.junit.jupiter.api.Test;

/**
 * {@link LinearAlgebra#transpose}, {@code broadcastRow}, {@code addColumn}, {@code columnSums} and
 * {@code logSumExp}: operations that know rows from columns.
 */
abstract class RowsAndColumnsContract extends ElementWiseContract {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  final void transpose_turnsEveryElement_R14() {
    Accuracy.assertWithinBound(backend(), "transpose", Size.ELEMENTS);
    Accuracy.assertWithinBound(backend(), "transpose", Size.PRODUCTS);
  }

  @Test
  final void broadcastRow_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "broadcastRow", Size.ELEMENTS);
  }

  @Test
  final void broadcastRow_nanScalar_makesEverythingNaN_R2() {
    LinearAlgebra backend = backend();
    Matrix y = backend.zeros(3, 5);
    backend.broadcastRow(backend.zeros(1, 5), NAN, y);
    assertThat(y.toArray()).containsOnly(NAN);
  }

  @Test
  final void broadcastRow_specialValues_areThoseOfIeee754_R2() {
    LinearAlgebra backend = backend();
    Matrix y = backend.matrix(new double[][] {{1, NAN, INFINITY}, {1, 1, 1}});
    backend.broadcastRow(Grid.row(NAN, 0, -INFINITY).on(backend), 1, y);
    assertThat(y.toArray()).containsExactly(NAN, NAN, NAN, NAN, 1, -INFINITY);
  }

  @Test
  final void addColumn_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "addColumn", Size.ELEMENTS);
  }

  @Test
  final void addColumn_alphaZero_doesNotClearNaNOrInfinity_R2() {
    LinearAlgebra backend = backend();
    Matrix y = backend.zeros(3, 2);
    backend.addColumn(0, backend.matrix(new double[][] {{NAN}, {1}, {INFINITY}}), y);
    assertThat(y.toArray()).containsExactly(NAN, NAN, 0, 0, NAN, NAN);
    backend.addColumn(NAN, backend.zeros(3, 1), y);
    assertThat(y.toArray()).containsOnly(NAN);
  }

  @Test
  final void columnSums_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "columnSums", Size.ELEMENTS);
  }

  @Test
  final void columnSums_specialValues_areThoseOfIeee754_R2() {
    LinearAlgebra backend = backend();
    Matrix x = backend.matrix(new double[][] {{0, NAN, INFINITY, 1}, {0, 1, 1, 1}});
    Matrix r = Grid.row(NAN, 1, 1, -INFINITY).on(backend);
    backend.columnSums(x, 1, r);
    assertThat(r.toArray()).containsExactly(NAN, NAN, INFINITY, -INFINITY);
    r = Grid.row(0, 0, 0, 0).on(backend);
    backend.columnSums(x, NAN, r);
    assertThat(r.toArray()).containsOnly(NAN);
  }

  @Test
  final void copyColumns_copiesItsBlockAndNoOther_R3() {
    LinearAlgebra backend = backend();
    Accuracy.assertWithinBound(backend, "copyColumns", Size.ELEMENTS);
    Grid x = Grid.random(5, 9, 1, backend.precision()).with(2, 4, NAN).with(3, 5, -0.0);
    Grid y = Grid.random(5, 7, 2, backend.precision()).with(0, 1, -0.0);
    for (int count = 1; count <= 7; count++) {
      for (int from = 0; from <= 9 - count; from++) {
        for (int to = 0; to <= 7 - count; to++) {
          Grid expected = y;
          for (int i = 0; i < 5; i++) {
            for (int j = 0; j < count; j++) {
              expected = expected.with(i, to + j, x.at(i, from + j));
            }
          }
          Matrix actual = y.on(backend);
          backend.copyColumns(x.on(backend), from, actual, to, count);
          Bits.assertSame(
              actual.toArray(), expected.values(), from + " to " + to + ", " + count + " columns");
        }
      }
    }
  }

  @Test
  final void copyColumns_wideBlocks_areCopiedAlone_R3() {
    LinearAlgebra backend = backend();
    Grid x = Grid.random(131, 260, 1, backend.precision());
    Grid y = Grid.random(131, 200, 2, backend.precision());
    for (int[] block :
        new int[][] {{0, 0, 200}, {60, 0, 200}, {1, 1, 64}, {131, 67, 129}, {259, 199, 1}}) {
      double[] expected = y.values().clone();
      for (int i = 0; i < 131; i++) {
        for (int j = 0; j < block[2]; j++) {
          expected[i * 200 + block[1] + j] = x.at(i, block[0] + j);
        }
      }
      Matrix actual = y.on(backend);
      backend.copyColumns(x.on(backend), block[0], actual, block[1], block[2]);
      Bits.assertSame(
          actual.toArray(), expected, block[0] + " to " + block[1] + ", " + block[2] + " columns");
    }
  }

  @Test
  final void betaMinusZero_neverReadsTheOutput_R1() {
    LinearAlgebra backend = backend();
    Matrix y = Grid.filled(3, 5, NAN).on(backend);
    backend.broadcastRow(Grid.filled(1, 5, 2).on(backend), -0.0, y);
    assertThat(y.toArray()).as("broadcastRow").containsOnly(2);
    Matrix r = Grid.filled(1, 5, NAN).on(backend);
    backend.columnSums(y, -0.0, r);
    assertThat(r.toArray()).as("columnSums").containsOnly(6);
  }

  @Test
  final void copyColumns_blockOutOfRange_isRefusedAndNothingChanges_R9() {
    LinearAlgebra backend = backend();
    Matrix x = Grid.filled(3, 6, 1).on(backend);
    Matrix y = Grid.filled(3, 4, 2).on(backend);
    int max = Integer.MAX_VALUE;
    int[][] wrong = {
      {-1, 0, 2},
      {5, 0, 2},
      {max, 0, 2},
      {0, -1, 2},
      {0, 3, 2},
      {0, max, 2},
      {0, 0, 0},
      {0, 0, -1},
      {0, 0, 5},
      {0, 0, max},
      {1, 1, max}
    };
    for (int[] block : wrong) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .as("copyColumns(x, %s, y, %s, %s)", block[0], block[1], block[2])
          .isThrownBy(() -> backend.copyColumns(x, block[0], y, block[1], block[2]))
          .withMessageContainingAll("copyColumns", "" + block[2]);
      assertThat(y.toArray()).containsOnly(2);
    }
  }

  @Test
  final void logSumExp_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "logSumExp", Size.ELEMENTS);
  }

  @Test
  final void logSumExp_hugeValues_overflowOnlyWhereTheResultDoes_R15() {
    LinearAlgebra backend = backend();
    Operation logSumExp = Operations.logSumExp();
    for (double offset : new double[] {0, 100, 1000, -1000, 1e6, -1e6, 1e30, -1e30}) {
      for (int n : new int[] {1, 2, 5, 17, 64, 100}) {
        Call call = Call.onRoots(logSumExp, backend, new Size(3, n, 1, 1));
        Grid base = call.initial(0);
        call.set(0, base.map(x -> backend.precision().round(x + offset)));
        call.assertWithinBound();
      }
    }
  }

  @Test
  final void logSumExp_oneElementFarAbove_isThatElement_R15() {
    LinearAlgebra backend = backend();
    Matrix c = backend.zeros(2, 1);
    backend.logSumExp(backend.matrix(new double[][] {{-1e30, 5, 1e30}, {4096, -4096, 0}}), c);
    double large = backend.precision().round(1e30);
    assertThat(c.toArray()).containsExactly(large, 4096);
  }

  @Test
  final void logSumExp_infinities_R15() {
    LinearAlgebra backend = backend();
    for (int n : new int[] {1, 2, 3, 8, 17, 33}) {
      for (int at = 0; at < n; at++) {
        Matrix c = backend.zeros(3, 1);
        Grid x = Grid.filled(3, n, -INFINITY);
        backend.logSumExp(x.with(1, at, 0.5).with(2, at, INFINITY).on(backend), c);
        assertThat(c.toArray())
            .as("a row of −∞; one 0.5 among −∞; one +∞ among −∞, at column %s of %s", at, n)
            .containsExactly(-INFINITY, 0.5, INFINITY);
      }
    }
  }

  @Test
  final void logSumExp_nan_isNeverLostInTheMaximum_R15() {
    LinearAlgebra backend = backend();
    for (int n : new int[] {1, 2, 3, 8, 17, 33}) {
      for (int at = 0; at < n; at++) {
        for (double other : new double[] {1, INFINITY, -INFINITY}) {
          Matrix c = backend.zeros(2, 1);
          backend.logSumExp(Grid.filled(2, n, other).with(0, at, NAN).on(backend), c);
          assertThat(c.get(0, 0)).as("NaN at column %s of %s, else %s", at, n, other).isNaN();
          assertThat(c.get(1, 0)).as("the row below, of %s", other).isNotNaN();
        }
      }
    }
  }
}
