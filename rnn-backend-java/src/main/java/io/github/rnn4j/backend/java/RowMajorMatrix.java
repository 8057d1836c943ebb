// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import io.github.rnn4j.api.AbstractMatrix;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.ShapeException;
import java.util.Objects;

/**
 * A row range of an array: X(i, j) = array[offset + i·columns + j]. The elements are the {@code
 * size} ones from {@code offset} on, without gaps; a view shares the array of its root.
 */
public class RowMajorMatrix extends AbstractMatrix {
  private final String backend;

  /** The root's elements, row by row. */
  public final double[] array;

  /** Where X(0, 0) stands in {@link #array}: 0 for a root. */
  public final int offset;

  /** The number of elements, rows·columns. */
  public final int size;

  /**
   * Makes a root of zeros.
   *
   * @param backend the name of the backend that makes it
   * @param rows at least 1
   * @param columns at least 1
   * @throws ShapeException if a size is below 1 or there would be more than 2³¹ − 1 elements
   */
  protected RowMajorMatrix(String backend, int rows, int columns) {
    super(rows, columns);
    this.backend = backend;
    size = rows * columns;
    array = new double[size];
    offset = 0;
  }

  /**
   * Makes a view.
   *
   * @param parent the root or view whose rows are shared
   * @param from the first row, counted in {@code parent}
   * @param to the row after the last
   * @throws IndexOutOfBoundsException if the range is empty or leaves the parent
   */
  protected RowMajorMatrix(RowMajorMatrix parent, int from, int to) {
    super(parent, from, to);
    backend = parent.backend;
    size = (to - from) * parent.columns();
    array = parent.array;
    offset = parent.offset + from * parent.columns();
  }

  @Override
  public String backend() {
    return backend;
  }

  @Override
  public Matrix rows(int from, int to) {
    return new RowMajorMatrix(this, from, to);
  }

  @Override
  protected double element(int row, int column) {
    return array[offset + row * columns() + column];
  }

  @Override
  protected void element(int row, int column, double value) {
    array[offset + row * columns() + column] = value;
  }

  @Override
  public void copyTo(double[] destination, int at) {
    Objects.checkFromIndexSize(at, size, destination.length);
    System.arraycopy(array, offset, destination, at, size);
  }

  @Override
  public void copyFrom(double[] source, int at) {
    Objects.checkFromIndexSize(at, size, source.length);
    System.arraycopy(source, at, array, offset, size);
  }
}
