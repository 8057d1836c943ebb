// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/**
 * A dense matrix of real numbers: an opaque handle, made by its backend and understood by that
 * backend alone.
 *
 * <p>Arithmetic goes through {@link LinearAlgebra}. The element and bulk access here is for tests,
 * files and initialisation. Values cross as {@code double}; a float32 backend rounds to nearest.
 *
 * <p>Reads may run concurrently; a write needs its elements to itself.
 */
public interface Matrix {

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  int rows();

  /**
   * The number of columns.
   *
   * @return at least 1
   */
  int columns();

  /**
   * The name of the backend that made this matrix.
   *
   * @return {@link LinearAlgebra#name()} of its maker
   */
  String backend();

  /**
   * X(i, j).
   *
   * @param row i, from 0
   * @param column j, from 0
   * @return the element
   * @throws IndexOutOfBoundsException if there is no such element
   */
  double get(int row, int column);

  /**
   * X(i, j) = value.
   *
   * @param row i, from 0
   * @param column j, from 0
   * @param value the new value, rounded to the backend's precision
   * @throws IndexOutOfBoundsException if there is no such element; nothing is changed
   */
  void set(int row, int column, double value);

  /**
   * The rows {@code from} to {@code to}, exclusive, as a matrix that shares this one's storage:
   * what is written through either is read through both.
   *
   * @param from the first row
   * @param to the row after the last, {@code from < to}
   * @return a view of {@code to − from} rows and all columns
   * @throws IndexOutOfBoundsException if the range is empty or leaves this matrix
   */
  Matrix rows(int from, int to);

  /**
   * Whether an element of this matrix is an element of the other as well: both are of the same
   * storage, and their rows meet.
   *
   * @param other any matrix, of any backend
   * @return true if a write to one can be seen through the other
   */
  boolean overlaps(Matrix other);

  /**
   * Whether this matrix and the other are the same rows of the same storage.
   *
   * @param other any matrix, of any backend
   * @return true if they have every element in common
   */
  boolean sameRegion(Matrix other);

  /**
   * Reads all elements in row-major order.
   *
   * @param destination written from {@code offset} on, {@code rows·columns} values
   * @param offset where the first element goes
   * @throws IndexOutOfBoundsException if the array is too short; nothing is written
   */
  void copyTo(double[] destination, int offset);

  /**
   * Writes all elements in row-major order.
   *
   * @param source read from {@code offset} on, {@code rows·columns} values; not modified
   * @param offset where the first element stands
   * @throws IndexOutOfBoundsException if the array is too short; nothing is changed
   */
  void copyFrom(double[] source, int offset);

  /**
   * All elements in row-major order, as a new array.
   *
   * @return {@code rows·columns} values
   */
  default double[] toArray() {
    double[] values = new double[Math.multiplyExact(rows(), columns())];
    copyTo(values, 0);
    return values;
  }
}
