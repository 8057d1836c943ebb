// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import java.util.Objects;

/**
 * The part of a {@link Matrix} that is the same in every backend: shape, bounds, and the arithmetic
 * of row-range views. A backend adds the storage.
 *
 * <p>A matrix is either a root, which owns storage, or a view: a range of whole rows of a root.
 */
public abstract class AbstractMatrix implements Matrix {
  private final int rows;
  private final int columns;
  private final AbstractMatrix root;
  private final int firstRow;

  /**
   * Makes a root.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @throws ShapeException if a size is below 1, or there would be more than 2³¹ − 1 elements
   */
  protected AbstractMatrix(int rows, int columns) {
    if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE) {
      throw new ShapeException(
          "a matrix has 1 to 2^31 - 1 elements: " + rows + "×" + columns + " was asked for");
    }
    this.rows = rows;
    this.columns = columns;
    this.root = this;
    this.firstRow = 0;
  }

  /**
   * Makes a view.
   *
   * @param parent the root or view whose rows are shared
   * @param from the first row, counted in {@code parent}
   * @param to the row after the last
   * @throws IndexOutOfBoundsException if the range is empty or leaves the parent
   */
  protected AbstractMatrix(AbstractMatrix parent, int from, int to) {
    if (from < 0 || to > parent.rows || from >= to) {
      throw new IndexOutOfBoundsException(
          "rows " + from + " to " + to + " (exclusive) of a matrix of " + parent.rows + " rows");
    }
    this.rows = to - from;
    this.columns = parent.columns;
    this.root = parent.root;
    this.firstRow = parent.firstRow + from;
  }

  @Override
  public final int rows() {
    return rows;
  }

  @Override
  public final int columns() {
    return columns;
  }

  /**
   * The first row of this matrix, counted in its root.
   *
   * @return 0 for a root
   */
  protected final int firstRow() {
    return firstRow;
  }

  /**
   * The matrix that owns the storage.
   *
   * @return this, if it is a root
   */
  protected final AbstractMatrix root() {
    return root;
  }

  /**
   * X(i, j); the indices are known to be in range.
   *
   * @param row i, from 0
   * @param column j, from 0
   * @return the element
   */
  protected abstract double element(int row, int column);

  /**
   * X(i, j) = value; the indices are known to be in range.
   *
   * @param row i, from 0
   * @param column j, from 0
   * @param value the new value
   */
  protected abstract void element(int row, int column, double value);

  @Override
  public final double get(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return element(row, column);
  }

  @Override
  public final void set(int row, int column, double value) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    element(row, column, value);
  }

  @Override
  public final boolean overlaps(Matrix other) {
    return other instanceof AbstractMatrix that
        && root == that.root
        && firstRow < that.firstRow + that.rows
        && that.firstRow < firstRow + rows;
  }

  @Override
  public final boolean sameRegion(Matrix other) {
    return other instanceof AbstractMatrix that
        && root == that.root
        && firstRow == that.firstRow
        && rows == that.rows;
  }

  @Override
  public void copyTo(double[] destination, int offset) {
    Objects.checkFromIndexSize(offset, rows * columns, destination.length);
    for (int i = 0, at = offset; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        destination[at++] = element(i, j);
      }
    }
  }

  @Override
  public void copyFrom(double[] source, int offset) {
    Objects.checkFromIndexSize(offset, rows * columns, source.length);
    for (int i = 0, at = offset; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        element(i, j, source[at++]);
      }
    }
  }

  /** The backend and the shape, for example {@code ejml 3×4}. */
  @Override
  public String toString() {
    return backend() + " " + rows + "×" + columns;
  }
}
