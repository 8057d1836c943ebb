// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.AbstractMatrix;
import io.github.rnn4j.api.Matrix;

/** A sound matrix that no backend made. */
final class ForeignMatrix extends AbstractMatrix {
  static final String BACKEND = "testkit-foreign";

  private final double[] values;

  ForeignMatrix(int rows, int columns) {
    super(rows, columns);
    values = new double[rows * columns];
  }

  private ForeignMatrix(ForeignMatrix parent, int from, int to) {
    super(parent, from, to);
    values = parent.values;
  }

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public Matrix rows(int from, int to) {
    return new ForeignMatrix(this, from, to);
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
