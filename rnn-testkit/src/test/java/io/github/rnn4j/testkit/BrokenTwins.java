package io.github.rnn4j.testkit;

import io.github.rnn4j.api.AbstractMatrix;
import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

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
  public abstract static class OtherProduct extends NaiveLinearAlgebra {
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
  public static class TransposeMistaken extends OtherProduct {
    @Override
    double product(Matrix a, Transpose ta, Matrix b, Transpose tb, int i, int j, int m) {
      int n = tb == Transpose.NO ? b.columns() : b.rows();
      double[] flat = b.toArray();
      double sum = 0;
      for (int k = 0; k < inner(a, ta); k++) {
        sum += at(a, ta, i, k) * flat[k * n + j];
      }
      return sum;
    }
  }

  /** Adds up in float. */
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
  public static class BetaIgnored extends NaiveLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta == 0 ? 0 : 1, c);
    }
  }

  /** Takes α for 1. */
  public static class AlphaIgnored extends NaiveLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(1, a, ta, b, tb, beta, c);
    }
  }

  /** Multiplies C by β = 0. */
  public static class CReadAtBetaZero extends NaiveLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      scale(beta, c);
      super.gemm(alpha, a, ta, b, tb, 1, c);
    }
  }

  /** Returns early at α = 0. */
  public static class AlphaZeroShortcut extends NaiveLinearAlgebra {
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
  public static class ShapeUnchecked extends NaiveLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      Contract.own(this, "axpy", "x", x);
      Contract.own(this, "axpy", "y", y);
      Contract.sameRegionOrDisjoint("axpy", "y", y, "x", x);
      for (int i = 0; i < Math.min(x.rows(), y.rows()); i++) {
        for (int j = 0; j < Math.min(x.columns(), y.columns()); j++) {
          y.set(i, j, alpha * x.get(i, j) + y.get(i, j));
        }
      }
    }
  }

  /** Uses its input as scratch. */
  public static class InputModified extends NaiveLinearAlgebra {
    @Override
    public double dot(Matrix x, Matrix y) {
      double dot = super.dot(x, y);
      x.set(0, 0, x.get(0, 0) + 1);
      return dot;
    }
  }

  /** Clears the output, then looks at the arguments. */
  public static class WipedBeforeCheck extends NaiveLinearAlgebra {
    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      if (owns(y)) {
        fill(0, y);
      }
      super.gatherRows(t, indices, offset, y);
    }
  }

  /** Writes row by row until an index is wrong. */
  public static class CheckedOnTheWay extends NaiveLinearAlgebra {
    @Override
    public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
      Contract.own(this, "addOneHot", "y", y);
      Contract.notNull("addOneHot", "indices", indices);
      if (offset < 0 || offset > indices.length - y.rows()) {
        Contract.oneHot(this, "addOneHot", "y", y, indices, offset);
      }
      for (int i = 0; i < y.rows(); i++) {
        super.addOneHot(alpha, indices, offset + i, y.rows(i, i + 1));
      }
    }
  }

  /** Gives copies for views. */
  public static class ViewsCopy extends NaiveLinearAlgebra {
    @Override
    public boolean owns(Matrix matrix) {
      return matrix instanceof Copying;
    }

    @Override
    public Matrix zeros(int rows, int columns) {
      return new Copying(rows, columns);
    }

    @Override
    public Matrix matrix(double[][] values) {
      Contract.rectangular(values);
      Matrix matrix = zeros(values.length, values[0].length);
      matrix.copyFrom(Stream.of(values).flatMapToDouble(DoubleStream::of).toArray(), 0);
      return matrix;
    }

    private static final class Copying extends AbstractMatrix {
      final double[] values;

      Copying(int rows, int columns) {
        super(rows, columns);
        values = new double[rows * columns];
      }

      Copying(Copying parent, int from, int to) {
        super(parent, from, to);
        values = new double[(to - from) * columns()];
        System.arraycopy(parent.values, from * columns(), values, 0, values.length);
      }

      @Override
      public String backend() {
        return "naive";
      }

      @Override
      public Matrix rows(int from, int to) {
        return new Copying(this, from, to);
      }

      @Override
      protected double element(int row, int column) {
        return values[row * columns() + column];
      }

      @Override
      protected void element(int row, int column, double value) {
        values[row * columns() + column] = value;
      }
    }
  }

  /** Clears to the end of the row's storage: one element too many. */
  public static class FillsTooFar extends NaiveLinearAlgebra {
    @Override
    public void fill(double value, Matrix x) {
      super.fill(value, x);
      if (x instanceof Storage view) {
        view.spill(value);
      }
    }
  }

  /** Compares with {@code >}, which NaN never wins. */
  public static class NaNLostInMaximum extends NaiveLinearAlgebra {
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
  public static class MaximumNotSubtracted extends NaiveLinearAlgebra {
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
  public static class TanhInaccurate extends NaiveLinearAlgebra {
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
  public static class SigmoidOverflows extends NaiveLinearAlgebra {
    @Override
    public void sigmoid(Matrix x, Matrix y) {
      Contract.elementWise(this, "sigmoid", x, y);
      map(x, y, value -> StrictMath.exp(value) / (1 + StrictMath.exp(value)));
    }
  }

  /** Keeps scratch that all threads share. */
  public static class SharedScratch extends NaiveLinearAlgebra {
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
  public static class OrderChanges extends NaiveLinearAlgebra {
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
  public static class RemainderDiffers extends NaiveLinearAlgebra {
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
  public static class OverlapAccepted extends NaiveLinearAlgebra {
    @Override
    public void copy(Matrix x, Matrix y) {
      Contract.sameShape(this, "copy", x, y);
      map(x, y, value -> value);
    }
  }

  /** Writes its output before it has read an input that is the same matrix. */
  public static class AliasBroken extends NaiveLinearAlgebra {
    @Override
    public void copy(Matrix x, Matrix y) {
      Contract.elementWise(this, "copy", x, y);
      fill(0, y);
      map(x, y, value -> value);
    }
  }

  /** Works on any matrix. */
  public static class ForeignAccepted extends NaiveLinearAlgebra {
    @Override
    public boolean owns(Matrix matrix) {
      return matrix != null;
    }
  }

  /** Wraps an index that is out of range. */
  public static class IndexUnchecked extends NaiveLinearAlgebra {
    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      Contract.notNull("gatherRows", "indices", indices);
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
  public static class OrderOfRowsChanged extends NaiveLinearAlgebra {
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
  public static class NullNotNamed extends NaiveLinearAlgebra {
    @Override
    public double sum(Matrix x) {
      if (x == null) {
        throw new NullPointerException();
      }
      return super.sum(x);
    }
  }

  /** Forgets Nesterov. */
  public static class OverrideWrong extends NaiveLinearAlgebra {
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
  public static class OverrideSpreadsNaN extends NaiveLinearAlgebra {
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
  public static class Grows extends NaiveLinearAlgebra {
    private static final List<Integer> ROWS = new ArrayList<>();

    @Override
    public void scale(double alpha, Matrix x) {
      super.scale(alpha, x);
      ROWS.add(1000 + ROWS.size());
    }
  }

  /** Goes through float. */
  public static class FloatElements extends NaiveLinearAlgebra {
    @Override
    public void transpose(Matrix a, Matrix b) {
      super.transpose(a, b);
      map(b, b, value -> (float) value);
    }
  }

  /** Has a name that no command line likes. */
  public static class BadName extends NaiveLinearAlgebra {
    @Override
    public String name() {
      return "Naive Backend";
    }
  }

  /** Does not work here: the kit must fail, not skip. */
  public static class Unavailable extends NaiveLinearAlgebra {
    @Override
    public Optional<String> unavailable() {
      return Optional.of("no such processor");
    }
  }

  /** Is not named in META-INF/services. */
  public static class Unregistered extends NaiveLinearAlgebra {}
}
