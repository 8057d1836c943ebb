// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Elementary;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import org.jspecify.annotations.Nullable;

/**
 * The base of a backend in float64: every operation but the product, on {@link RowMajorMatrix}. A
 * backend adds its {@link #name()} and {@link #addProduct}, and is complete.
 *
 * <p>Nothing here depends on the machine, the JDK or the number of threads: arithmetic is that of
 * IEEE 754 in a fixed order, exp, tanh and the sigmoid are those of {@link Elementary}, and log is
 * {@link StrictMath}'s. Nothing is allocated, and no two calls share anything but their operands.
 *
 * <p>Each method checks its arguments by {@link Contract}, and computes. One that overrides it owes
 * the same check, and rule R16 within the rounding error.
 */
public abstract class RowMajorLinearAlgebra implements LinearAlgebra {

  /** For a backend. */
  protected RowMajorLinearAlgebra() {}

  // ---------------------------------------------------------------------------------- identity

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  /** True for a {@link RowMajorMatrix} that a backend of this name has made. */
  @Override
  public boolean owns(@Nullable Matrix matrix) {
    return matrix instanceof RowMajorMatrix && matrix.backend().equals(name());
  }

  @Override
  public Matrix zeros(int rows, int columns) {
    return new RowMajorMatrix(name(), rows, columns);
  }

  /** The matrix, which {@link Contract} has found to be this backend's. */
  private static RowMajorMatrix own(Matrix matrix) {
    return (RowMajorMatrix) matrix;
  }

  // ---------------------------------------------------------------------------------- products

  /**
   * C = C + α·op(A)·op(B): all that a backend of its own must compute. The shapes fit, the matrices
   * are this backend's, and C overlaps neither A nor B.
   *
   * <p>Rules R2 and R12 are for this method to keep: no zero is skipped, and the order of the sum
   * in a row of C does not depend on how many rows there are.
   *
   * @param alpha α
   * @param a A; op(A) is m×k; not modified
   * @param ta op of A
   * @param b B; op(B) is k×n; not modified
   * @param tb op of B
   * @param c C, m×n; modified
   */
  protected abstract void addProduct(
      double alpha,
      RowMajorMatrix a,
      Transpose ta,
      RowMajorMatrix b,
      Transpose tb,
      RowMajorMatrix c);

  /**
   * {@inheritDoc}
   *
   * @implSpec C = β·C, where β = 0 writes zeros; then {@link #addProduct}.
   */
  @Override
  public void gemm(
      double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
    Contract.gemm(this, a, ta, b, tb, c);
    ElementWise.scaleOrClear(beta, own(c));
    addProduct(alpha, own(a), ta, own(b), tb, own(c));
  }

  @Override
  public double dot(Matrix x, Matrix y) {
    Contract.sameShape(this, "dot", x, y);
    return Reductions.dot(own(x), own(y));
  }

  @Override
  public double sum(Matrix x) {
    Contract.unary(this, "sum", x);
    return Reductions.sum(own(x));
  }

  // ---------------------------------------------------------------------------------- element-wise

  @Override
  public void copy(Matrix x, Matrix y) {
    Contract.elementWise(this, "copy", x, y);
    ElementWise.copy(own(x), own(y));
  }

  @Override
  public void fill(double value, Matrix x) {
    Contract.unary(this, "fill", x);
    ElementWise.fill(value, own(x));
  }

  @Override
  public void scale(double alpha, Matrix x) {
    Contract.unary(this, "scale", x);
    ElementWise.scale(alpha, own(x));
  }

  @Override
  public void axpy(double alpha, Matrix x, Matrix y) {
    Contract.elementWise(this, "axpy", x, y);
    ElementWise.axpy(alpha, own(x), own(y));
  }

  @Override
  public void hadamard(Matrix x, Matrix y, Matrix z) {
    Contract.hadamard(this, x, y, z);
    ElementWise.hadamard(own(x), own(y), own(z));
  }

  @Override
  public void tanh(Matrix x, Matrix y) {
    Contract.elementWise(this, "tanh", x, y);
    ElementWise.tanh(own(x), own(y));
  }

  @Override
  public void sigmoid(Matrix x, Matrix y) {
    Contract.elementWise(this, "sigmoid", x, y);
    ElementWise.sigmoid(own(x), own(y));
  }

  @Override
  public void exp(Matrix x, Matrix y) {
    Contract.elementWise(this, "exp", x, y);
    ElementWise.exp(own(x), own(y));
  }

  @Override
  public void divide(Matrix x, Matrix y, Matrix z) {
    Contract.divide(this, x, y, z);
    ElementWise.divide(own(x), own(y), own(z));
  }

  @Override
  public void sqrt(Matrix x, Matrix y) {
    Contract.elementWise(this, "sqrt", x, y);
    ElementWise.sqrt(own(x), own(y));
  }

  @Override
  public void addScalar(double alpha, Matrix x) {
    Contract.unary(this, "addScalar", x);
    ElementWise.addScalar(alpha, own(x));
  }

  @Override
  public void clamp(double lower, double upper, Matrix x) {
    Contract.clamp(this, lower, upper, x);
    ElementWise.clamp(lower, upper, own(x));
  }

  // -------------------------------------------------------------------------- rows and columns

  @Override
  public void transpose(Matrix a, Matrix b) {
    Contract.transpose(this, a, b);
    RowsAndColumns.transpose(own(a), own(b));
  }

  @Override
  public void broadcastRow(Matrix r, double beta, Matrix y) {
    Contract.broadcastRow(this, r, y);
    RowsAndColumns.broadcastRow(own(r), beta, own(y));
  }

  @Override
  public void addColumn(double alpha, Matrix c, Matrix y) {
    Contract.addColumn(this, c, y);
    RowsAndColumns.addColumn(alpha, own(c), own(y));
  }

  @Override
  public void columnSums(Matrix x, double beta, Matrix r) {
    Contract.columnSums(this, x, r);
    RowsAndColumns.columnSums(own(x), beta, own(r));
  }

  @Override
  public void logSumExp(Matrix x, Matrix c) {
    Contract.logSumExp(this, x, c);
    Softmax.logSumExp(own(x), own(c));
  }

  @Override
  public void copyColumns(Matrix x, int fromColumn, Matrix y, int toColumn, int count) {
    Contract.copyColumns(this, x, fromColumn, y, toColumn, count);
    RowsAndColumns.copyColumns(own(x), fromColumn, own(y), toColumn, count);
  }

  // ---------------------------------------------------------------------------------- by index

  @Override
  public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
    Contract.gatherRows(this, t, indices, offset, y);
    RowsAndColumns.gatherRows(own(t), indices, offset, own(y));
  }

  @Override
  public void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t) {
    Contract.scatterAddRows(this, x, indices, offset, t);
    RowsAndColumns.scatterAddRows(own(x), indices, offset, own(t));
  }

  @Override
  public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
    Contract.oneHot(this, "addOneHot", "y", y, indices, offset);
    RowsAndColumns.addOneHot(alpha, indices, offset, own(y));
  }

  @Override
  public double dotOneHot(Matrix x, int[] indices, int offset) {
    Contract.oneHot(this, "dotOneHot", "x", x, indices, offset);
    return RowsAndColumns.dotOneHot(own(x), indices, offset);
  }

  // ---------------------------------------------------------------------------------- fused

  @Override
  public void tanhBackward(Matrix a, Matrix da, Matrix dz) {
    Contract.tanhBackward(this, a, da, dz);
    ElementWise.tanhBackward(own(a), own(da), own(dz));
  }

  @Override
  public double softmaxCrossEntropy(
      Matrix z, int[] targets, int offset, double s, Matrix c, Matrix dz) {
    Contract.softmaxCrossEntropy(this, z, targets, offset, c, dz);
    return Softmax.crossEntropy(own(z), targets, offset, s, own(c), own(dz));
  }

  @Override
  public void lstmForward(Matrix gates, Matrix cPrevious, Matrix c, Matrix tanhC, Matrix h) {
    Contract.lstmForward(this, gates, cPrevious, c, tanhC, h);
    LstmGates.forward(own(gates), own(cPrevious), own(c), own(tanhC), own(h));
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
        own(gates), own(cPrevious), own(tanhC), own(dh), own(dc), own(dcPrevious), own(dz));
  }

  @Override
  public void gruForward(
      Matrix gates, Matrix recurrent, Matrix hPrevious, Matrix h, Matrix scratch) {
    Contract.gruForward(this, gates, recurrent, hPrevious, h, scratch);
    GruGates.forward(own(gates), own(recurrent), own(hPrevious), own(h));
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
        own(gates), own(recurrent), own(hPrevious), own(dh), own(dhPrevious), own(dx), own(dy));
  }

  // ---------------------------------------------------------------------------------- layer norm

  @Override
  public void layerNorm(
      int groups, double epsilon, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
    Contract.layerNorm(this, groups, x, gain, r, y, scratch);
    LayerNorm.forward(groups, epsilon, own(x), own(gain), own(r), own(y));
  }

  @Override
  public void layerNormBackward(
      int groups, Matrix xhat, Matrix gain, Matrix r, Matrix dy, Matrix dx, Matrix scratch) {
    Contract.layerNormBackward(this, groups, xhat, gain, r, dy, dx, scratch);
    LayerNorm.backward(groups, own(xhat), own(gain), own(r), own(dy), own(dx));
  }

  // ---------------------------------------------------------------------------------- optimizers

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
    OptimizerSteps.momentum(rate, momentum, nesterov, decay, own(g), own(v), own(p));
  }

  @Override
  public void adagrad(
      double rate, double epsilon, double decay, Matrix g, Matrix s, Matrix p, Matrix scratch) {
    Contract.adagrad(this, g, s, p, scratch);
    OptimizerSteps.scaled(rate, 1, 1, epsilon, decay, own(g), own(s), own(p));
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
    OptimizerSteps.scaled(rate, alpha, 1 - alpha, epsilon, decay, own(g), own(s), own(p));
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
        own(g),
        own(m),
        own(v),
        own(p));
  }
}
