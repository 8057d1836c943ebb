// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link LinearAlgebra#gatherRows}, {@code scatterAddRows}, {@code addOneHot} and {@code
 * dotOneHot}: products with one-hot rows, given as indices.
 */
abstract class IndexContract extends ReductionContract {
  @Test
  final void gatherRows_copiesEveryBit_R14() {
    Accuracy.assertWithinBound(backend(), "gatherRows", Size.ELEMENTS);
  }

  @Test
  final void gatherRows_copiesNaNOfItsRowsAndNoOther_R15() {
    LinearAlgebra backend = backend();
    Matrix t = backend.matrix(new double[][] {{1, 2}, {Double.NaN, -0.0}, {5, 6}});
    Matrix y = backend.zeros(3, 2);
    backend.gatherRows(t, new int[] {9, 2, 1, 2, 9}, 1, y);
    Bits.assertSame(y.toArray(), new double[] {5, 6, Double.NaN, -0.0, 5, 6}, "rows 2, 1, 2");
  }

  @Test
  final void scatterAddRows_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "scatterAddRows", Size.ELEMENTS);
  }

  @Test
  final void scatterAddRows_repeatedIndex_addsInOrder_R11() {
    LinearAlgebra backend = backend();
    Matrix x = backend.matrix(new double[][] {{0x1p60}, {1}, {-0x1p60}, {1}});
    Matrix t = backend.matrix(new double[][] {{7}, {0}});
    backend.scatterAddRows(x, new int[] {1, 1, 1, 1}, 0, t);
    assertThat(t.toArray())
        .as("((2^60 + 1) − 2^60) + 1, rounded at each step")
        .containsExactly(7, 1);
  }

  @Test
  final void scatterAddRows_leavesOtherRowsAlone_R3() {
    LinearAlgebra backend = backend();
    Matrix x = backend.matrix(new double[][] {{Double.NaN, 1}, {2, 3}});
    Matrix t = backend.matrix(new double[][] {{1, 1}, {-0.0, Double.NaN}, {1, 1}});
    backend.scatterAddRows(x, new int[] {2, 0}, 0, t);
    Bits.assertSame(
        t.toArray(), new double[] {3, 4, -0.0, Double.NaN, Double.NaN, 2}, "rows 2 and 0");
  }

  /** All of one row, of the last, downwards, at random; and read from far within an array. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#indexed")
  final void manyIndices_inAnyOrder_areEachFollowed_R14(Operation operation) {
    LinearAlgebra backend = backend();
    int m = 300;
    int v = 37;
    List<IntUnaryOperator> patterns =
        List.of(i -> 5, i -> v - 1, i -> (m - i) % v, i -> (i * 31 + 11) % v);
    for (IntUnaryOperator pattern : patterns) {
      for (int offset : new int[] {0, 1, 1000}) {
        int[] indices = new int[offset + m + 7];
        Arrays.fill(indices, -1);
        for (int i = 0; i < m; i++) {
          indices[offset + i] = pattern.applyAsInt(i);
        }
        // The columns, too, are v, so that the indices fit each operation.
        Call call = Call.onViews(operation, backend, new Size(m, v, 1, v));
        call.indices(indices, offset);
        call.assertWithinBound(", indices from " + offset + " on");
      }
    }
  }

  @Test
  final void scatterAddRows_manyRows_areAddedInOrder_R11() {
    LinearAlgebra backend = backend();
    int m = 300;
    int n = 67;
    int v = 3;
    Grid x = Grid.random(m, n, 1, backend.precision());
    Grid t = Grid.random(v, n, 2, backend.precision());
    int[] indices = new int[m];
    Arrays.setAll(indices, i -> i * i % v);
    double[] expected = t.values().clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = indices[i] * n + j;
        // The sum of two numbers, rounded twice, is the one rounded once.
        expected[at] = backend.precision().round(expected[at] + x.at(i, j));
      }
    }
    Matrix sums = t.on(backend);
    backend.scatterAddRows(x.on(backend), indices, 0, sums);
    Bits.assertSame(sums.toArray(), expected, "300 rows added to 3");
  }

  @Test
  final void addOneHot_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "addOneHot", Size.ELEMENTS);
  }

  @Test
  final void addOneHot_changesOneElementOfARow_R3() {
    LinearAlgebra backend = backend();
    Matrix y = backend.matrix(new double[][] {{-0.0, 1, 2}, {3, Double.NaN, 5}});
    backend.addOneHot(Double.NaN, new int[] {1, 2}, 0, y);
    Bits.assertSame(
        y.toArray(),
        new double[] {-0.0, Double.NaN, 2, 3, Double.NaN, Double.NaN},
        "columns 1 and 2");
  }

  @Test
  final void dotOneHot_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "dotOneHot", Size.ELEMENTS);
  }

  @Test
  final void dotOneHot_readsOneElementOfARow_R15() {
    LinearAlgebra backend = backend();
    Matrix x = backend.matrix(new double[][] {{Double.NaN, 1, 2}, {3, Double.NaN, 5}});
    assertThat(backend.dotOneHot(x, new int[] {2, 0}, 0)).isEqualTo(5);
    assertThat(backend.dotOneHot(x, new int[] {2, 1}, 0)).isNaN();
  }
}
