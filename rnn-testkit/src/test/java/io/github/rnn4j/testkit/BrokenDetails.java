// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.ShapeException;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;

/** Twins that are wrong at an edge: of views, of special values, of arrays. */
public final class BrokenDetails {
  private BrokenDetails() {}

  private static void each(Matrix x, Matrix y, DoubleBinaryOperator function) {
    for (int i = 0; i < y.rows(); i++) {
      for (int j = 0; j < y.columns(); j++) {
        y.set(i, j, function.applyAsDouble(x.get(i, j), y.get(i, j)));
      }
    }
  }

  /** Takes the offset of one view for that of the other. */
  @Breaks(
      value = "operationOnViews_givesTheBitsOfRoots_R10",
      also = {"R4", "R11"})
  public static class OffsetsConfused extends JavaLinearAlgebra {
    @Override
    public double dot(Matrix x, Matrix y) {
      Contract.sameShape(this, "dot", x, y);
      RowMajorMatrix a = (RowMajorMatrix) x;
      RowMajorMatrix b = (RowMajorMatrix) y;
      double sum = 0;
      for (int i = 0; i < a.size; i++) {
        sum += a.array[a.offset + i] * b.array[Math.min(a.offset, b.array.length - b.size) + i];
      }
      return sum;
    }
  }

  /** Has a way of its own for whole matrices. */
  @Breaks(value = "operationOnViews_givesTheBitsOfRoots_R10", also = "R4")
  public static class RootsOtherwise extends JavaLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      Contract.elementWise(this, "axpy", x, y);
      boolean root = ((RowMajorMatrix) y).array.length == ((RowMajorMatrix) y).size;
      each(x, y, (a, b) -> root ? Math.fma(alpha, a, b) : alpha * a + b);
    }
  }

  /** Saves the multiplication where one factor is zero. */
  @Breaks(value = "hadamard_specialValues_areThoseOfIeee754_R2")
  public static class ZeroTimesAnything extends JavaLinearAlgebra {
    @Override
    public void hadamard(Matrix x, Matrix y, Matrix z) {
      Contract.hadamard(this, x, y, z);
      for (int i = 0; i < z.rows(); i++) {
        for (int j = 0; j < z.columns(); j++) {
          z.set(i, j, x.get(i, j) == 0 ? 0 : x.get(i, j) * y.get(i, j));
        }
      }
    }
  }

  /** Returns at once where nothing is added. */
  @Breaks(value = "axpy_specialValues_areThoseOfIeee754_R2", also = "R15")
  public static class NothingAdded extends JavaLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      Contract.elementWise(this, "axpy", x, y);
      if (alpha != 0) {
        super.axpy(alpha, x, y);
      }
    }
  }

  /** Clears to zero. */
  @Breaks(value = "scale_specialValues_areThoseOfIeee754_R2", also = "R15")
  public static class ScaleByZeroClears extends JavaLinearAlgebra {
    @Override
    public void scale(double alpha, Matrix x) {
      super.scale(alpha, x);
      if (alpha == 0) {
        fill(0, x);
      }
    }
  }

  /** Compares bits with those of 0. */
  @Breaks("gemm_betaMinusZero_neverReadsC_R1")
  public static class MinusZeroRead extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      if (Double.doubleToLongBits(beta) == Double.doubleToLongBits(-0.0)) {
        scale(beta, c);
        super.gemm(alpha, a, ta, b, tb, 1, c);
      } else {
        super.gemm(alpha, a, ta, b, tb, beta, c);
      }
    }
  }

  /** The same, of rows. */
  @Breaks("betaMinusZero_neverReadsTheOutput_R1")
  public static class MinusZeroReadByColumnSums extends JavaLinearAlgebra {
    @Override
    public void columnSums(Matrix x, double beta, Matrix r) {
      super.columnSums(x, Double.doubleToLongBits(beta) == 0 ? 0 : beta == 0 ? 1 : beta, r);
    }
  }

  /** Adds 0 to what it copies. */
  @Breaks("copy_keepsEveryBit_R14")
  public static class MinusZeroLost extends JavaLinearAlgebra {
    @Override
    public void copy(Matrix x, Matrix y) {
      super.copy(x, y);
      each(y, y, (a, b) -> a + 0.0);
    }
  }

  /** Limits with comparisons that NaN fails. */
  @Breaks(value = "clamp_specialValues_nanStaysNaN_R15")
  public static class NaNClamped extends JavaLinearAlgebra {
    @Override
    public void clamp(double lower, double upper, Matrix x) {
      Contract.clamp(this, lower, upper, x);
      each(x, x, (a, b) -> a < upper ? a > lower ? a : lower : upper);
    }
  }

  /** Subtracts, so that infinity is lost. */
  @Breaks("nanAndInfinity_goWhereTheFormulaSendsThem_R15")
  public static class InfinityCompensated extends JavaLinearAlgebra {
    @Override
    public double sum(Matrix x) {
      Contract.unary(this, "sum", x);
      double sum = 0;
      double rest = 0;
      for (double value : x.toArray()) {
        double y = value - rest;
        double t = sum + y;
        rest = (t - sum) - y;
        sum = t;
      }
      return sum;
    }
  }

  /** Writes infinity as the largest number. */
  @Breaks("nanAndInfinity_goWhereTheFormulaSendsThem_R15")
  public static class Saturates extends JavaLinearAlgebra {
    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      super.gatherRows(t, indices, offset, y);
      each(y, y, (a, b) -> Double.isInfinite(a) ? Math.copySign(Double.MAX_VALUE, a) : a);
    }
  }

  /** Reads the targets from the first on. */
  @Breaks(
      value = "softmaxCrossEntropy_isWithinErrorBound_R14",
      also = {"R4", "R11", "R15", "R16"})
  public static class OffsetOfTargetsForgotten extends JavaLinearAlgebra {
    @Override
    public double softmaxCrossEntropy(
        Matrix z, int[] targets, int offset, double s, Matrix c, Matrix dz) {
      double loss = super.softmaxCrossEntropy(z, targets, offset, s, c, dz);
      if (offset > 0 && z.columns() > 1) {
        loss += z.get(0, targets[offset]) - z.get(0, Math.floorMod(targets[0], z.columns()));
      }
      return loss;
    }
  }

  /** Forgets weight decay that is decoupled. */
  @Breaks(
      value = "adam_isWithinErrorBound_R14",
      also = {"R11", "R15", "R16"})
  public static class DecoupledDecayForgotten extends JavaLinearAlgebra {
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
      super.adam(
          step, rate, beta1, beta2, epsilon, decoupled ? 0 : decay, decoupled, g, m, v, p, scratch);
    }
  }

  /** Works with scratch that fits, and with no other. */
  @Breaks("moreRowsOfScratch_doNoHarm_R11")
  public static class AmpleScratchRefused extends JavaLinearAlgebra {
    @Override
    public void adagrad(
        double rate, double epsilon, double decay, Matrix g, Matrix s, Matrix p, Matrix scratch) {
      Contract.adagrad(this, g, s, p, scratch);
      if (scratch.rows() > 2 * p.rows()) {
        super.adagrad(rate * 2, epsilon, decay, g, s, p, scratch);
      } else {
        super.adagrad(rate, epsilon, decay, g, s, p, scratch);
      }
    }
  }

  /** Says for ever that it will be faster. */
  @Breaks("isWarm_afterTheSameAgainAndAgain_isTrue")
  public static class NeverWarm extends JavaLinearAlgebra {
    @Override
    public boolean isWarm() {
      return false;
    }
  }

  /** Gives its storage to whoever asks for the elements. */
  @Breaks("arrays_areCopiesInBothDirections_R3")
  public static class StorageGivenAway extends JavaLinearAlgebra {
    @Override
    public Matrix zeros(int rows, int columns) {
      return new Open(name(), rows, columns);
    }

    private static final class Open extends RowMajorMatrix {
      Open(String backend, int rows, int columns) {
        super(backend, rows, columns);
      }

      @Override
      public double[] toArray() {
        return array;
      }
    }
  }

  /** Forgets the offset in the array when the matrix is a whole one. */
  @Breaks("bulkAccess_isRowMajorFromTheOffset_R3")
  public static class OffsetForgotten extends JavaLinearAlgebra {
    @Override
    public Matrix zeros(int rows, int columns) {
      return new FromTheStart(name(), rows, columns);
    }

    private static final class FromTheStart extends RowMajorMatrix {
      FromTheStart(String backend, int rows, int columns) {
        super(backend, rows, columns);
      }

      @Override
      public void copyTo(double[] destination, int at) {
        Objects.checkFromIndexSize(at, size, destination.length);
        System.arraycopy(array, 0, destination, 0, size);
      }
    }
  }

  /** Copies a page too much. */
  @Breaks("bulkAccess_ofViewsOfAnySize_readsAndWritesTheirRowsAlone_R3")
  public static class BlockCopiedWhole extends JavaLinearAlgebra {
    @Override
    public Matrix zeros(int rows, int columns) {
      return new Blocks(name(), rows, columns);
    }

    private static final class Blocks extends RowMajorMatrix {
      Blocks(String backend, int rows, int columns) {
        super(backend, rows, columns);
      }

      Blocks(Blocks parent, int from, int to) {
        super(parent, from, to);
      }

      @Override
      public Matrix rows(int from, int to) {
        return new Blocks(this, from, to);
      }

      @Override
      public void copyFrom(double[] source, int at) {
        super.copyFrom(source, at);
        int next = offset + size;
        if (size > 4096 && next < array.length && at + size < source.length) {
          array[next] = source[at + size];
        }
      }
    }
  }

  /** Says that something is wrong, but not what. */
  @Breaks(value = "wrongShape_isRefusedNamingBothShapes_R8")
  public static class ShapesNotNamed extends JavaLinearAlgebra {
    @Override
    public void hadamard(Matrix x, Matrix y, Matrix z) {
      try {
        super.hadamard(x, y, z);
      } catch (ShapeException e) {
        throw new ShapeException("hadamard: shapes do not fit");
      }
    }
  }

  /** Throws whatever comes. */
  @Breaks(value = "wrongShape_isRefusedNamingBothShapes_R8")
  public static class OtherException extends JavaLinearAlgebra {
    @Override
    public void transpose(Matrix a, Matrix b) {
      try {
        super.transpose(a, b);
      } catch (ShapeException e) {
        throw new IllegalArgumentException(e.getMessage());
      }
    }
  }

  /** The formula of the Javadoc, as it stands. */
  @Breaks("function_isWithinFourUlp_R14")
  public static class SigmoidAsItStands extends JavaLinearAlgebra {
    @Override
    public void sigmoid(Matrix x, Matrix y) {
      super.sigmoid(x, y);
      each(x, y, (a, b) -> a < -709 ? 1 / (1 + StrictMath.exp(-a)) : b);
    }
  }
}
