package io.github.rnn4j.api;

/**
 * The checks of the arguments of every operation (rules R4 to R9), one method an operation, to be
 * called first by a backend's implementation and by the defaults: what passes here can be computed
 * without a further check, what does not is refused before anything is written. None of them
 * allocates anything unless it throws.
 */
public final class Contract {
  private Contract() {}

  // ---------------------------------------------------------------------------------- operations

  /**
   * The arguments of {@link LinearAlgebra#gemm}.
   *
   * @param la the backend that is about to compute
   * @param a A
   * @param ta op of A
   * @param b B
   * @param tb op of B
   * @param c C
   */
  public static void gemm(
      LinearAlgebra la, Matrix a, Transpose ta, Matrix b, Transpose tb, Matrix c) {
    own(la, "gemm", "a", a);
    notNull("gemm", "ta", ta);
    own(la, "gemm", "b", b);
    notNull("gemm", "tb", tb);
    own(la, "gemm", "c", c);
    int m = ta == Transpose.NO ? a.rows() : a.columns();
    int ka = ta == Transpose.NO ? a.columns() : a.rows();
    int kb = tb == Transpose.NO ? b.rows() : b.columns();
    int n = tb == Transpose.NO ? b.columns() : b.rows();
    if (ka != kb) {
      throw new ShapeException(
          "gemm: op(A) has "
              + ka
              + " columns and op(B) has "
              + kb
              + " rows: A is "
              + shape(a)
              + transposed(ta)
              + ", B is "
              + shape(b)
              + transposed(tb));
    }
    if (c.rows() != m || c.columns() != n) {
      throw new ShapeException(
          "gemm: op(A)·op(B) is "
              + m
              + "×"
              + n
              + ", C is "
              + shape(c)
              + ": A is "
              + shape(a)
              + transposed(ta)
              + ", B is "
              + shape(b)
              + transposed(tb));
    }
    disjoint("gemm", "c", c, "a", a);
    disjoint("gemm", "c", c, "b", b);
  }

  /**
   * One operand of any shape, such as that of {@link LinearAlgebra#fill} or {@link
   * LinearAlgebra#scale}.
   *
   * @param la the backend that is about to compute
   * @param operation the operation's name
   * @param x the operand
   */
  public static void unary(LinearAlgebra la, String operation, Matrix x) {
    own(la, operation, "x", x);
  }

  /**
   * Two operands of one shape that are both read, such as those of {@link LinearAlgebra#dot}.
   *
   * @param la the backend that is about to compute
   * @param operation the operation's name
   * @param x m×n
   * @param y m×n
   */
  public static void sameShape(LinearAlgebra la, String operation, Matrix x, Matrix y) {
    own(la, operation, "x", x);
    own(la, operation, "y", y);
    same(operation, "x", x, "y", y);
  }

  /**
   * The arguments of an element-wise operation with one input, such as {@link LinearAlgebra#tanh}
   * or {@link LinearAlgebra#axpy}.
   *
   * @param la the backend that is about to compute
   * @param operation the operation's name
   * @param x the input, m×n
   * @param y the output, m×n
   */
  public static void elementWise(LinearAlgebra la, String operation, Matrix x, Matrix y) {
    sameShape(la, operation, x, y);
    sameRegionOrDisjoint(operation, "y", y, "x", x);
  }

  /**
   * The arguments of {@link LinearAlgebra#hadamard}.
   *
   * @param la the backend that is about to compute
   * @param x m×n
   * @param y m×n
   * @param z m×n
   */
  public static void hadamard(LinearAlgebra la, Matrix x, Matrix y, Matrix z) {
    sameShape(la, "hadamard", x, y);
    own(la, "hadamard", "z", z);
    same("hadamard", "x", x, "z", z);
    sameRegionOrDisjoint("hadamard", "z", z, "x", x);
    sameRegionOrDisjoint("hadamard", "z", z, "y", y);
  }

  /**
   * The arguments of {@link LinearAlgebra#transpose}.
   *
   * @param la the backend that is about to compute
   * @param a m×n
   * @param b n×m
   */
  public static void transpose(LinearAlgebra la, Matrix a, Matrix b) {
    own(la, "transpose", "a", a);
    own(la, "transpose", "b", b);
    if (a.rows() != b.columns() || a.columns() != b.rows()) {
      throw new ShapeException("transpose: A is " + shape(a) + ", B is " + shape(b));
    }
    disjoint("transpose", "b", b, "a", a);
  }

  /**
   * The arguments of {@link LinearAlgebra#broadcastRow}.
   *
   * @param la the backend that is about to compute
   * @param r 1×n
   * @param y m×n
   */
  public static void broadcastRow(LinearAlgebra la, Matrix r, Matrix y) {
    own(la, "broadcastRow", "r", r);
    own(la, "broadcastRow", "y", y);
    row("broadcastRow", "r", r, "y", y);
    disjoint("broadcastRow", "y", y, "r", r);
  }

  /**
   * The arguments of {@link LinearAlgebra#columnSums}.
   *
   * @param la the backend that is about to compute
   * @param x m×n
   * @param r 1×n
   */
  public static void columnSums(LinearAlgebra la, Matrix x, Matrix r) {
    own(la, "columnSums", "x", x);
    own(la, "columnSums", "r", r);
    row("columnSums", "r", r, "x", x);
    disjoint("columnSums", "r", r, "x", x);
  }

  /**
   * The arguments of {@link LinearAlgebra#addColumn}.
   *
   * @param la the backend that is about to compute
   * @param c m×1
   * @param y m×n
   */
  public static void addColumn(LinearAlgebra la, Matrix c, Matrix y) {
    own(la, "addColumn", "c", c);
    own(la, "addColumn", "y", y);
    column("addColumn", "c", c, "y", y);
    disjoint("addColumn", "y", y, "c", c);
  }

  /**
   * The arguments of {@link LinearAlgebra#logSumExp}.
   *
   * @param la the backend that is about to compute
   * @param x m×n
   * @param c m×1
   */
  public static void logSumExp(LinearAlgebra la, Matrix x, Matrix c) {
    own(la, "logSumExp", "x", x);
    own(la, "logSumExp", "c", c);
    column("logSumExp", "c", c, "x", x);
    disjoint("logSumExp", "c", c, "x", x);
  }

  /**
   * The arguments of {@link LinearAlgebra#gatherRows}.
   *
   * @param la the backend that is about to compute
   * @param t V×n
   * @param indices rows of T
   * @param offset the first index to read
   * @param y m×n
   */
  public static void gatherRows(LinearAlgebra la, Matrix t, int[] indices, int offset, Matrix y) {
    tableAndRows(la, "gatherRows", "t", t, "y", y, indices, offset);
    disjoint("gatherRows", "y", y, "t", t);
  }

  /**
   * The arguments of {@link LinearAlgebra#scatterAddRows}.
   *
   * @param la the backend that is about to compute
   * @param x m×n
   * @param indices rows of T
   * @param offset the first index to read
   * @param t V×n
   */
  public static void scatterAddRows(
      LinearAlgebra la, Matrix x, int[] indices, int offset, Matrix t) {
    tableAndRows(la, "scatterAddRows", "t", t, "x", x, indices, offset);
    disjoint("scatterAddRows", "t", t, "x", x);
  }

  /**
   * The arguments of {@link LinearAlgebra#addOneHot} and {@link LinearAlgebra#dotOneHot}.
   *
   * @param la the backend that is about to compute
   * @param operation the operation's name
   * @param name the name of the matrix
   * @param x m×n
   * @param indices columns of x
   * @param offset the first index to read
   */
  public static void oneHot(
      LinearAlgebra la, String operation, String name, Matrix x, int[] indices, int offset) {
    own(la, operation, name, x);
    indices(operation, indices, offset, x.rows(), x.columns(), "columns");
  }

  /**
   * The arguments of {@link LinearAlgebra#tanhBackward}.
   *
   * @param la the backend that is about to compute
   * @param a m×n
   * @param da m×n
   * @param dz m×n
   */
  public static void tanhBackward(LinearAlgebra la, Matrix a, Matrix da, Matrix dz) {
    own(la, "tanhBackward", "a", a);
    own(la, "tanhBackward", "da", da);
    own(la, "tanhBackward", "dz", dz);
    same("tanhBackward", "a", a, "da", da);
    same("tanhBackward", "a", a, "dz", dz);
    disjoint("tanhBackward", "dz", dz, "a", a);
    disjoint("tanhBackward", "dz", dz, "da", da);
  }

  /**
   * The arguments of {@link LinearAlgebra#softmaxCrossEntropy}.
   *
   * @param la the backend that is about to compute
   * @param z m×n
   * @param targets columns of z
   * @param offset the first target to read
   * @param c m×1
   * @param dz m×n
   */
  public static void softmaxCrossEntropy(
      LinearAlgebra la, Matrix z, int[] targets, int offset, Matrix c, Matrix dz) {
    String op = "softmaxCrossEntropy";
    own(la, op, "z", z);
    own(la, op, "c", c);
    own(la, op, "dz", dz);
    same(op, "z", z, "dz", dz);
    column(op, "c", c, "z", z);
    indices(op, targets, offset, z.rows(), z.columns(), "columns");
    sameRegionOrDisjoint(op, "dz", dz, "z", z);
    disjoint(op, "c", c, "z", z);
    disjoint(op, "c", c, "dz", dz);
  }

  // ---------------------------------------------------------------------------------- optimisers

  /**
   * The arguments of {@link LinearAlgebra#sgdMomentum}.
   *
   * @param la the backend that is about to compute
   * @param g m×n
   * @param v m×n
   * @param w m×n
   * @param p m×n
   */
  public static void sgdMomentum(LinearAlgebra la, Matrix g, Matrix v, Matrix w, Matrix p) {
    String op = "sgdMomentum";
    own(la, op, "g", g);
    own(la, op, "v", v);
    own(la, op, "w", w);
    own(la, op, "p", p);
    same(op, "g", g, "v", v);
    same(op, "g", g, "w", w);
    same(op, "g", g, "p", p);
    disjoint(op, "v", v, "g", g);
    disjoint(op, "w", w, "g", g);
    disjoint(op, "w", w, "v", v);
    disjoint(op, "p", p, "g", g);
    disjoint(op, "p", p, "v", v);
    disjoint(op, "p", p, "w", w);
  }

  // ---------------------------------------------------------------------------------- creation

  /**
   * The elements of {@link LinearAlgebra#matrix}.
   *
   * @param values one array a row
   * @throws ShapeException if there is no element or the rows differ in length
   */
  public static void rectangular(double[][] values) {
    notNull("matrix", "values", values);
    for (int i = 0; i < values.length; i++) {
      notNull("matrix", "row of values", values[i]);
      if (values[i].length != values[0].length) {
        throw new ShapeException(
            "matrix: row 0 has "
                + values[0].length
                + " elements, row "
                + i
                + " has "
                + values[i].length);
      }
    }
    if (values.length == 0 || values[0].length == 0) {
      throw new ShapeException("matrix: there is no element");
    }
  }

  // ---------------------------------------------------------------------------------- rules

  /**
   * R6: the argument is not null.
   *
   * @param operation the operation's name
   * @param name the parameter's name
   * @param argument the argument
   * @throws NullPointerException if it is null
   */
  public static void notNull(String operation, String name, Object argument) {
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
      throw new ShapeException(
          operation + ": " + nameX + " is " + shape(x) + ", " + nameY + " is " + shape(y));
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
      throw new ShapeException(
          operation
              + ": "
              + nameX
              + " is "
              + shape(x)
              + ", "
              + nameR
              + " is "
              + shape(r)
              + " instead of 1×"
              + x.columns());
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
      throw new ShapeException(
          operation
              + ": "
              + nameX
              + " is "
              + shape(x)
              + ", "
              + nameC
              + " is "
              + shape(c)
              + " instead of "
              + x.rows()
              + "×1");
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
   * @param indices the array
   * @param offset the first index to read
   * @param count how many are read
   * @param bound each index is from 0 to bound − 1
   * @param what what is indexed, in the plural
   * @throws NullPointerException if there is no array
   * @throws IndexOutOfBoundsException if the run or an index is out of range
   */
  public static void indices(
      String operation, int[] indices, int offset, int count, int bound, String what) {
    notNull(operation, "indices", indices);
    if (offset < 0 || offset > indices.length - count) {
      throw new IndexOutOfBoundsException(
          operation
              + ": "
              + count
              + " indices from "
              + offset
              + " on, in an array of "
              + indices.length);
    }
    for (int i = offset; i < offset + count; i++) {
      if (indices[i] < 0 || indices[i] >= bound) {
        throw new IndexOutOfBoundsException(
            operation
                + ": indices["
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

  private static void tableAndRows(
      LinearAlgebra la,
      String operation,
      String nameT,
      Matrix t,
      String nameX,
      Matrix x,
      int[] indices,
      int offset) {
    own(la, operation, nameT, t);
    own(la, operation, nameX, x);
    if (t.columns() != x.columns()) {
      throw new ShapeException(
          operation
              + ": "
              + nameT
              + " is "
              + shape(t)
              + ", "
              + nameX
              + " is "
              + shape(x)
              + ": the numbers of columns differ");
    }
    indices(operation, indices, offset, x.rows(), t.rows(), "rows");
  }

  private static String shape(Matrix x) {
    return x.rows() + "×" + x.columns();
  }

  private static String transposed(Transpose t) {
    return t == Transpose.YES ? " transposed" : "";
  }
}
