// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** The messages of the checks, word for word; that every operation calls them is the kit's part. */
class ContractTest {

  /** A matrix with a shape and no elements. */
  private static final class Shape extends AbstractMatrix {
    private final String backend;

    Shape(int rows, int columns) {
      this("mine", rows, columns);
    }

    Shape(String backend, int rows, int columns) {
      super(rows, columns);
      this.backend = backend;
    }

    private Shape(Shape parent, int from, int to) {
      super(parent, from, to);
      this.backend = parent.backend;
    }

    @Override
    public String backend() {
      return backend;
    }

    @Override
    public Matrix rows(int from, int to) {
      return new Shape(this, from, to);
    }

    @Override
    protected double element(int row, int column) {
      return 0;
    }

    @Override
    protected void element(int row, int column, double value) {}
  }

  private final LinearAlgebra mine =
      (LinearAlgebra)
          Proxy.newProxyInstance(
              LinearAlgebra.class.getClassLoader(),
              new Class<?>[] {LinearAlgebra.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "name" -> "mine";
                    case "owns" -> ((Matrix) arguments[0]).backend().equals("mine");
                    default -> throw new AssertionError(method);
                  });

  @Test
  void nullArgument_isAnsweredWithOperationAndParameter() {
    assertThatNullPointerException()
        .isThrownBy(() -> Contract.sameShape(mine, "dot", new Shape(2, 3), null))
        .withMessage("dot: y is null");
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                Contract.softmaxCrossEntropy(
                    mine, new Shape(2, 3), null, 0, new Shape(2, 1), new Shape(2, 3)))
        .withMessage("softmaxCrossEntropy: targets is null");
  }

  @Test
  void foreignMatrix_isAnsweredWithBothBackendsAndTheRemedy() {
    assertThatExceptionOfType(ForeignMatrixException.class)
        .isThrownBy(() -> Contract.unary(mine, "scale", new Shape("theirs", 2, 3)))
        .withMessage(
            "scale: x is a matrix of backend 'theirs', this is backend 'mine': copy it with zeros()"
                + " and copyFrom(x.toArray(), 0)");
  }

  @Test
  void product_ofWrongShapes_isAnsweredWithAllOfThem() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> gemm(new Shape(2, 3), new Shape(4, 5), new Shape(2, 5)))
        .withMessage(
            "gemm: op(A) has 3 columns and op(B) has 5 rows: A is 2×3, B is 4×5 transposed");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> gemm(new Shape(2, 5), new Shape(4, 5), new Shape(4, 2)))
        .withMessage("gemm: op(A)·op(B) is 2×4, C is 4×2: A is 2×5, B is 4×5 transposed");
    assertThatCode(() -> gemm(new Shape(2, 5), new Shape(4, 5), new Shape(2, 4)))
        .doesNotThrowAnyException();
  }

  private void gemm(Matrix a, Matrix b, Matrix c) {
    Contract.gemm(mine, a, Transpose.NO, b, Transpose.YES, c);
  }

  @Test
  void rowAndColumn_ofWrongShape_areAnsweredWithTheRightOne() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Contract.columnSums(mine, new Shape(2, 3), new Shape(3, 1)))
        .withMessage("columnSums: x is 2×3, r is 3×1 instead of 1×3");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Contract.logSumExp(mine, new Shape(2, 3), new Shape(1, 2)))
        .withMessage("logSumExp: x is 2×3, c is 1×2 instead of 2×1");
  }

  @Test
  void overlap_isAnsweredWithBothOperands() {
    Shape root = new Shape(6, 3);
    assertThatExceptionOfType(OverlapException.class)
        .isThrownBy(() -> Contract.elementWise(mine, "copy", root.rows(0, 3), root.rows(1, 4)))
        .withMessage(
            "copy: the output y (3×3) overlaps a part of x (3×3): only the same rows or none may be"
                + " shared");
    assertThatCode(() -> Contract.elementWise(mine, "copy", root.rows(0, 3), root.rows(3, 6)))
        .doesNotThrowAnyException();
    assertThatCode(() -> Contract.elementWise(mine, "copy", root.rows(0, 3), root.rows(0, 3)))
        .doesNotThrowAnyException();
    Shape square = new Shape(3, 3);
    assertThatExceptionOfType(OverlapException.class)
        .isThrownBy(() -> Contract.transpose(mine, square, square))
        .withMessage("transpose: the output b (3×3) overlaps a (3×3)");
  }

  @Test
  void index_outOfRange_isAnsweredWithItsPlaceAndTheRange() {
    Shape t = new Shape(4, 3);
    Shape y = new Shape(2, 3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Contract.gatherRows(mine, t, new int[] {9, 0, 4}, 1, y))
        .withMessage("gatherRows: indices[2] = 4, there are 4 rows");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Contract.gatherRows(mine, t, new int[] {0, 0, 0}, 2, y))
        .withMessage("gatherRows: 2 indices from 2 on, in an array of 3");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Contract.gatherRows(mine, t, new int[3], Integer.MAX_VALUE, y))
        .withMessage("gatherRows: 2 indices from 2147483647 on, in an array of 3");
  }

  @Test
  void rows_thatAreNotRectangular_areAnsweredWithBothLengths() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Contract.rectangular(new double[][] {{1, 2}, {3}}))
        .withMessage("matrix: row 0 has 2 elements, row 1 has 1");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Contract.rectangular(new double[][] {{}}))
        .withMessage("matrix: there is no element");
  }
}
