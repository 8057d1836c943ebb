// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Rules;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Backends that are right but for one thing. Each is what somebody has once written. */
public final class BrokenTwins {
  private BrokenTwins() {}

  private static double at(Matrix x, Transpose t, int row, int column) {
    return t == Transpose.NO ? x.get(row, column) : x.get(column, row);
  }

  private static int inner(Matrix a, Transpose ta) {
    return ta == Transpose.NO ? a.columns() : a.rows();
  }

  private static void map(Matrix x, Matrix y, DoubleUnaryOperator function) {
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        y.set(i, j, function.applyAsDouble(x.get(i, j)));
      }
    }
  }

  /** Sums the products of a row and a column. */
  public abstract static class OtherProduct extends JavaLinearAlgebra {
    abstract double product(Matrix a, Transpose ta, Matrix b, Transpose tb, int i, int j, int m);

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      for (int i = 0; i < c.rows(); i++) {
        for (int j = 0; j < c.columns(); j++) {
          double product = alpha * product(a, ta, b, tb, i, j, c.rows());
          c.set(i, j, beta == 0 ? product : product + beta * c.get(i, j));
        }
      }
    }
  }

  /** Reads Bᵀ as if it were stored the other way round. */
  @Breaks(
      value = "gemm_transposition_isWithinErrorBound_R14",
      also = {"R2", "R11", "R15"})
  public static class TransposeMistaken extends OtherProduct {
    @Override
    double product(Matrix a, Transpose ta, Matrix b, Transpose tb, int i, int j, int m) {
      int n = tb == Transpose.NO ? b.columns() : b.rows();
      double sum = 0;
      for (int k = 0; k < inner(a, ta); k++) {
        int flat = k * n + j;
        sum += at(a, ta, i, k) * b.get(flat / b.columns(), flat % b.columns());
      }
      return sum;
    }
  }

  /** Adds up in float. */
  @Breaks(
      value = "gemm_transposition_isWithinErrorBound_R14",
      also = {"R11", "R15"})
  public static class FloatAccumulation extends OtherProduct {
    @Override
    double product(Matrix a, Transpose ta, Matrix b, Transpose tb, int i, int j, int m) {
      float sum = 0;
      for (int k = 0; k < inner(a, ta); k++) {
        sum += (float) (at(a, ta, i, k) * at(b, tb, k, j));
      }
      return sum;
    }
  }

  /** Saves the multiplication by zero. */
  @Breaks("gemm_zeroTimesNaNOrInfinity_isNaN_R2")
  public static class ZeroSkipped extends OtherProduct {
    @Override
    double product(Matrix a, Transpose ta, Matrix b, Transpose tb, int i, int j, int m) {
      double sum = 0;
      for (int k = 0; k < inner(a, ta); k++) {
        if (at(a, ta, i, k) != 0) {
          sum += at(a, ta, i, k) * at(b, tb, k, j);
        }
      }
      return sum;
    }
  }

  /** Has a kernel for four rows that adds in another order. */
  @Breaks("gemm_row_hasTheSameBitsAloneAndAmongOthers_R12")
  public static class RowsDepend extends OtherProduct {
    @Override
    double product(Matrix a, Transpose ta, Matrix b, Transpose tb, int i, int j, int m) {
      double sum = 0;
      int count = inner(a, ta);
      for (int k = 0; k < count; k++) {
        int at = i < m / 4 * 4 ? k : count - 1 - k;
        sum += at(a, ta, i, at) * at(b, tb, at, j);
      }
      return sum;
    }
  }

  /** Leaves C as it is before adding, whatever β. */
  @Breaks(
      value = "gemm_beta_scalesC_R14",
      also = {"R2", "R11", "R15"})
  public static class BetaIgnored extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta == 0 ? 0 : 1, c);
    }
  }

  /** Takes α for 1. */
  @Breaks(
      value = "gemm_alpha_scalesTheProduct_R14",
      also = {"R2", "R11", "R15"})
  public static class AlphaIgnored extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(1, a, ta, b, tb, beta, c);
    }
  }

  /** Multiplies C by β = 0. */
  @Breaks("gemm_betaZero_neverReadsC_R1")
  public static class CReadAtBetaZero extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      scale(beta, c);
      super.gemm(alpha, a, ta, b, tb, 1, c);
    }
  }

  /** Returns early at α = 0. */
  @Breaks("gemm_alphaZero_doesNotClearNaNOrInfinity_R2")
  public static class AlphaZeroShortcut extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      if (alpha != 0) {
        super.gemm(alpha, a, ta, b, tb, beta, c);
      } else if (beta == 0) {
        fill(0, c);
      } else {
        scale(beta, c);
      }
    }
  }

  /** Adds what both have, whatever their shapes. */
  @Breaks("wrongShape_isRefusedNamingBothShapes_R8")
  public static class ShapeUnchecked extends JavaLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      Rules.own(this, "axpy", "x", x);
      Rules.own(this, "axpy", "y", y);
      Rules.sameRegionOrDisjoint("axpy", "y", y, "x", x);
      for (int i = 0; i < Math.min(x.rows(), y.rows()); i++) {
        for (int j = 0; j < Math.min(x.columns(), y.columns()); j++) {
          y.set(i, j, alpha * x.get(i, j) + y.get(i, j));
        }
      }
    }
  }

  /** Uses its input as scratch. */
  @Breaks(
      value = "inputs_neverChange_R3",
      also = {"R2", "R13"})
  public static class InputModified extends JavaLinearAlgebra {
    @Override
    public double dot(Matrix x, Matrix y) {
      double dot = super.dot(x, y);
      x.set(0, 0, x.get(0, 0) + 1);
      return dot;
    }
  }

  /** Clears the output, then looks at the arguments. */
  @Breaks("anyFault_leavesEveryOperandAsItWas_R5")
  public static class WipedBeforeCheck extends JavaLinearAlgebra {
    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      if (owns(y)) {
        fill(0, y);
      }
      super.gatherRows(t, indices, offset, y);
    }
  }

  /** Writes row by row until an index is wrong. */
  @Breaks("anyFault_leavesEveryOperandAsItWas_R5")
  public static class CheckedOnTheWay extends JavaLinearAlgebra {
    @Override
    public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
      Rules.own(this, "addOneHot", "y", y);
      Rules.notNull("addOneHot", "indices", indices);
      if (offset < 0 || offset > indices.length - y.rows()) {
        Contract.oneHot(this, "addOneHot", "y", y, indices, offset);
      }
      for (int i = 0; i < y.rows(); i++) {
        super.addOneHot(alpha, indices, offset + i, y.rows(i, i + 1));
      }
    }
  }

  /** Gives copies for views. */
  @Breaks(
      value = "view_writesThroughToItsParent_R10",
      also = {"R2", "R3", "R4", "R14", "R15"})
  public static class ViewsCopy extends JavaLinearAlgebra {
    @Override
    public Matrix zeros(int rows, int columns) {
      return new Copying(name(), rows, columns);
    }

    private static final class Copying extends RowMajorMatrix {
      Copying(String backend, int rows, int columns) {
        super(backend, rows, columns);
      }

      @Override
      public Matrix rows(int from, int to) {
        super.rows(from, to);
        Matrix copy = new Copying(backend(), to - from, columns());
        copy.copyFrom(array, from * columns());
        return copy;
      }
    }
  }

  /** Clears to the end of the row's storage: one element too many. */
  @Breaks(value = "rowsAroundAnOutput_neverChange_R3", also = "R10")
  public static class FillsTooFar extends JavaLinearAlgebra {
    @Override
    public void fill(double value, Matrix x) {
      super.fill(value, x);
      RowMajorMatrix view = (RowMajorMatrix) x;
      if (view.offset + view.size < view.array.length) {
        view.array[view.offset + view.size] = value;
      }
    }
  }

  /** Compares with {@code >}, which NaN never wins. */
  @Breaks("logSumExp_nan_isNeverLostInTheMaximum_R15")
  public static class NaNLostInMaximum extends JavaLinearAlgebra {
    @Override
    public void logSumExp(Matrix x, Matrix c) {
      Contract.logSumExp(this, x, c);
      for (int i = 0; i < x.rows(); i++) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < x.columns(); j++) {
          max = x.get(i, j) > max ? x.get(i, j) : max;
        }
        double sum = 0;
        for (int j = 0; j < x.columns(); j++) {
          sum += StrictMath.exp(x.get(i, j) - max);
        }
        c.set(i, 0, Double.isInfinite(max) ? max : max + StrictMath.log(sum));
      }
    }
  }

  /** Does not subtract the maximum. */
  @Breaks("logSumExp_hugeValues_overflowOnlyWhereTheResultDoes_R15")
  public static class MaximumNotSubtracted extends JavaLinearAlgebra {
    @Override
    public void logSumExp(Matrix x, Matrix c) {
      Contract.logSumExp(this, x, c);
      for (int i = 0; i < x.rows(); i++) {
        double sum = 0;
        for (int j = 0; j < x.columns(); j++) {
          sum += StrictMath.exp(x.get(i, j));
        }
        c.set(i, 0, StrictMath.log(sum));
      }
    }
  }

  /** Cancels near zero. */
  @Breaks(
      value = "function_isWithinFourUlp_R14",
      also = {"R11", "R15"})
  public static class TanhInaccurate extends JavaLinearAlgebra {
    @Override
    public void tanh(Matrix x, Matrix y) {
      Contract.elementWise(this, "tanh", x, y);
      map(
          x,
          y,
          value -> {
            double e = StrictMath.exp(-2 * Math.abs(value));
            return Math.copySign((1 - e) / (1 + e), value);
          });
    }
  }

  /** Is ∞ / ∞ for large x. */
  @Breaks(value = "function_isWithinFourUlp_R14", also = "R15")
  public static class SigmoidOverflows extends JavaLinearAlgebra {
    @Override
    public void sigmoid(Matrix x, Matrix y) {
      Contract.elementWise(this, "sigmoid", x, y);
      map(x, y, value -> StrictMath.exp(value) / (1 + StrictMath.exp(value)));
    }
  }

  /** Keeps scratch that all threads share. */
  @Breaks("R13")
  public static class SharedScratch extends JavaLinearAlgebra {
    private double[] scratch = {};

    @Override
    public void hadamard(Matrix x, Matrix y, Matrix z) {
      Contract.hadamard(this, x, y, z);
      double[] mine = new double[x.rows() * x.columns()];
      scratch = mine;
      x.copyTo(mine, 0);
      Thread.yield();
      double[] found = scratch;
      for (int i = 0, at = 0; i < x.rows(); i++) {
        for (int j = 0; j < x.columns(); j++, at++) {
          z.set(i, j, found[at] * y.get(i, j));
        }
      }
    }
  }

  /** Adds forwards and backwards in turn. */
  @Breaks(
      value = "repetition_givesTheSameBits_R11",
      also = {"R4", "R10", "R13"})
  public static class OrderChanges extends JavaLinearAlgebra {
    private static int calls;

    @Override
    public double dot(Matrix x, Matrix y) {
      Contract.sameShape(this, "dot", x, y);
      double[] a = x.toArray();
      double[] b = y.toArray();
      boolean forwards = calls++ % 2 == 0;
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        int at = forwards ? i : a.length - 1 - i;
        sum += a[at] * b[at];
      }
      return sum;
    }
  }

  /** Fuses the multiplication and the addition, but not in the remainder of a row. */
  @Breaks("element_hasTheSameBitsAloneAndAmongOthers_R12")
  public static class RemainderDiffers extends JavaLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      Contract.elementWise(this, "axpy", x, y);
      for (int i = 0; i < x.rows(); i++) {
        for (int j = 0; j < x.columns(); j++) {
          double a = x.get(i, j);
          double b = y.get(i, j);
          y.set(i, j, j < x.columns() / 4 * 4 ? Math.fma(alpha, a, b) : alpha * a + b);
        }
      }
    }
  }

  /** Copies between overlapping rows. */
  @Breaks("outputOverlappingAnOperand_isRefused_R4")
  public static class OverlapAccepted extends JavaLinearAlgebra {
    @Override
    public void copy(Matrix x, Matrix y) {
      Contract.sameShape(this, "copy", x, y);
      map(x, y, value -> value);
    }
  }

  /** Writes its output before it has read an input that is the same matrix. */
  @Breaks("outputWhichIsAnInput_getsTheBitsOfItsOwn_R4")
  public static class AliasBroken extends JavaLinearAlgebra {
    @Override
    public void copy(Matrix x, Matrix y) {
      Contract.elementWise(this, "copy", x, y);
      fill(0, y);
      map(x, y, value -> value);
    }
  }

  /** Works on any matrix. */
  @Breaks(value = "foreignMatrix_isRefusedNamingBothBackends_R7", also = "R5")
  public static class ForeignAccepted extends JavaLinearAlgebra {
    @Override
    public boolean owns(Matrix matrix) {
      return matrix != null;
    }
  }

  /** Wraps an index that is out of range. */
  @Breaks("indexOutOfRange_isRefusedNamingIndexAndRange_R9")
  public static class IndexUnchecked extends JavaLinearAlgebra {
    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      Rules.notNull("gatherRows", "indices", indices);
      Contract.gatherRows(this, t, new int[y == null ? 0 : y.rows()], 0, y);
      for (int i = 0; i < y.rows(); i++) {
        int k = indices[Math.floorMod((long) offset + i, Math.max(1, indices.length))];
        for (int j = 0; j < y.columns(); j++) {
          y.set(i, j, t.get(Math.floorMod(k, t.rows()), j));
        }
      }
    }
  }

  /** Adds up the rows first. */
  @Breaks("scatterAddRows_repeatedIndex_addsInOrder_R11")
  public static class OrderOfRowsChanged extends JavaLinearAlgebra {
    @Override
    public void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t) {
      Contract.scatterAddRows(this, x, indices, offset, t);
      for (int i = x.rows() - 1; i >= 0; i--) {
        int k = indices[offset + i];
        for (int j = 0; j < x.columns(); j++) {
          t.set(k, j, t.get(k, j) + x.get(i, j));
        }
      }
    }
  }

  /** Leaves it to the virtual machine to find null. */
  @Breaks("nullArgument_isNamed_R6")
  public static class NullNotNamed extends JavaLinearAlgebra {
    @Override
    public double sum(Matrix x) {
      if (x == null) {
        throw new NullPointerException();
      }
      return super.sum(x);
    }
  }

  /** Forgets Nesterov. */
  @Breaks(
      value = "override_staysWithinTheErrorOfTheDefault_R16",
      also = {"R11", "R14", "R15"})
  public static class OverrideWrong extends JavaLinearAlgebra {
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
      super.sgdMomentum(rate, momentum, false, decay, g, v, p, scratch);
    }
  }

  /** Reads p, times zero, where the default does not. */
  @Breaks("override_isNaNWhereTheDefaultIs_R16")
  public static class OverrideSpreadsNaN extends JavaLinearAlgebra {
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
      axpy(0, p, m);
    }
  }

  /** Remembers every call. */
  @Breaks("manyCalls_leaveNothingBehind_R17")
  public static class Grows extends JavaLinearAlgebra {
    private static final List<Integer> ROWS = new ArrayList<>();

    @Override
    public void scale(double alpha, Matrix x) {
      super.scale(alpha, x);
      ROWS.add(1000 + ROWS.size());
    }
  }

  /** Goes through float. */
  @Breaks(
      value = "transpose_turnsEveryElement_R14",
      also = {"R11", "R15"})
  public static class FloatElements extends JavaLinearAlgebra {
    @Override
    public void transpose(Matrix a, Matrix b) {
      super.transpose(a, b);
      map(b, b, value -> (float) value);
    }
  }

  /** Has a name that no command line likes. */
  @Breaks("name_isOfLowerCaseLettersDigitsAndHyphens")
  public static class BadName extends JavaLinearAlgebra {
    @Override
    public String name() {
      return "Java Backend";
    }
  }

  /** Does not work here: the kit must fail, not skip. */
  @Breaks("backend_isAvailableHere")
  public static class Unavailable extends JavaLinearAlgebra {
    @Override
    public Optional<String> unavailable() {
      return Optional.of("no such processor");
    }
  }

  /** Is not named in META-INF/services. */
  @Breaks("provider_isFoundByServiceLoader")
  public static class Unregistered extends JavaLinearAlgebra {}
}
