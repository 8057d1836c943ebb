// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static io.github.rnn4j.api.Rules.blocks;
import static io.github.rnn4j.api.Rules.column;
import static io.github.rnn4j.api.Rules.columns;
import static io.github.rnn4j.api.Rules.disjoint;
import static io.github.rnn4j.api.Rules.indices;
import static io.github.rnn4j.api.Rules.mismatch;
import static io.github.rnn4j.api.Rules.notNull;
import static io.github.rnn4j.api.Rules.own;
import static io.github.rnn4j.api.Rules.row;
import static io.github.rnn4j.api.Rules.same;
import static io.github.rnn4j.api.Rules.sameRegionOrDisjoint;
import static io.github.rnn4j.api.Rules.scratch;
import static io.github.rnn4j.api.Rules.shape;

/**
 * The checks of the arguments of every operation (rules R4 to R9), one method an operation, to be
 * called first by a backend's implementation and by the defaults: what passes here can be computed
 * without a further check, what does not is refused before anything is written. None of them
 * allocates anything unless it throws.
 */
public final class Contract {
  private Contract() {}

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
    elementWise(la, "hadamard", x, y, z);
  }

  /**
   * The arguments of {@link LinearAlgebra#divide}.
   *
   * @param la the backend that is about to compute
   * @param x m×n
   * @param y m×n
   * @param z m×n
   */
  public static void divide(LinearAlgebra la, Matrix x, Matrix y, Matrix z) {
    elementWise(la, "divide", x, y, z);
  }

  private static void elementWise(LinearAlgebra la, String op, Matrix x, Matrix y, Matrix z) {
    sameShape(la, op, x, y);
    own(la, op, "z", z);
    same(op, "x", x, "z", z);
    sameRegionOrDisjoint(op, "z", z, "x", x);
    sameRegionOrDisjoint(op, "z", z, "y", y);
  }

  /**
   * The arguments of {@link LinearAlgebra#clamp}.
   *
   * @param la the backend that is about to compute
   * @param lower the least value
   * @param upper the largest value
   * @param x m×n
   * @throws IllegalArgumentException if {@code lower} is not at most {@code upper}
   */
  public static void clamp(LinearAlgebra la, double lower, double upper, Matrix x) {
    own(la, "clamp", "x", x);
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "clamp: lower must be at most upper: " + lower + " and " + upper);
    }
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
      throw mismatch("transpose", "A", a, "B", b, "");
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
   * The arguments of {@link LinearAlgebra#copyColumns}.
   *
   * @param la the backend that is about to compute
   * @param x m×n
   * @param fromColumn the block's first column in x
   * @param y m×p
   * @param toColumn the block's first column in y
   * @param count the number of columns
   */
  public static void copyColumns(
      LinearAlgebra la, Matrix x, int fromColumn, Matrix y, int toColumn, int count) {
    own(la, "copyColumns", "x", x);
    own(la, "copyColumns", "y", y);
    if (x.rows() != y.rows()) {
      throw mismatch("copyColumns", "x", x, "y", y, ": the numbers of rows differ");
    }
    columns("copyColumns", "x", x, fromColumn, count);
    columns("copyColumns", "y", y, toColumn, count);
    disjoint("copyColumns", "y", y, "x", x);
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

  /** A table, and a matrix with a row for each index. */
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
      throw mismatch(operation, nameT, t, nameX, x, ": the numbers of columns differ");
    }
    indices(operation, "indices", indices, offset, x.rows(), t.rows(), "rows");
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
    indices(operation, "indices", indices, offset, x.rows(), x.columns(), "columns");
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
    indices(op, "targets", targets, offset, z.rows(), z.columns(), "columns");
    sameRegionOrDisjoint(op, "dz", dz, "z", z);
    disjoint(op, "c", c, "z", z);
    disjoint(op, "c", c, "dz", dz);
  }

  // ---------------------------------------------------------------------------------- cells

  /**
   * The arguments of {@link LinearAlgebra#lstmForward}.
   *
   * @param la the backend that is about to compute
   * @param gates m×4H
   * @param cPrevious m×H
   * @param c m×H
   * @param tanhC m×H
   * @param h m×H
   */
  public static void lstmForward(
      LinearAlgebra la, Matrix gates, Matrix cPrevious, Matrix c, Matrix tanhC, Matrix h) {
    String op = "lstmForward";
    own(la, op, "gates", gates);
    own(la, op, "cPrevious", cPrevious);
    own(la, op, "c", c);
    own(la, op, "tanhC", tanhC);
    own(la, op, "h", h);
    same(op, "c", c, "cPrevious", cPrevious);
    same(op, "c", c, "tanhC", tanhC);
    same(op, "c", c, "h", h);
    blocks(op, "gates", gates, 4, "c", c);
    disjoint(op, "c", c, "cPrevious", cPrevious);
    disjoint(op, "tanhC", tanhC, "cPrevious", cPrevious);
    disjoint(op, "tanhC", tanhC, "c", c);
    disjoint(op, "h", h, "cPrevious", cPrevious);
    disjoint(op, "h", h, "c", c);
    disjoint(op, "h", h, "tanhC", tanhC);
  }

  /**
   * The arguments of {@link LinearAlgebra#lstmBackward}.
   *
   * @param la the backend that is about to compute
   * @param gates m×4H
   * @param cPrevious m×H
   * @param tanhC m×H
   * @param dh m×H
   * @param dc m×H
   * @param dcPrevious m×H
   * @param dz m×4H
   * @param scratch at least 3m×H
   */
  public static void lstmBackward(
      LinearAlgebra la,
      Matrix gates,
      Matrix cPrevious,
      Matrix tanhC,
      Matrix dh,
      Matrix dc,
      Matrix dcPrevious,
      Matrix dz,
      Matrix scratch) {
    String op = "lstmBackward";
    own(la, op, "gates", gates);
    own(la, op, "cPrevious", cPrevious);
    own(la, op, "tanhC", tanhC);
    own(la, op, "dh", dh);
    own(la, op, "dc", dc);
    own(la, op, "dcPrevious", dcPrevious);
    own(la, op, "dz", dz);
    own(la, op, "scratch", scratch);
    same(op, "dh", dh, "cPrevious", cPrevious);
    same(op, "dh", dh, "tanhC", tanhC);
    same(op, "dh", dh, "dc", dc);
    same(op, "dh", dh, "dcPrevious", dcPrevious);
    blocks(op, "gates", gates, 4, "dh", dh);
    blocks(op, "dz", dz, 4, "dh", dh);
    scratch(op, scratch, 3, "dh", dh);
    sameRegionOrDisjoint(op, "dcPrevious", dcPrevious, "dc", dc);
    disjoint(op, "dcPrevious", dcPrevious, "cPrevious", cPrevious);
    disjoint(op, "dcPrevious", dcPrevious, "tanhC", tanhC);
    disjoint(op, "dcPrevious", dcPrevious, "dh", dh);
    sameRegionOrDisjoint(op, "dz", dz, "gates", gates);
    disjoint(op, "scratch", scratch, "cPrevious", cPrevious);
    disjoint(op, "scratch", scratch, "tanhC", tanhC);
    disjoint(op, "scratch", scratch, "dh", dh);
    disjoint(op, "scratch", scratch, "dc", dc);
    disjoint(op, "scratch", scratch, "dcPrevious", dcPrevious);
  }

  /**
   * The arguments of {@link LinearAlgebra#gruForward}.
   *
   * @param la the backend that is about to compute
   * @param gates m×3H
   * @param recurrent m×3H
   * @param hPrevious m×H
   * @param h m×H
   * @param scratch at least 2m×H
   */
  public static void gruForward(
      LinearAlgebra la,
      Matrix gates,
      Matrix recurrent,
      Matrix hPrevious,
      Matrix h,
      Matrix scratch) {
    String op = "gruForward";
    own(la, op, "gates", gates);
    own(la, op, "recurrent", recurrent);
    own(la, op, "hPrevious", hPrevious);
    own(la, op, "h", h);
    own(la, op, "scratch", scratch);
    same(op, "h", h, "hPrevious", hPrevious);
    blocks(op, "gates", gates, 3, "h", h);
    blocks(op, "recurrent", recurrent, 3, "h", h);
    scratch(op, scratch, 2, "h", h);
    disjoint(op, "gates", gates, "recurrent", recurrent);
    disjoint(op, "h", h, "hPrevious", hPrevious);
    disjoint(op, "scratch", scratch, "hPrevious", hPrevious);
    disjoint(op, "scratch", scratch, "h", h);
  }

  /**
   * The arguments of {@link LinearAlgebra#gruBackward}.
   *
   * @param la the backend that is about to compute
   * @param gates m×3H
   * @param recurrent m×3H
   * @param hPrevious m×H
   * @param dh m×H
   * @param dhPrevious m×H
   * @param dx m×3H
   * @param dy m×3H
   * @param scratch at least 3m×H
   */
  public static void gruBackward(
      LinearAlgebra la,
      Matrix gates,
      Matrix recurrent,
      Matrix hPrevious,
      Matrix dh,
      Matrix dhPrevious,
      Matrix dx,
      Matrix dy,
      Matrix scratch) {
    String op = "gruBackward";
    own(la, op, "gates", gates);
    own(la, op, "recurrent", recurrent);
    own(la, op, "hPrevious", hPrevious);
    own(la, op, "dh", dh);
    own(la, op, "dhPrevious", dhPrevious);
    own(la, op, "dx", dx);
    own(la, op, "dy", dy);
    own(la, op, "scratch", scratch);
    same(op, "dh", dh, "hPrevious", hPrevious);
    same(op, "dh", dh, "dhPrevious", dhPrevious);
    blocks(op, "gates", gates, 3, "dh", dh);
    blocks(op, "recurrent", recurrent, 3, "dh", dh);
    blocks(op, "dx", dx, 3, "dh", dh);
    blocks(op, "dy", dy, 3, "dh", dh);
    scratch(op, scratch, 3, "dh", dh);
    disjoint(op, "dhPrevious", dhPrevious, "hPrevious", hPrevious);
    disjoint(op, "dhPrevious", dhPrevious, "dh", dh);
    sameRegionOrDisjoint(op, "dx", dx, "gates", gates);
    disjoint(op, "dx", dx, "recurrent", recurrent);
    sameRegionOrDisjoint(op, "dy", dy, "recurrent", recurrent);
    disjoint(op, "dy", dy, "gates", gates);
    disjoint(op, "dy", dy, "dx", dx);
    disjoint(op, "scratch", scratch, "hPrevious", hPrevious);
    disjoint(op, "scratch", scratch, "dh", dh);
    disjoint(op, "scratch", scratch, "dhPrevious", dhPrevious);
  }

  // ---------------------------------------------------------------------------------- layer norm

  /**
   * The arguments of {@link LinearAlgebra#layerNorm}.
   *
   * @param la the backend that is about to compute
   * @param groups at least 1, a divisor of n
   * @param x m×n
   * @param gain 1×n
   * @param r m×groups
   * @param y m×n
   * @param scratch at least 2m×(n/groups)
   * @throws IllegalArgumentException if the groups do not divide n
   */
  public static void layerNorm(
      LinearAlgebra la, int groups, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
    String op = "layerNorm";
    own(la, op, "x", x);
    own(la, op, "gain", gain);
    own(la, op, "r", r);
    own(la, op, "y", y);
    own(la, op, "scratch", scratch);
    same(op, "x", x, "y", y);
    normalized(op, groups, "x", x, gain, r, scratch);
    disjoint(op, "x", x, "gain", gain);
    disjoint(op, "r", r, "x", x);
    disjoint(op, "r", r, "gain", gain);
    disjoint(op, "y", y, "x", x);
    disjoint(op, "y", y, "gain", gain);
    disjoint(op, "y", y, "r", r);
    disjoint(op, "scratch", scratch, "x", x);
    disjoint(op, "scratch", scratch, "gain", gain);
    disjoint(op, "scratch", scratch, "r", r);
    disjoint(op, "scratch", scratch, "y", y);
  }

  /**
   * The arguments of {@link LinearAlgebra#layerNormBackward}.
   *
   * @param la the backend that is about to compute
   * @param groups at least 1, a divisor of n
   * @param xhat m×n
   * @param gain 1×n
   * @param r m×groups
   * @param dy m×n
   * @param dx m×n
   * @param scratch at least 2m×(n/groups)
   * @throws IllegalArgumentException if the groups do not divide n
   */
  public static void layerNormBackward(
      LinearAlgebra la,
      int groups,
      Matrix xhat,
      Matrix gain,
      Matrix r,
      Matrix dy,
      Matrix dx,
      Matrix scratch) {
    String op = "layerNormBackward";
    own(la, op, "xhat", xhat);
    own(la, op, "gain", gain);
    own(la, op, "r", r);
    own(la, op, "dy", dy);
    own(la, op, "dx", dx);
    own(la, op, "scratch", scratch);
    same(op, "xhat", xhat, "dy", dy);
    same(op, "xhat", xhat, "dx", dx);
    normalized(op, groups, "xhat", xhat, gain, r, scratch);
    disjoint(op, "dx", dx, "xhat", xhat);
    disjoint(op, "dx", dx, "gain", gain);
    disjoint(op, "dx", dx, "r", r);
    sameRegionOrDisjoint(op, "dx", dx, "dy", dy);
    disjoint(op, "scratch", scratch, "xhat", xhat);
    disjoint(op, "scratch", scratch, "gain", gain);
    disjoint(op, "scratch", scratch, "r", r);
    disjoint(op, "scratch", scratch, "dy", dy);
    disjoint(op, "scratch", scratch, "dx", dx);
  }

  private static void normalized(
      String op, int groups, String nameX, Matrix x, Matrix gain, Matrix r, Matrix scratch) {
    row(op, "gain", gain, nameX, x);
    if (groups < 1 || x.columns() % groups != 0) {
      throw new ShapeException(
          op
              + ": "
              + nameX
              + " is "
              + Rules.shape(x)
              + ", which "
              + groups
              + " groups do not divide: it takes at least 1, each of as many columns");
    }
    int width = x.columns() / groups;
    if (r.rows() != x.rows() || r.columns() != groups) {
      throw Rules.mismatch(op, nameX, x, "r", r, " instead of " + x.rows() + "×" + groups);
    }
    if (scratch.rows() < 2L * x.rows() || scratch.columns() != width) {
      String wanted = 2L * x.rows() + "×" + width;
      throw Rules.mismatch(op, nameX, x, "scratch", scratch, " instead of at least " + wanted);
    }
  }

  // ---------------------------------------------------------------------------------- optimizers

  /**
   * The arguments of {@link LinearAlgebra#sgdMomentum}.
   *
   * @param la the backend that is about to compute
   * @param g m×n
   * @param v m×n
   * @param p m×n
   * @param scratch at least m×n
   */
  public static void sgdMomentum(LinearAlgebra la, Matrix g, Matrix v, Matrix p, Matrix scratch) {
    optimizer(la, "sgdMomentum", g, "v", v, p, scratch, 1);
  }

  /**
   * The arguments of {@link LinearAlgebra#adagrad}.
   *
   * @param la the backend that is about to compute
   * @param g m×n
   * @param s m×n
   * @param p m×n
   * @param scratch at least 2m×n
   */
  public static void adagrad(LinearAlgebra la, Matrix g, Matrix s, Matrix p, Matrix scratch) {
    optimizer(la, "adagrad", g, "s", s, p, scratch, 2);
  }

  /**
   * The arguments of {@link LinearAlgebra#rmsprop}.
   *
   * @param la the backend that is about to compute
   * @param g m×n
   * @param s m×n
   * @param p m×n
   * @param scratch at least 2m×n
   */
  public static void rmsprop(LinearAlgebra la, Matrix g, Matrix s, Matrix p, Matrix scratch) {
    optimizer(la, "rmsprop", g, "s", s, p, scratch, 2);
  }

  /**
   * The arguments of {@link LinearAlgebra#adam}.
   *
   * @param la the backend that is about to compute
   * @param step at least 1
   * @param g m×n
   * @param m m×n
   * @param v m×n
   * @param p m×n
   * @param scratch at least m×n
   * @throws IllegalArgumentException if the step is below 1
   */
  public static void adam(
      LinearAlgebra la, long step, Matrix g, Matrix m, Matrix v, Matrix p, Matrix scratch) {
    optimizer(la, "adam", g, "v", v, p, scratch, 1);
    own(la, "adam", "m", m);
    apart("adam", "m", m, "g", g);
    apart("adam", "v", v, "m", m);
    apart("adam", "p", p, "m", m);
    disjoint("adam", "scratch", scratch, "m", m);
    if (step < 1) {
      throw new IllegalArgumentException("adam: the first step is 1, this is step " + step);
    }
  }

  /** A gradient, a moment of it, a parameter, and scratch of so many times their size. */
  private static void optimizer(
      LinearAlgebra la,
      String op,
      Matrix g,
      String nameS,
      Matrix s,
      Matrix p,
      Matrix scratch,
      int count) {
    own(la, op, "g", g);
    own(la, op, nameS, s);
    own(la, op, "p", p);
    own(la, op, "scratch", scratch);
    apart(op, nameS, s, "g", g);
    apart(op, "p", p, "g", g);
    apart(op, "p", p, nameS, s);
    scratch(op, scratch, count, "p", p);
    disjoint(op, "scratch", scratch, "g", g);
    disjoint(op, "scratch", scratch, nameS, s);
    disjoint(op, "scratch", scratch, "p", p);
  }

  /** R4 and R8: two matrices have one shape and share no element. */
  private static void apart(String operation, String nameOut, Matrix out, String nameX, Matrix x) {
    same(operation, nameX, x, nameOut, out);
    disjoint(operation, nameOut, out, nameX, x);
  }

  private static String transposed(Transpose t) {
    return t == Transpose.YES ? " transposed" : "";
  }
}
