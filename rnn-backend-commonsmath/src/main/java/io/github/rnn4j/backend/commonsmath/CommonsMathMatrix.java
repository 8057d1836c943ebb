package io.github.rnn4j.backend.commonsmath;

import io.github.rnn4j.api.AbstractMatrix;
import io.github.rnn4j.api.Matrix;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;

/** A {@link Array2DRowRealMatrix}; a view of some of its rows is another one of the same arrays. */
final class CommonsMathMatrix extends AbstractMatrix {
  /** One array a row, shared with the matrix of Commons Math and with every view of the row. */
  final double[][] data;

  CommonsMathMatrix(int rows, int columns) {
    super(rows, columns);
    data = new Array2DRowRealMatrix(rows, columns).getDataRef();
  }

  private CommonsMathMatrix(CommonsMathMatrix parent, int from, int to) {
    super(parent, from, to);
    data = new Array2DRowRealMatrix(Arrays.copyOfRange(parent.data, from, to), false).getDataRef();
  }

  @Override
  public String backend() {
    return CommonsMathLinearAlgebra.NAME;
  }

  @Override
  public Matrix rows(int from, int to) {
    return new CommonsMathMatrix(this, from, to);
  }

  @Override
  protected double element(int row, int column) {
    return data[row][column];
  }

  @Override
  protected void element(int row, int column, double value) {
    data[row][column] = value;
  }

  @Override
  public void copyTo(double[] destination, int offset) {
    Objects.checkFromIndexSize(offset, rows() * columns(), destination.length);
    for (int i = 0; i < rows(); i++) {
      System.arraycopy(data[i], 0, destination, offset + i * columns(), columns());
    }
  }

  @Override
  public void copyFrom(double[] source, int offset) {
    Objects.checkFromIndexSize(offset, rows() * columns(), source.length);
    for (int i = 0; i < rows(); i++) {
      System.arraycopy(source, offset + i * columns(), data[i], 0, columns());
    }
  }
}
