// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

/**
 * The name and shape of a parameter.
 *
 * @param name the name in PyTorch's state_dict
 * @param rank 2 for a matrix, 1 for a vector, which is held as one row
 * @param rows the rows of the matrix; 1 for a vector
 * @param columns the columns of the matrix; the length of a vector
 */
public record ParameterShape(String name, int rank, int rows, int columns) {

  /**
   * A matrix.
   *
   * @param name the name in PyTorch's state_dict
   * @param rows the rows
   * @param columns the columns
   */
  public ParameterShape(String name, int rows, int columns) {
    this(name, 2, rows, columns);
  }

  /**
   * A vector.
   *
   * @param name the name in PyTorch's state_dict
   * @param length the number of elements
   */
  public ParameterShape(String name, int length) {
    this(name, 1, 1, length);
  }

  /**
   * The number of elements.
   *
   * @return rows · columns
   */
  public long size() {
    return (long) rows * columns;
  }

  /** The same shape under another name. */
  ParameterShape named(String other) {
    return new ParameterShape(other, rank, rows, columns);
  }

  /**
   * The shape as files have it.
   *
   * @return (rows, columns) of a matrix, (length) of a vector
   */
  public long[] dimensions() {
    return rank == 1 ? new long[] {columns} : new long[] {rows, columns};
  }

  /** For example {@code (4×3)} or {@code (4)}. */
  @Override
  public String toString() {
    return name + " (" + (rank == 1 ? "" : rows + "×") + columns + ")";
  }
}
