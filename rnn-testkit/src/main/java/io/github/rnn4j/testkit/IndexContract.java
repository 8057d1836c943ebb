package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import org.junit.jupiter.api.Test;

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
