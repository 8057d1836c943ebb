// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbstractMatrixTest {

  /** Keeps the elements of its root. */
  private static final class Plain extends AbstractMatrix {
    private final double[] values;

    Plain(int rows, int columns) {
      super(rows, columns);
      values = new double[rows * columns];
    }

    Plain(Plain parent, int from, int to) {
      super(parent, from, to);
      values = parent.values;
    }

    @Override
    public String backend() {
      return "plain";
    }

    @Override
    public Plain rows(int from, int to) {
      return new Plain(this, from, to);
    }

    @Override
    protected double element(int row, int column) {
      return values[(firstRow() + row) * columns() + column];
    }

    @Override
    protected void element(int row, int column, double value) {
      values[(firstRow() + row) * columns() + column] = value;
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 5", "5, -1", "65536, 32768", "2147483647, 2"})
  void root_ofImpossibleSize_isRefusedNamingIt(int rows, int columns) {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> new Plain(rows, columns))
        .withMessageContaining(rows + "×" + columns);
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "0, 5", "2, 2", "3, 1", "4, 5"})
  void view_outOfItsParent_isRefusedNamingRangeAndRows(int from, int to) {
    Plain parent = new Plain(9, 2).rows(1, 5);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> parent.rows(from, to))
        .withMessage("rows " + from + " to " + to + " (exclusive) of a matrix of 4 rows");
  }

  @Test
  void viewOfAView_countsItsFirstRowInTheRoot() {
    Plain root = new Plain(9, 2);
    Plain view = root.rows(2, 8).rows(1, 4);
    assertThat(view.firstRow()).isEqualTo(3);
    assertThat(view.rows()).isEqualTo(3);
    assertThat(view.columns()).isEqualTo(2);
    assertThat(view.root()).isSameAs(root);
    assertThat(root.root()).isSameAs(root);
  }

  @Test
  void overlap_isSymmetricAndNeedsACommonRow() {
    Plain root = new Plain(9, 2);
    for (int from = 0; from < 9; from++) {
      for (int to = from + 1; to <= 9; to++) {
        Plain view = root.rows(from, to);
        Plain other = root.rows(3, 6);
        boolean meet = from < 6 && to > 3;
        assertThat(view.overlaps(other)).as("%s to %s", from, to).isEqualTo(meet);
        assertThat(other.overlaps(view)).as("%s to %s", from, to).isEqualTo(meet);
        assertThat(view.sameRegion(other)).isEqualTo(from == 3 && to == 6);
      }
    }
    assertThat(root.overlaps(new Plain(9, 2))).isFalse();
    assertThat(root.overlaps(null)).isFalse();
  }

  @Test
  void element_isCheckedAgainstTheViewNotTheRoot() {
    Plain view = new Plain(9, 2).rows(2, 4);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.get(2, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.get(-1, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.set(0, 2, 1));
  }

  @Test
  void bulkAccess_isRowMajorAndChecksTheArray() {
    Plain root = new Plain(4, 2);
    Plain view = root.rows(1, 3);
    view.copyFrom(new double[] {9, 1, 2, 3, 4}, 1);
    assertThat(root.toArray()).containsExactly(0, 0, 1, 2, 3, 4, 0, 0);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> view.copyFrom(new double[4], 1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> view.copyTo(new double[4], -1));
    assertThat(root.toArray()).containsExactly(0, 0, 1, 2, 3, 4, 0, 0);
  }

  @Test
  void text_namesBackendAndShape() {
    assertThat(new Plain(9, 2).rows(1, 4)).hasToString("plain 3×2");
  }
}
