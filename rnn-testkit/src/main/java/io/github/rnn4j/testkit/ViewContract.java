// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule R10: a range of rows shares the storage of its parent, and counts as a matrix. */
abstract class ViewContract extends MatrixContract {
  @Test
  final void view_writesThroughToItsParent_R10() {
    Matrix parent = backend().zeros(7, 3);
    Matrix view = parent.rows(2, 5);
    view.set(1, 2, 0.5);
    assertThat(parent.get(3, 2)).isEqualTo(0.5);
    view.copyFrom(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0);
    assertThat(parent.toArray())
        .containsExactly(0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0);
  }

  @Test
  final void view_readsWhatItsParentWrote_R10() {
    Matrix parent = backend().zeros(7, 3);
    Matrix view = parent.rows(2, 5);
    parent.set(4, 1, 0.5);
    assertThat(view.get(2, 1)).isEqualTo(0.5);
    assertThat(view.toArray()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0.5, 0);
    parent.copyFrom(Grid.filled(7, 3, 8).values(), 0);
    assertThat(view.toArray()).containsOnly(8);
  }

  @Test
  final void viewOfAView_isAViewOfTheRoot_R10() {
    Matrix root = backend().zeros(9, 2);
    Matrix inner = root.rows(2, 8).rows(1, 5).rows(2, 3);
    assertThat(inner.rows()).isEqualTo(1);
    assertThat(inner.columns()).isEqualTo(2);
    inner.set(0, 1, 3);
    assertThat(root.get(5, 1)).isEqualTo(3);
    root.set(5, 0, 4);
    assertThat(inner.toArray()).containsExactly(4, 3);
  }

  @Test
  final void operationThroughAView_isSeenByEveryOtherView_R10() {
    LinearAlgebra backend = backend();
    Matrix root = backend.zeros(6, 2);
    Matrix other = root.rows(0, 6).rows(3, 5);
    backend.fill(1, root.rows(2, 4));
    assertThat(root.toArray()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0);
    assertThat(other.toArray()).containsExactly(1, 1, 0, 0);
    backend.fill(2, root);
    assertThat(other.toArray()).containsOnly(2);
  }

  @Test
  final void rowsOutOfRange_areRefusedNamingRangeAndRows_R9() {
    Matrix parent = backend().zeros(7, 3);
    Matrix view = parent.rows(2, 5);
    int[][] wrong = {{-1, 2}, {0, 8}, {3, 3}, {4, 2}, {7, 8}, {0, Integer.MAX_VALUE}};
    for (int[] range : wrong) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .as("rows(%s, %s) of 7", range[0], range[1])
          .isThrownBy(() -> parent.rows(range[0], range[1]))
          .withMessageContainingAll("" + range[0], "" + range[1], "7");
    }
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .as("a view ends where it ends, not where its root does")
        .isThrownBy(() -> view.rows(0, 4));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.get(3, 0));
  }

  @Test
  final void overlap_isSharedRowsOfOneRoot_R4() {
    LinearAlgebra backend = backend();
    Matrix root = backend.zeros(6, 2);
    Matrix top = root.rows(0, 3);
    Matrix middle = root.rows(2, 4);
    Matrix bottom = root.rows(3, 6);
    assertThat(root.overlaps(middle)).isTrue();
    assertThat(middle.overlaps(root)).isTrue();
    assertThat(top.overlaps(middle)).isTrue();
    assertThat(top.overlaps(bottom)).isFalse();
    assertThat(root.overlaps(backend.zeros(6, 2))).isFalse();
    assertThat(root.overlaps(new ForeignMatrix(6, 2))).isFalse();
    assertThat(middle.sameRegion(top)).isFalse();
    assertThat(middle.sameRegion(root.rows(1, 5).rows(1, 3))).isTrue();
    assertThat(root.sameRegion(root.rows(0, 6))).isTrue();
    assertThat(root.sameRegion(backend.zeros(6, 2))).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void operationOnViews_givesTheBitsOfRoots_R10(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : Size.FEW) {
      Call roots = Call.onRoots(operation, backend, size);
      double[] expected = roots.outcome(roots.run());
      Call views = Call.onViews(operation, backend, size);
      Bits.assertSame(views.outcome(views.run()), expected, views + " on views");
      for (int i = 0; size.elements() < 200 && i < operation.operands().size(); i++) {
        Call one = Call.onRoots(operation, backend, size).view(i);
        Bits.assertSame(
            one.outcome(one.run()),
            expected,
            one + " where " + operation.operand(i).name() + " alone is a view");
      }
    }
  }
}
