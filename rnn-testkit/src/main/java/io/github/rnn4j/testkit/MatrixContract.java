// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.ShapeException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Matrix}: how matrices are made, read and written. */
abstract class MatrixContract extends BackendUnderTest {
  @Test
  final void zeros_isAMatrixOfZerosOfThatShape_R8() {
    LinearAlgebra backend = backend();
    for (Size size : Size.ELEMENTS) {
      Matrix x = backend.zeros(size.m(), size.n());
      assertThat(x.rows()).isEqualTo(size.m());
      assertThat(x.columns()).isEqualTo(size.n());
      Bits.assertSame(x.toArray(), new double[size.m() * size.n()], "zeros at " + size);
    }
  }

  @Test
  final void zeros_impossibleSize_isRefusedNamingIt_R8() {
    LinearAlgebra backend = backend();
    int[][] impossible = {
      {0, 3}, {3, 0}, {-1, 3}, {3, -1}, {65_536, 65_536}, {Integer.MAX_VALUE, Integer.MAX_VALUE}
    };
    for (int[] shape : impossible) {
      assertThatExceptionOfType(ShapeException.class)
          .as("zeros(%s, %s)", shape[0], shape[1])
          .isThrownBy(() -> backend.zeros(shape[0], shape[1]))
          .withMessageContainingAll("" + shape[0], "" + shape[1]);
    }
  }

  @Test
  final void matrix_holdsTheGivenRows_R3() {
    double[][] values = {{1, 2, 3}, {-0.0, Double.NaN, Double.NEGATIVE_INFINITY}};
    Matrix x = backend().matrix(values);
    values[0][0] = 99;
    assertThat(x.rows()).isEqualTo(2);
    assertThat(x.columns()).isEqualTo(3);
    Bits.assertSame(
        x.toArray(),
        new double[] {1, 2, 3, -0.0, Double.NaN, Double.NEGATIVE_INFINITY},
        "the elements");
  }

  @Test
  final void matrix_ofUnequalOrNoRows_isRefused_R8() {
    LinearAlgebra backend = backend();
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> backend.matrix(new double[][] {{1, 2, 3}, {4, 5, 6, 7}}))
        .withMessageContainingAll("3", "4");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> backend.matrix(new double[0][]));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> backend.matrix(new double[][] {{}, {}}));
  }

  @Test
  final void matrix_ofNull_isRefusedNamingIt_R6() {
    LinearAlgebra backend = backend();
    assertThatNullPointerException()
        .isThrownBy(() -> backend.matrix(Fault.<double[][]>absent()))
        .withMessageContaining("values");
    assertThatNullPointerException()
        .isThrownBy(() -> backend.matrix(new double[][] {{1}, null}))
        .withMessageContaining("values");
  }

  @Test
  final void matrix_namesItsBackend_R7() {
    LinearAlgebra backend = backend();
    Matrix x = backend.zeros(3, 2);
    assertThat(x.backend()).isEqualTo(backend.name());
    assertThat(x.rows(1, 2).backend()).isEqualTo(backend.name());
  }

  @Test
  final void owns_itsRootsAndViewsAndNothingElse_R7() {
    LinearAlgebra backend = backend();
    Matrix x = backend.zeros(3, 2);
    assertThat(backend.owns(x)).as("a root").isTrue();
    assertThat(backend.owns(x.rows(1, 2))).as("a view").isTrue();
    assertThat(backend.owns(new ForeignMatrix(3, 2))).as("a foreign matrix").isFalse();
    assertThat(backend.owns(null)).as("null").isFalse();
  }

  @Test
  final void element_isSetAndGotAlone_R3() {
    LinearAlgebra backend = backend();
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 7; j++) {
        Matrix x = backend.zeros(5, 7);
        x.set(i, j, -2.5);
        assertThat(x.get(i, j)).isEqualTo(-2.5);
        Bits.assertSame(
            x.toArray(),
            Grid.filled(5, 7, 0).with(i, j, -2.5).values(),
            "set(" + i + ", " + j + ")");
      }
    }
  }

  @Test
  final void element_isRoundedToThePrecision_R14() {
    LinearAlgebra backend = backend();
    double[] values = {0.1, 1e-310, 1e300, -1e-60, 16777217, 3, -0.0, Double.NaN};
    Matrix bulk = Grid.row(values).on(backend);
    Matrix single = backend.zeros(1, values.length);
    for (int j = 0; j < values.length; j++) {
      single.set(0, j, values[j]);
      double rounded = backend.precision().round(values[j]);
      Bits.assertSame(
          new double[] {bulk.get(0, j), single.get(0, j)},
          new double[] {rounded, rounded},
          values[j] + " after copyFrom and after set");
    }
  }

  @Test
  final void element_outOfRange_isRefusedNamingIndexAndRange_R9() {
    Matrix x = Grid.filled(4, 6, 1).on(backend());
    int[][] wrong = {
      {-1, 0}, {4, 0}, {Integer.MAX_VALUE, 0}, {0, -1}, {0, 6}, {0, Integer.MIN_VALUE}
    };
    for (int[] at : wrong) {
      int index = at[0] == 0 ? at[1] : at[0];
      String bound = at[0] == 0 ? "6" : "4";
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .as("get(%s, %s)", at[0], at[1])
          .isThrownBy(() -> x.get(at[0], at[1]))
          .withMessageContainingAll("" + index, bound);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .as("set(%s, %s)", at[0], at[1])
          .isThrownBy(() -> x.set(at[0], at[1], 2))
          .withMessageContainingAll("" + index, bound);
    }
    assertThat(x.toArray()).as("after the refused writes").containsOnly(1);
  }

  @Test
  final void zeros_areZerosAgainAfterOthersWereWrittenAndLeft_R11() {
    LinearAlgebra backend = backend();
    for (int i = 0; i < 300; i++) {
      Matrix x = backend.zeros(5, 7);
      Bits.assertSame(x.toArray(), new double[35], "zeros for the time " + i);
      backend.fill(7, x);
    }
    Matrix one = backend.zeros(5, 7);
    Matrix other = backend.zeros(5, 7);
    backend.fill(7, one);
    assertThat(one.overlaps(other)).isFalse();
    Bits.assertSame(other.toArray(), new double[35], "zeros while others are written");
  }

  @Test
  final void arrays_areCopiesInBothDirections_R3() {
    LinearAlgebra backend = backend();
    Matrix root = backend.zeros(4, 3);
    Matrix view = backend.zeros(7, 3).rows(2, 6);
    Matrix whole = backend.zeros(4, 3).rows(0, 4);
    for (Matrix x : List.of(root, view, whole)) {
      double[] source = Grid.filled(4, 3, 1).values();
      x.copyFrom(source, 0);
      source[5] = 99;
      assertThat(x.toArray()).as("after a write to what was copied from").containsOnly(1);
      double[] taken = x.toArray();
      taken[5] = 99;
      assertThat(x.toArray()).as("after a write to what toArray gave").containsOnly(1);
      double[] destination = new double[12];
      x.copyTo(destination, 0);
      destination[5] = 99;
      assertThat(x.toArray()).as("after a write to what was copied to").containsOnly(1);
      double[] before = x.toArray();
      backend.fill(2, x);
      assertThat(before).as("an array taken before a write to the matrix").containsOnly(1);
      assertThat(source[0]).as("the array that was copied from").isEqualTo(1);
    }
  }

  @Test
  final void bulkAccess_ofViewsOfAnySize_readsAndWritesTheirRowsAlone_R3() {
    LinearAlgebra backend = backend();
    for (int[] shape : new int[][] {{9, 5}, {131, 70}, {1030, 3}, {9, 1030}}) {
      Grid all = Grid.random(shape[0], shape[1], 1, backend.precision());
      for (int[] range : new int[][] {{0, 1}, {1, 2}, {3, 8}, {8, 9}, {1, 9}}) {
        Grid rows = Grid.random(range[1] - range[0], shape[1], 2, backend.precision());
        int count = rows.values().length;
        for (int offset : new int[] {0, 1, 50}) {
          Matrix root = all.on(backend);
          double[] array = new double[offset + count + 3];
          root.rows(range[0], range[1]).copyTo(array, offset);
          double[] expected = new double[array.length];
          System.arraycopy(all.values(), range[0] * shape[1], expected, offset, count);
          Bits.assertSame(array, expected, "copyTo from " + offset + " on");
          System.arraycopy(rows.values(), 0, array, offset, count);
          root.rows(range[0], range[1]).copyFrom(array, offset);
          double[] written = all.values().clone();
          System.arraycopy(rows.values(), 0, written, range[0] * shape[1], count);
          Bits.assertSame(root.toArray(), written, "copyFrom from " + offset + " on");
        }
      }
    }
  }

  @Test
  final void bulkAccess_isRowMajorFromTheOffset_R3() {
    Matrix x = backend().zeros(2, 3);
    double[] source = {9, 9, 1, 2, 3, 4, 5, 6, 9};
    x.copyFrom(source, 2);
    assertThat(source).containsExactly(9, 9, 1, 2, 3, 4, 5, 6, 9);
    assertThat(x.get(0, 2)).isEqualTo(3);
    assertThat(x.get(1, 0)).isEqualTo(4);
    double[] destination = {8, 8, 8, 8, 8, 8, 8, 8};
    x.copyTo(destination, 1);
    assertThat(destination).containsExactly(8, 1, 2, 3, 4, 5, 6, 8);
    assertThat(x.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  final void bulkAccess_arrayTooShort_changesNothing_R5() {
    Matrix x = Grid.filled(2, 3, 1).on(backend());
    double[] array = {7, 7, 7, 7, 7, 7};
    for (int offset : new int[] {-1, 1, 6, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .as("copyFrom, offset %s", offset)
          .isThrownBy(() -> x.copyFrom(array, offset));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .as("copyTo, offset %s", offset)
          .isThrownBy(() -> x.copyTo(array, offset));
      assertThat(x.toArray()).containsOnly(1);
      assertThat(array).containsOnly(7);
    }
  }
}
