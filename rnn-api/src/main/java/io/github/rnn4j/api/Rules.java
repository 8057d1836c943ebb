// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import org.jspecify.annotations.Nullable;

/**
 * Rules R4 to R9 for one argument, or for two of which one must fit the other: what the checks in
 * {@link Contract} are made of, and those of operations that a backend has besides. None of them
 * allocates anything unless it throws.
 */
public final class Rules {
  private Rules() {}

  /**
   * R6: the argument is not null.
   *
   * @param operation the operation's name
   * @param name the parameter's name
   * @param argument the argument
   * @throws NullPointerException if it is null
   */
  public static void notNull(String operation, String name, @Nullable Object argument) {
    if (argument == null) {
      throw new NullPointerException(operation + ": " + name + " is null");
    }
  }

  /**
   * R6 and R7: the matrix is there and was made by this backend.
   *
   * @param la the backend that is about to compute
   * @param operation the operation's name
   * @param name the parameter's name
   * @param matrix the argument
   * @throws NullPointerException if it is null
   * @throws ForeignMatrixException if another backend made it
   */
  public static void own(LinearAlgebra la, String operation, String name, Matrix matrix) {
    notNull(operation, name, matrix);
    if (!la.owns(matrix)) {
      throw new ForeignMatrixException(
          operation
              + ": "
              + name
              + " is a matrix of backend '"
              + matrix.backend()
              + "', this is backend '"
              + la.name()
              + "': copy it with zeros() and copyFrom(x.toArray(), 0)");
    }
  }

  /**
   * R8: two matrices have one shape.
   *
   * @param operation the operation's name
   * @param nameX the first one's name
   * @param x the first
   * @param nameY the second one's name
   * @param y the second
   * @throws ShapeException if not
   */
  public static void same(String operation, String nameX, Matrix x, String nameY, Matrix y) {
    if (x.rows() != y.rows() || x.columns() != y.columns()) {
      throw mismatch(operation, nameX, x, nameY, y, "");
    }
  }

  /**
   * R8: r is a row with an element for each column of x.
   *
   * @param operation the operation's name
   * @param nameR the row's name
   * @param r the row
   * @param nameX the matrix's name
   * @param x the matrix
   * @throws ShapeException if not
   */
  public static void row(String operation, String nameR, Matrix r, String nameX, Matrix x) {
    if (r.rows() != 1 || r.columns() != x.columns()) {
      throw mismatch(operation, nameX, x, nameR, r, " instead of 1×" + x.columns());
    }
  }

  /**
   * R8: c is a column with an element for each row of x.
   *
   * @param operation the operation's name
   * @param nameC the column's name
   * @param c the column
   * @param nameX the matrix's name
   * @param x the matrix
   * @throws ShapeException if not
   */
  public static void column(String operation, String nameC, Matrix c, String nameX, Matrix x) {
    if (c.rows() != x.rows() || c.columns() != 1) {
      throw mismatch(operation, nameX, x, nameC, c, " instead of " + x.rows() + "×1");
    }
  }

  /**
   * R8: z has the rows of h, and a block of as many columns as h has for each gate.
   *
   * @param operation the operation's name
   * @param nameZ the blocks' name
   * @param z the blocks
   * @param gates the number of blocks
   * @param nameH the matrix's name
   * @param h the matrix, m×H
   * @throws ShapeException if not
   */
  public static void blocks(
      String operation, String nameZ, Matrix z, int gates, String nameH, Matrix h) {
    if (z.rows() != h.rows() || z.columns() != (long) gates * h.columns()) {
      String wanted = h.rows() + "×" + (long) gates * h.columns();
      throw mismatch(operation, nameH, h, nameZ, z, " instead of " + wanted);
    }
  }

  /**
   * R8: the scratch has room for so many matrices like h, one below the other.
   *
   * @param operation the operation's name
   * @param scratch the scratch
   * @param count the number of matrices
   * @param nameH the matrix's name
   * @param h the matrix, m×H
   * @throws ShapeException if not
   */
  public static void scratch(String operation, Matrix scratch, int count, String nameH, Matrix h) {
    if (scratch.rows() < (long) count * h.rows() || scratch.columns() != h.columns()) {
      String wanted = (long) count * h.rows() + "×" + h.columns();
      throw mismatch(operation, nameH, h, "scratch", scratch, " instead of at least " + wanted);
    }
  }

  /**
   * R9: a block of columns is within its matrix.
   *
   * @param operation the operation's name
   * @param nameX the matrix's name
   * @param x the matrix
   * @param from the block's first column
   * @param count the number of columns, at least 1
   * @throws IndexOutOfBoundsException if the block is empty or leaves the matrix
   */
  public static void columns(String operation, String nameX, Matrix x, int from, int count) {
    if (count < 1 || from < 0 || from > x.columns() - count) {
      throw new IndexOutOfBoundsException(
          operation
              + ": "
              + count
              + " columns from "
              + from
              + " on, "
              + nameX
              + " is "
              + shape(x)
              + ": a block has at least 1 column and stays within the matrix");
    }
  }

  /**
   * R4: the two share no element.
   *
   * @param operation the operation's name
   * @param nameOut the output's name
   * @param out the output
   * @param nameX the other's name
   * @param x the other
   * @throws OverlapException if they do
   */
  public static void disjoint(
      String operation, String nameOut, Matrix out, String nameX, Matrix x) {
    if (out.overlaps(x)) {
      throw new OverlapException(
          operation
              + ": the output "
              + nameOut
              + " ("
              + shape(out)
              + ") overlaps "
              + nameX
              + " ("
              + shape(x)
              + ")");
    }
  }

  /**
   * R4 for element-wise operations: the two are one region, or share no element.
   *
   * @param operation the operation's name
   * @param nameOut the output's name
   * @param out the output
   * @param nameX the input's name
   * @param x the input, of the same shape
   * @throws OverlapException if they overlap in part
   */
  public static void sameRegionOrDisjoint(
      String operation, String nameOut, Matrix out, String nameX, Matrix x) {
    if (out != x && out.overlaps(x) && !out.sameRegion(x)) {
      throw new OverlapException(
          operation
              + ": the output "
              + nameOut
              + " ("
              + shape(out)
              + ") overlaps a part of "
              + nameX
              + " ("
              + shape(x)
              + "): only the same rows or none may be shared");
    }
  }

  /**
   * R9: a run of indices is within its array, each index within its range.
   *
   * @param operation the operation's name
   * @param name the array's name
   * @param indices the array
   * @param offset the first index to read
   * @param count how many are read
   * @param bound each index is from 0 to bound − 1
   * @param what what is indexed, in the plural
   * @throws NullPointerException if there is no array
   * @throws IndexOutOfBoundsException if the run or an index is out of range
   */
  public static void indices(
      String operation, String name, int[] indices, int offset, int count, int bound, String what) {
    notNull(operation, name, indices);
    if (offset < 0 || offset > indices.length - count) {
      throw new IndexOutOfBoundsException(
          operation
              + ": "
              + count
              + " "
              + name
              + " from "
              + offset
              + " on, in an array of "
              + indices.length);
    }
    for (int i = offset; i < offset + count; i++) {
      if (indices[i] < 0 || indices[i] >= bound) {
        throw new IndexOutOfBoundsException(
            operation
                + ": "
                + name
                + "["
                + i
                + "] = "
                + indices[i]
                + ", there are "
                + bound
                + " "
                + what);
      }
    }
  }

  /** What to throw where two shapes do not fit; {@code remark} ends the sentence. */
  static ShapeException mismatch(
      String operation, String nameX, Matrix x, String nameY, Matrix y, String remark) {
    return new ShapeException(
        "%s: %s is %s, %s is %s%s".formatted(operation, nameX, shape(x), nameY, shape(y), remark));
  }

  static String shape(Matrix x) {
    return x.rows() + "×" + x.columns();
  }
}
