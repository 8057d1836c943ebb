// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;

/** Twins that take denormal numbers for zero: results of one operation each, or operands. */
public final class BrokenUnderflow {
  private BrokenUnderflow() {}

  private static void flush(Matrix x) {
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        x.set(i, j, flushed(x.get(i, j)));
      }
    }
  }

  private static double flushed(double value) {
    return Math.abs(value) < Double.MIN_NORMAL ? 0 : value;
  }

  private static Matrix flushedCopy(JavaLinearAlgebra la, Matrix x) {
    Matrix copy = la.zeros(x.rows(), x.columns());
    copy.copyFrom(x.toArray(), 0);
    flush(copy);
    return copy;
  }

  /** C. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfProducts extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta, c);
      flush(c);
    }
  }

  /** A. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfFactors extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      super.gemm(alpha, flushedCopy(this, a), ta, b, tb, beta, c);
    }
  }

  /** The larger ones only, which another kernel computes. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfLargerProducts extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta, c);
      if (c.rows() > 16 && c.columns() > 16) {
        flush(c);
      }
    }
  }

  /** α·x. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfScale extends JavaLinearAlgebra {
    @Override
    public void scale(double alpha, Matrix x) {
      super.scale(alpha, x);
      flush(x);
    }
  }

  /** α. */
  @Breaks("denormalScalars_areNotFlushed_R15")
  public static class OfScalars extends JavaLinearAlgebra {
    @Override
    public void scale(double alpha, Matrix x) {
      super.scale(flushed(alpha), x);
    }
  }

  /** x ⊙ y. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfHadamard extends JavaLinearAlgebra {
    @Override
    public void hadamard(Matrix x, Matrix y, Matrix z) {
      super.hadamard(x, y, z);
      flush(z);
    }
  }

  /** α·x + y. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfAxpy extends JavaLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      super.axpy(alpha, x, y);
      flush(y);
    }
  }

  /** The sum of products. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfDot extends JavaLinearAlgebra {
    @Override
    public double dot(Matrix x, Matrix y) {
      return flushed(super.dot(x, y));
    }
  }

  /** The sums of columns. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfColumnSums extends JavaLinearAlgebra {
    @Override
    public void columnSums(Matrix x, double beta, Matrix r) {
      super.columnSums(x, beta, r);
      flush(r);
    }
  }

  /** What is copied by index. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfGather extends JavaLinearAlgebra {
    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      super.gatherRows(t, indices, offset, y);
      flush(y);
    }
  }

  /** The tanh of a number that is one. */
  @Breaks(value = "denormalOperands_areNotFlushed_R15", also = "R14")
  public static class OfTanh extends JavaLinearAlgebra {
    @Override
    public void tanh(Matrix x, Matrix y) {
      super.tanh(x, y);
      flush(y);
    }
  }

  /** The gradient of a loss that is scaled down. */
  @Breaks("denormalScalars_areNotFlushed_R15")
  public static class OfSoftmax extends JavaLinearAlgebra {
    @Override
    public double softmaxCrossEntropy(
        Matrix z, int[] targets, int offset, double s, Matrix c, Matrix dz) {
      double loss = super.softmaxCrossEntropy(z, targets, offset, s, c, dz);
      flush(dz);
      return loss;
    }
  }

  /** The gradients of a cell. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfACell extends JavaLinearAlgebra {
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
      super.gruBackward(gates, recurrent, hPrevious, dh, dhPrevious, dx, dy, scratch);
      flush(dx);
    }
  }

  /** A moment. */
  @Breaks("denormalOperands_areNotFlushed_R15")
  public static class OfAnOptimizer extends JavaLinearAlgebra {
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
      super.adam(step, rate, beta1, beta2, epsilon, decay, decoupled, g, m, v, p, scratch);
      flush(m);
    }
  }
}
