package io.github.rnn4j.backend.commonsmath;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Elementary;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import java.util.Arrays;
import org.apache.commons.math3.linear.BlockRealMatrix;

/**
 * {@link LinearAlgebra} in float64 on Apache Commons Math. Matrices are {@code
 * Array2DRowRealMatrix}; products go through {@link BlockRealMatrix#multiply(BlockRealMatrix)},
 * which allocates its result at every call, as Commons Math has no other.
 *
 * <p>No operation depends on the machine, the JDK or the number of threads: the same inputs give
 * the same bits everywhere.
 */
public final class CommonsMathLinearAlgebra implements LinearAlgebra {
  static final String NAME = "commons-math";

  /** op(A) and op(B) of the thread's last product. */
  private static final ThreadLocal<BlockOperand[]> OPERANDS =
      ThreadLocal.withInitial(() -> new BlockOperand[] {new BlockOperand(), new BlockOperand()});

  /** Makes the backend. */
  public CommonsMathLinearAlgebra() {}

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
    return 100;
  }

  @Override
  public boolean owns(Matrix matrix) {
    return matrix instanceof CommonsMathMatrix;
  }

  @Override
  public Matrix zeros(int rows, int columns) {
    return new CommonsMathMatrix(rows, columns);
  }

  private static double[][] data(Matrix matrix) {
    return ((CommonsMathMatrix) matrix).data;
  }

  // ---------------------------------------------------------------------------------- products

  @Override
  public void gemm(
      double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
    Contract.gemm(this, a, ta, b, tb, c);
    BlockOperand[] operands = OPERANDS.get();
    BlockRealMatrix left = operands[0].of((CommonsMathMatrix) a, ta);
    BlockRealMatrix right = operands[1].of((CommonsMathMatrix) b, tb);
    BlockRealMatrix product = left.multiply(right);
    double[][] z = data(c);
    for (int i = 0; i < z.length; i++) {
      axpby(alpha, product.getRow(i), beta, z[i]);
    }
  }

  /** y = α·x + β·y, where β = 0 writes without reading. */
  private static void axpby(double alpha, double[] x, double beta, double[] y) {
    if (beta == 0) {
      for (int j = 0; j < y.length; j++) {
        y[j] = alpha * x[j];
      }
    } else {
      for (int j = 0; j < y.length; j++) {
        y[j] = alpha * x[j] + beta * y[j];
      }
    }
  }

  @Override
  public double dot(Matrix x, Matrix y) {
    Contract.sameShape(this, "dot", x, y);
    double[][] v = data(y);
    double sum = 0;
    int i = 0;
    for (double[] row : data(x)) {
      double[] other = v[i++];
      for (int j = 0; j < row.length; j++) {
        sum += row[j] * other[j];
      }
    }
    return sum;
  }

  @Override
  public double sum(Matrix x) {
    Contract.unary(this, "sum", x);
    double sum = 0;
    for (double[] row : data(x)) {
      for (double value : row) {
        sum += value;
      }
    }
    return sum;
  }

  // ---------------------------------------------------------------------------------- element-wise

  @Override
  public void copy(Matrix x, Matrix y) {
    Contract.elementWise(this, "copy", x, y);
    double[][] u = data(x);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      System.arraycopy(u[i], 0, v[i], 0, v[i].length);
    }
  }

  @Override
  public void fill(double value, Matrix x) {
    Contract.unary(this, "fill", x);
    for (double[] row : data(x)) {
      Arrays.fill(row, value);
    }
  }

  @Override
  public void scale(double alpha, Matrix x) {
    Contract.unary(this, "scale", x);
    for (double[] row : data(x)) {
      scale(alpha, row);
    }
  }

  private static void scale(double alpha, double[] x) {
    for (int j = 0; j < x.length; j++) {
      x[j] *= alpha;
    }
  }

  @Override
  public void axpy(double alpha, Matrix x, Matrix y) {
    Contract.elementWise(this, "axpy", x, y);
    double[][] u = data(x);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      axpy(alpha, u[i], v[i]);
    }
  }

  private static void axpy(double alpha, double[] x, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += alpha * x[j];
    }
  }

  @Override
  public void hadamard(Matrix x, Matrix y, Matrix z) {
    Contract.hadamard(this, x, y, z);
    double[][] u = data(x);
    double[][] v = data(y);
    double[][] w = data(z);
    for (int i = 0; i < w.length; i++) {
      hadamard(u[i], v[i], w[i]);
    }
  }

  private static void hadamard(double[] x, double[] y, double[] z) {
    for (int j = 0; j < z.length; j++) {
      z[j] = x[j] * y[j];
    }
  }

  @Override
  public void tanh(Matrix x, Matrix y) {
    Contract.elementWise(this, "tanh", x, y);
    double[][] u = data(x);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      tanh(u[i], v[i]);
    }
  }

  private static void tanh(double[] x, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] = Elementary.tanh(x[j]);
    }
  }

  @Override
  public void sigmoid(Matrix x, Matrix y) {
    Contract.elementWise(this, "sigmoid", x, y);
    double[][] u = data(x);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      sigmoid(u[i], v[i]);
    }
  }

  private static void sigmoid(double[] x, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] = Elementary.sigmoid(x[j]);
    }
  }

  @Override
  public void exp(Matrix x, Matrix y) {
    Contract.elementWise(this, "exp", x, y);
    double[][] u = data(x);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      exp(u[i], v[i]);
    }
  }

  private static void exp(double[] x, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] = Elementary.exp(x[j]);
    }
  }

  @Override
  public void divide(Matrix x, Matrix y, Matrix z) {
    Contract.divide(this, x, y, z);
    double[][] u = data(x);
    double[][] v = data(y);
    double[][] w = data(z);
    for (int i = 0; i < w.length; i++) {
      divide(u[i], v[i], w[i]);
    }
  }

  private static void divide(double[] x, double[] y, double[] z) {
    for (int j = 0; j < z.length; j++) {
      z[j] = x[j] / y[j];
    }
  }

  @Override
  public void sqrt(Matrix x, Matrix y) {
    Contract.elementWise(this, "sqrt", x, y);
    double[][] u = data(x);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      sqrt(u[i], v[i]);
    }
  }

  private static void sqrt(double[] x, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] = Math.sqrt(x[j]);
    }
  }

  @Override
  public void addScalar(double alpha, Matrix x) {
    Contract.unary(this, "addScalar", x);
    for (double[] row : data(x)) {
      add(alpha, row);
    }
  }

  @Override
  public void clamp(double lower, double upper, Matrix x) {
    Contract.clamp(this, lower, upper, x);
    for (double[] row : data(x)) {
      clamp(lower, upper, row);
    }
  }

  private static void clamp(double lower, double upper, double[] x) {
    for (int j = 0; j < x.length; j++) {
      x[j] = Math.min(Math.max(x[j], lower), upper);
    }
  }

  // -------------------------------------------------------------------------- rows and columns

  @Override
  public void transpose(Matrix a, Matrix b) {
    Contract.transpose(this, a, b);
    double[][] u = data(a);
    double[][] v = data(b);
    for (int i = 0; i < u.length; i++) {
      double[] row = u[i];
      for (int j = 0; j < row.length; j++) {
        v[j][i] = row[j];
      }
    }
  }

  @Override
  public void broadcastRow(Matrix r, double beta, Matrix y) {
    Contract.broadcastRow(this, r, y);
    double[] row = data(r)[0];
    for (double[] to : data(y)) {
      axpby(1, row, beta, to);
    }
  }

  @Override
  public void addColumn(double alpha, Matrix c, Matrix y) {
    Contract.addColumn(this, c, y);
    double[][] column = data(c);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      add(alpha * column[i][0], v[i]);
    }
  }

  private static void add(double summand, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += summand;
    }
  }

  @Override
  public void columnSums(Matrix x, double beta, Matrix r) {
    Contract.columnSums(this, x, r);
    double[][] u = data(x);
    double[] sums = data(r)[0];
    axpby(1, u[0], beta, sums);
    for (int i = 1; i < u.length; i++) {
      axpy(1, u[i], sums);
    }
  }

  @Override
  public void logSumExp(Matrix x, Matrix c) {
    Contract.logSumExp(this, x, c);
    double[][] u = data(x);
    double[][] column = data(c);
    for (int i = 0; i < u.length; i++) {
      double max = max(u[i]);
      double sum = 0;
      for (double value : u[i]) {
        sum += Elementary.exp(value - max);
      }
      column[i][0] = logSumExp(max, sum);
    }
  }

  /** The largest element; NaN if there is one. */
  private static double max(double[] x) {
    double max = x[0];
    for (int j = 1; j < x.length; j++) {
      max = Math.max(max, x[j]);
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
    double[][] u = data(x);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      System.arraycopy(u[i], fromColumn, v[i], toColumn, count);
    }
  }

  // ---------------------------------------------------------------------------------- by index

  @Override
  public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
    Contract.gatherRows(this, t, indices, offset, y);
    double[][] table = data(t);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      System.arraycopy(table[indices[offset + i]], 0, v[i], 0, v[i].length);
    }
  }

  @Override
  public void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t) {
    Contract.scatterAddRows(this, x, indices, offset, t);
    double[][] u = data(x);
    double[][] table = data(t);
    for (int i = 0; i < u.length; i++) {
      axpy(1, u[i], table[indices[offset + i]]);
    }
  }

  @Override
  public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
    Contract.oneHot(this, "addOneHot", "y", y, indices, offset);
    double[][] v = data(y);
    for (int i = 0; i < v.length; i++) {
      v[i][indices[offset + i]] += alpha;
    }
  }

  @Override
  public double dotOneHot(Matrix x, int[] indices, int offset) {
    Contract.oneHot(this, "dotOneHot", "x", x, indices, offset);
    double[][] u = data(x);
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += u[i][indices[offset + i]];
    }
    return sum;
  }

  // ---------------------------------------------------------------------------------- fused

  @Override
  public void tanhBackward(Matrix a, Matrix da, Matrix dz) {
    Contract.tanhBackward(this, a, da, dz);
    double[][] u = data(a);
    double[][] v = data(da);
    double[][] w = data(dz);
    for (int i = 0; i < w.length; i++) {
      tanhBackward(u[i], v[i], w[i]);
    }
  }

  private static void tanhBackward(double[] a, double[] da, double[] dz) {
    for (int j = 0; j < dz.length; j++) {
      dz[j] = da[j] - a[j] * a[j] * da[j];
    }
  }

  @Override
  public double softmaxCrossEntropy(
      Matrix z, int[] targets, int offset, double s, Matrix c, Matrix dz) {
    Contract.softmaxCrossEntropy(this, z, targets, offset, c, dz);
    double[][] logits = data(z);
    double[][] column = data(c);
    double[][] gradient = data(dz);
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      int target = targets[offset + i];
      double targetLogit = logits[i][target];
      double logSumExp = softmax(logits[i], gradient[i]);
      column[i][0] = logSumExp;
      loss += logSumExp - targetLogit;
      gradient[i][target] -= 1;
      scale(s, gradient[i]);
    }
    return loss;
  }

  /** y = softmax(x); returns logSumExp(x). */
  private static double softmax(double[] x, double[] y) {
    double max = max(x);
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      y[j] = Elementary.exp(x[j] - max);
      sum += y[j];
    }
    if (Math.abs(max) <= Double.MAX_VALUE) {
      for (int j = 0; j < y.length; j++) {
        y[j] /= sum;
      }
    }
    return logSumExp(max, sum);
  }

  @Override
  public void lstmForward(Matrix gates, Matrix cPrevious, Matrix c, Matrix tanhC, Matrix h) {
    Contract.lstmForward(this, gates, cPrevious, c, tanhC, h);
    double[][] z = data(gates);
    double[][] before = data(cPrevious);
    double[][] after = data(c);
    double[][] squashed = data(tanhC);
    double[][] states = data(h);
    for (int i = 0; i < z.length; i++) {
      LstmGates.forward(z[i], before[i], after[i], squashed[i], states[i]);
    }
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
    double[][] a = data(gates);
    double[][] before = data(cPrevious);
    double[][] squashed = data(tanhC);
    double[][] fromH = data(dh);
    double[][] fromC = data(dc);
    double[][] toC = data(dcPrevious);
    double[][] toZ = data(dz);
    for (int i = 0; i < a.length; i++) {
      LstmGates.backward(a[i], before[i], squashed[i], fromH[i], fromC[i], toC[i], toZ[i]);
    }
  }

  @Override
  public void gruForward(
      Matrix gates, Matrix recurrent, Matrix hPrevious, Matrix h, Matrix scratch) {
    Contract.gruForward(this, gates, recurrent, hPrevious, h, scratch);
    double[][] x = data(gates);
    double[][] y = data(recurrent);
    double[][] before = data(hPrevious);
    double[][] after = data(h);
    for (int i = 0; i < x.length; i++) {
      GruGates.forward(x[i], y[i], before[i], after[i]);
    }
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
    double[][] a = data(gates);
    double[][] y = data(recurrent);
    double[][] before = data(hPrevious);
    double[][] fromH = data(dh);
    double[][] toH = data(dhPrevious);
    double[][] toX = data(dx);
    double[][] toY = data(dy);
    for (int i = 0; i < a.length; i++) {
      GruGates.backward(a[i], y[i], before[i], fromH[i], toH[i], toX[i], toY[i]);
    }
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
    double[][] gradient = data(g);
    double[][] velocity = data(v);
    double[][] parameter = data(p);
    for (int i = 0; i < parameter.length; i++) {
      OptimizerSteps.momentum(
          rate, momentum, nesterov, decay, gradient[i], velocity[i], parameter[i]);
    }
  }

  @Override
  public void adagrad(
      double rate, double epsilon, double decay, Matrix g, Matrix s, Matrix p, Matrix scratch) {
    Contract.adagrad(this, g, s, p, scratch);
    double[][] gradient = data(g);
    double[][] squares = data(s);
    double[][] parameter = data(p);
    for (int i = 0; i < parameter.length; i++) {
      OptimizerSteps.scaled(rate, 1, 1, epsilon, decay, gradient[i], squares[i], parameter[i]);
    }
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
    double[][] gradient = data(g);
    double[][] squares = data(s);
    double[][] parameter = data(p);
    for (int i = 0; i < parameter.length; i++) {
      OptimizerSteps.scaled(
          rate, alpha, 1 - alpha, epsilon, decay, gradient[i], squares[i], parameter[i]);
    }
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
    double[][] gradient = data(g);
    double[][] first = data(m);
    double[][] second = data(v);
    double[][] parameter = data(p);
    for (int i = 0; i < parameter.length; i++) {
      OptimizerSteps.adam(
          length,
          beta1,
          beta2,
          correction,
          epsilon,
          decay,
          decoupled,
          keep,
          gradient[i],
          first[i],
          second[i],
          parameter[i]);
    }
  }
}
