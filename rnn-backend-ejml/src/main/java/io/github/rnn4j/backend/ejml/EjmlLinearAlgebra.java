package io.github.rnn4j.backend.ejml;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Elementary;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import java.util.Arrays;
import org.ejml.dense.block.TileMultiplication_F64;

/**
 * {@link LinearAlgebra} in float64 on EJML. The products are EJML's tile products, which take
 * offsets into their arrays and therefore work on row ranges in place.
 *
 * <p>No operation depends on the machine, the JDK or the number of threads: the same inputs give
 * the same bits everywhere.
 */
public final class EjmlLinearAlgebra implements LinearAlgebra {
  static final String NAME = "ejml";

  /** How many rows of A are transposed together; a multiple of 4, the step of EJML's product. */
  private static final int PANEL_DEPTH = 64;

  /** How many columns of A are transposed together. */
  private static final int PANEL_ROWS = 256;

  /** A part of Aᵀ, PANEL_ROWS × PANEL_DEPTH, small enough to stay in the second-level cache. */
  private static final ThreadLocal<double[]> PANEL =
      ThreadLocal.withInitial(() -> new double[PANEL_ROWS * PANEL_DEPTH]);

  /** How many rows are transposed together: their heads share the first-level cache. */
  private static final int TILE = 16;

  /** Makes the backend. */
  public EjmlLinearAlgebra() {}

  // ---------------------------------------------------------------------------------- identity

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  @Override
  public int rank() {
    return 200;
  }

  @Override
  public boolean owns(Matrix matrix) {
    return matrix instanceof EjmlMatrix;
  }

  @Override
  public Matrix zeros(int rows, int columns) {
    return new EjmlMatrix(rows, columns);
  }

  private static EjmlMatrix ejml(Matrix matrix) {
    return (EjmlMatrix) matrix;
  }

  // ---------------------------------------------------------------------------------- products

  @Override
  public void gemm(
      double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
    Contract.gemm(this, a, ta, b, tb, c);
    EjmlMatrix x = ejml(a);
    EjmlMatrix y = ejml(b);
    EjmlMatrix z = ejml(c);
    scaleOrClear(beta, z);
    if (ta == Transpose.NO) {
      addProduct(
          alpha, x.data, x.offset, x.columns(), z.rows(), x.columns(), y, 0, tb, z.data, z.offset);
    } else {
      addProductOfTransposed(alpha, x, y, tb, z);
    }
  }

  /** C += α·Aᵀ·op(B), a panel of Aᵀ at a time. */
  private static void addProductOfTransposed(
      double alpha, EjmlMatrix a, EjmlMatrix b, Transpose tb, EjmlMatrix c) {
    double[] panel = PANEL.get();
    for (int from = 0; from < a.rows(); from += PANEL_DEPTH) {
      int depth = Math.min(PANEL_DEPTH, a.rows() - from);
      for (int left = 0; left < a.columns(); left += PANEL_ROWS) {
        int m = Math.min(PANEL_ROWS, a.columns() - left);
        for (int p = 0, at = a.offset + from * a.columns() + left; p < depth; p++) {
          for (int i = 0; i < m; i++) {
            panel[i * PANEL_DEPTH + p] = a.data[at + i];
          }
          at += a.columns();
        }
        int row = c.offset + left * c.columns();
        addProduct(alpha, panel, 0, PANEL_DEPTH, m, depth, b, from, tb, c.data, row);
      }
    }
  }

  /**
   * C += α·A·B′, where A is m×depth, B′ are the rows of op(B) from {@code from} on, and A and C
   * start at offsets in their arrays.
   */
  private static void addProduct(
      double alpha,
      double[] a,
      int offsetA,
      int strideA,
      int m,
      int depth,
      EjmlMatrix b,
      int from,
      Transpose tb,
      double[] c,
      int offsetC) {
    int strideB = b.columns();
    if (tb == Transpose.NO) {
      int n = b.columns();
      int offsetB = b.offset + from * strideB;
      TileMultiplication_F64.tileMultPlus(
          alpha, a, b.data, c, m, depth, n, strideA, strideB, n, offsetA, offsetB, offsetC);
    } else {
      int n = b.rows();
      int offsetB = b.offset + from;
      TileMultiplication_F64.tileMultPlusTransB(
          alpha, a, b.data, c, m, depth, n, strideA, strideB, n, offsetA, offsetB, offsetC);
    }
  }

  @Override
  public double dot(Matrix x, Matrix y) {
    Contract.sameShape(this, "dot", x, y);
    EjmlMatrix u = ejml(x);
    EjmlMatrix v = ejml(y);
    double sum = 0;
    for (int i = 0; i < u.size; i++) {
      sum += u.data[u.offset + i] * v.data[v.offset + i];
    }
    return sum;
  }

  @Override
  public double sum(Matrix x) {
    Contract.unary(this, "sum", x);
    EjmlMatrix u = ejml(x);
    double sum = 0;
    for (int i = u.offset; i < u.offset + u.size; i++) {
      sum += u.data[i];
    }
    return sum;
  }

  // ---------------------------------------------------------------------------------- element-wise

  @Override
  public void copy(Matrix x, Matrix y) {
    Contract.elementWise(this, "copy", x, y);
    EjmlMatrix u = ejml(x);
    EjmlMatrix v = ejml(y);
    System.arraycopy(u.data, u.offset, v.data, v.offset, u.size);
  }

  @Override
  public void fill(double value, Matrix x) {
    Contract.unary(this, "fill", x);
    EjmlMatrix u = ejml(x);
    Arrays.fill(u.data, u.offset, u.offset + u.size, value);
  }

  @Override
  public void scale(double alpha, Matrix x) {
    Contract.unary(this, "scale", x);
    scale(alpha, ejml(x));
  }

  private static void scale(double alpha, EjmlMatrix x) {
    double[] u = x.data;
    for (int i = x.offset; i < x.offset + x.size; i++) {
      u[i] *= alpha;
    }
  }

  /** x = β·x, where β = 0 writes without reading. */
  private static void scaleOrClear(double beta, EjmlMatrix x) {
    if (beta == 0) {
      Arrays.fill(x.data, x.offset, x.offset + x.size, 0);
    } else if (beta != 1) {
      scale(beta, x);
    }
  }

  @Override
  public void axpy(double alpha, Matrix x, Matrix y) {
    Contract.elementWise(this, "axpy", x, y);
    EjmlMatrix from = ejml(x);
    EjmlMatrix to = ejml(y);
    double[] u = from.data;
    double[] v = to.data;
    for (int i = 0, p = from.offset, q = to.offset; i < to.size; i++) {
      v[q + i] += alpha * u[p + i];
    }
  }

  @Override
  public void hadamard(Matrix x, Matrix y, Matrix z) {
    Contract.hadamard(this, x, y, z);
    EjmlMatrix left = ejml(x);
    EjmlMatrix right = ejml(y);
    EjmlMatrix to = ejml(z);
    double[] u = left.data;
    double[] v = right.data;
    double[] w = to.data;
    for (int i = 0, p = left.offset, q = right.offset, r = to.offset; i < to.size; i++) {
      w[r + i] = u[p + i] * v[q + i];
    }
  }

  @Override
  public void tanh(Matrix x, Matrix y) {
    Contract.elementWise(this, "tanh", x, y);
    EjmlMatrix from = ejml(x);
    EjmlMatrix to = ejml(y);
    double[] u = from.data;
    double[] v = to.data;
    for (int i = 0, p = from.offset, q = to.offset; i < to.size; i++) {
      v[q + i] = Elementary.tanh(u[p + i]);
    }
  }

  @Override
  public void sigmoid(Matrix x, Matrix y) {
    Contract.elementWise(this, "sigmoid", x, y);
    EjmlMatrix from = ejml(x);
    EjmlMatrix to = ejml(y);
    double[] u = from.data;
    double[] v = to.data;
    for (int i = 0, p = from.offset, q = to.offset; i < to.size; i++) {
      v[q + i] = Elementary.sigmoid(u[p + i]);
    }
  }

  @Override
  public void exp(Matrix x, Matrix y) {
    Contract.elementWise(this, "exp", x, y);
    EjmlMatrix from = ejml(x);
    EjmlMatrix to = ejml(y);
    double[] u = from.data;
    double[] v = to.data;
    for (int i = 0, p = from.offset, q = to.offset; i < to.size; i++) {
      v[q + i] = Elementary.exp(u[p + i]);
    }
  }

  @Override
  public void divide(Matrix x, Matrix y, Matrix z) {
    Contract.divide(this, x, y, z);
    EjmlMatrix left = ejml(x);
    EjmlMatrix right = ejml(y);
    EjmlMatrix to = ejml(z);
    double[] u = left.data;
    double[] v = right.data;
    double[] w = to.data;
    for (int i = 0, p = left.offset, q = right.offset, r = to.offset; i < to.size; i++) {
      w[r + i] = u[p + i] / v[q + i];
    }
  }

  @Override
  public void sqrt(Matrix x, Matrix y) {
    Contract.elementWise(this, "sqrt", x, y);
    EjmlMatrix from = ejml(x);
    EjmlMatrix to = ejml(y);
    double[] u = from.data;
    double[] v = to.data;
    for (int i = 0, p = from.offset, q = to.offset; i < to.size; i++) {
      v[q + i] = Math.sqrt(u[p + i]);
    }
  }

  @Override
  public void addScalar(double alpha, Matrix x) {
    Contract.unary(this, "addScalar", x);
    EjmlMatrix to = ejml(x);
    double[] u = to.data;
    for (int i = to.offset; i < to.offset + to.size; i++) {
      u[i] += alpha;
    }
  }

  @Override
  public void clamp(double lower, double upper, Matrix x) {
    Contract.clamp(this, lower, upper, x);
    EjmlMatrix to = ejml(x);
    double[] u = to.data;
    for (int i = to.offset; i < to.offset + to.size; i++) {
      u[i] = Math.min(Math.max(u[i], lower), upper);
    }
  }

  // -------------------------------------------------------------------------- rows and columns

  @Override
  public void transpose(Matrix a, Matrix b) {
    Contract.transpose(this, a, b);
    EjmlMatrix from = ejml(a);
    EjmlMatrix to = ejml(b);
    int m = from.rows();
    int n = from.columns();
    double[] u = from.data;
    double[] v = to.data;
    for (int top = 0; top < m; top += TILE) {
      int bottom = Math.min(top + TILE, m);
      for (int j = 0; j < n; j++) {
        for (int i = top, p = from.offset + j, q = to.offset + j * m; i < bottom; i++) {
          v[q + i] = u[p + i * n];
        }
      }
    }
  }

  @Override
  public void broadcastRow(Matrix r, double beta, Matrix y) {
    Contract.broadcastRow(this, r, y);
    EjmlMatrix row = ejml(r);
    EjmlMatrix to = ejml(y);
    double[] u = row.data;
    double[] v = to.data;
    int n = to.columns();
    for (int i = 0, p = row.offset, q = to.offset; i < to.rows(); i++, q += n) {
      if (beta == 0) {
        System.arraycopy(u, p, v, q, n);
      } else {
        for (int j = 0; j < n; j++) {
          v[q + j] = u[p + j] + beta * v[q + j];
        }
      }
    }
  }

  @Override
  public void addColumn(double alpha, Matrix c, Matrix y) {
    Contract.addColumn(this, c, y);
    EjmlMatrix column = ejml(c);
    EjmlMatrix to = ejml(y);
    double[] v = to.data;
    int n = to.columns();
    for (int i = 0, q = to.offset; i < to.rows(); i++, q += n) {
      double summand = alpha * column.data[column.offset + i];
      for (int j = 0; j < n; j++) {
        v[q + j] += summand;
      }
    }
  }

  @Override
  public void columnSums(Matrix x, double beta, Matrix r) {
    Contract.columnSums(this, x, r);
    EjmlMatrix from = ejml(x);
    EjmlMatrix row = ejml(r);
    scaleOrClear(beta, row);
    for (int i = 0, n = from.columns(); i < from.rows(); i++) {
      add(from.data, from.offset + i * n, row.data, row.offset, n);
    }
  }

  /** y = x + y for n elements of each, from p and q on. */
  private static void add(double[] x, int p, double[] y, int q, int n) {
    for (int j = 0; j < n; j++) {
      y[q + j] += x[p + j];
    }
  }

  @Override
  public void logSumExp(Matrix x, Matrix c) {
    Contract.logSumExp(this, x, c);
    EjmlMatrix from = ejml(x);
    EjmlMatrix column = ejml(c);
    double[] u = from.data;
    int n = from.columns();
    for (int i = 0, p = from.offset; i < from.rows(); i++, p += n) {
      double max = max(u, p, n);
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += Elementary.exp(u[p + j] - max);
      }
      column.data[column.offset + i] = logSumExp(max, sum);
    }
  }

  /** The largest of n elements from p on; NaN if there is one. */
  private static double max(double[] x, int p, int n) {
    double max = x[p];
    for (int j = 1; j < n; j++) {
      max = Math.max(max, x[p + j]);
    }
    return max;
  }

  /** max + log(sum), where an infinite or undefined maximum is the result. */
  private static double logSumExp(double max, double sum) {
    return Math.abs(max) <= Double.MAX_VALUE ? max + StrictMath.log(sum) : max;
  }

  @Override
  public void copyColumns(Matrix x, int fromColumn, Matrix y, int toColumn, int count) {
    Contract.copyColumns(this, x, fromColumn, y, toColumn, count);
    EjmlMatrix from = ejml(x);
    EjmlMatrix to = ejml(y);
    int p = from.offset + fromColumn;
    int q = to.offset + toColumn;
    for (int i = 0; i < to.rows(); i++, p += from.columns(), q += to.columns()) {
      System.arraycopy(from.data, p, to.data, q, count);
    }
  }

  // ---------------------------------------------------------------------------------- by index

  @Override
  public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
    Contract.gatherRows(this, t, indices, offset, y);
    EjmlMatrix table = ejml(t);
    EjmlMatrix to = ejml(y);
    int n = to.columns();
    for (int i = 0; i < to.rows(); i++) {
      int row = table.offset + indices[offset + i] * n;
      System.arraycopy(table.data, row, to.data, to.offset + i * n, n);
    }
  }

  @Override
  public void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t) {
    Contract.scatterAddRows(this, x, indices, offset, t);
    EjmlMatrix from = ejml(x);
    EjmlMatrix table = ejml(t);
    int n = from.columns();
    for (int i = 0; i < from.rows(); i++) {
      int row = table.offset + indices[offset + i] * n;
      add(from.data, from.offset + i * n, table.data, row, n);
    }
  }

  @Override
  public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
    Contract.oneHot(this, "addOneHot", "y", y, indices, offset);
    EjmlMatrix to = ejml(y);
    for (int i = 0; i < to.rows(); i++) {
      to.data[to.offset + i * to.columns() + indices[offset + i]] += alpha;
    }
  }

  @Override
  public double dotOneHot(Matrix x, int[] indices, int offset) {
    Contract.oneHot(this, "dotOneHot", "x", x, indices, offset);
    EjmlMatrix from = ejml(x);
    double sum = 0;
    for (int i = 0; i < from.rows(); i++) {
      sum += from.data[from.offset + i * from.columns() + indices[offset + i]];
    }
    return sum;
  }

  // ---------------------------------------------------------------------------------- fused

  @Override
  public void tanhBackward(Matrix a, Matrix da, Matrix dz) {
    Contract.tanhBackward(this, a, da, dz);
    EjmlMatrix activation = ejml(a);
    EjmlMatrix gradient = ejml(da);
    EjmlMatrix to = ejml(dz);
    double[] u = activation.data;
    double[] v = gradient.data;
    double[] w = to.data;
    for (int i = 0, p = activation.offset, q = gradient.offset, r = to.offset; i < to.size; i++) {
      w[r + i] = v[q + i] - u[p + i] * u[p + i] * v[q + i];
    }
  }

  @Override
  public double softmaxCrossEntropy(
      Matrix z, int[] targets, int offset, double s, Matrix c, Matrix dz) {
    Contract.softmaxCrossEntropy(this, z, targets, offset, c, dz);
    EjmlMatrix logits = ejml(z);
    EjmlMatrix column = ejml(c);
    EjmlMatrix to = ejml(dz);
    int n = logits.columns();
    double loss = 0;
    for (int i = 0, p = logits.offset, q = to.offset; i < to.rows(); i++, p += n, q += n) {
      int target = targets[offset + i];
      double targetLogit = logits.data[p + target];
      double logSumExp = softmaxRow(logits.data, p, to.data, q, n);
      column.data[column.offset + i] = logSumExp;
      loss += logSumExp - targetLogit;
      to.data[q + target] -= 1;
    }
    if (s != 1) {
      scale(s, to);
    }
    return loss;
  }

  /** y = softmax(x) for n elements of each, from p and q on; returns logSumExp(x). */
  private static double softmaxRow(double[] x, int p, double[] y, int q, int n) {
    double max = max(x, p, n);
    if (!(Math.abs(max) <= Double.MAX_VALUE)) {
      for (int j = 0; j < n; j++) {
        y[q + j] = Elementary.exp(x[p + j] - max);
      }
      return max;
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double e = Elementary.exp(x[p + j] - max);
      y[q + j] = e;
      sum += e;
    }
    for (int j = 0; j < n; j++) {
      y[q + j] /= sum;
    }
    return max + StrictMath.log(sum);
  }

  @Override
  public void lstmForward(Matrix gates, Matrix cPrevious, Matrix c, Matrix tanhC, Matrix h) {
    Contract.lstmForward(this, gates, cPrevious, c, tanhC, h);
    LstmGates.forward(ejml(gates), ejml(cPrevious), ejml(c), ejml(tanhC), ejml(h));
  }

  @Override
  public void lstmBackward(
      Matrix gates,
      Matrix cPrevious,
      Matrix tanhC,
      Matrix dh,
      Matrix dc,
      Matrix dcPrevious,
      Matrix dz,
      Matrix scratch) {
    Contract.lstmBackward(this, gates, cPrevious, tanhC, dh, dc, dcPrevious, dz, scratch);
    LstmGates.backward(
        ejml(gates), ejml(cPrevious), ejml(tanhC), ejml(dh), ejml(dc), ejml(dcPrevious), ejml(dz));
  }

  @Override
  public void gruForward(
      Matrix gates, Matrix recurrent, Matrix hPrevious, Matrix h, Matrix scratch) {
    Contract.gruForward(this, gates, recurrent, hPrevious, h, scratch);
    GruGates.forward(ejml(gates), ejml(recurrent), ejml(hPrevious), ejml(h));
  }

  @Override
  public void gruBackward(
      Matrix gates,
      Matrix recurrent,
      Matrix hPrevious,
      Matrix dh,
      Matrix dhPrevious,
      Matrix dx,
      Matrix dy,
      Matrix scratch) {
    Contract.gruBackward(this, gates, recurrent, hPrevious, dh, dhPrevious, dx, dy, scratch);
    GruGates.backward(
        ejml(gates),
        ejml(recurrent),
        ejml(hPrevious),
        ejml(dh),
        ejml(dhPrevious),
        ejml(dx),
        ejml(dy));
  }

  // ---------------------------------------------------------------------------------- optimisers

  @Override
  public void sgdMomentum(
      double rate,
      double momentum,
      boolean nesterov,
      double decay,
      Matrix g,
      Matrix v,
      Matrix p,
      Matrix scratch) {
    Contract.sgdMomentum(this, g, v, p, scratch);
    OptimizerSteps.momentum(rate, momentum, nesterov, decay, ejml(g), ejml(v), ejml(p));
  }

  @Override
  public void adagrad(
      double rate, double epsilon, double decay, Matrix g, Matrix s, Matrix p, Matrix scratch) {
    Contract.adagrad(this, g, s, p, scratch);
    OptimizerSteps.scaled(rate, 1, 1, epsilon, decay, ejml(g), ejml(s), ejml(p));
  }

  @Override
  public void rmsprop(
      double rate,
      double alpha,
      double epsilon,
      double decay,
      Matrix g,
      Matrix s,
      Matrix p,
      Matrix scratch) {
    Contract.rmsprop(this, g, s, p, scratch);
    OptimizerSteps.scaled(rate, alpha, 1 - alpha, epsilon, decay, ejml(g), ejml(s), ejml(p));
  }

  @Override
  public void adam(
      long step,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      boolean decoupled,
      Matrix g,
      Matrix m,
      Matrix v,
      Matrix p,
      Matrix scratch) {
    Contract.adam(this, step, g, m, v, p, scratch);
    double keep = decoupled ? 1 - rate * decay : 1;
    double length = rate / (1 - Elementary.power(beta1, step));
    double correction = 1 / Math.sqrt(1 - Elementary.power(beta2, step));
    OptimizerSteps.adam(
        length,
        beta1,
        beta2,
        correction,
        epsilon,
        decay,
        decoupled,
        keep,
        ejml(g),
        ejml(m),
        ejml(v),
        ejml(p));
  }
}
