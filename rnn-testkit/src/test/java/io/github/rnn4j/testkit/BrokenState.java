// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** Twins that keep something from call to call: copies of factors, scratch, counts. */
public final class BrokenState {
  private BrokenState() {}

  /** Multiplies by a copy of B that it keeps. */
  public abstract static class Keeping extends JavaLinearAlgebra {
    abstract Matrix kept(Matrix b);

    final Matrix copyOf(Matrix b) {
      Matrix copy = zeros(b.rows(), b.columns());
      copy.copyFrom(b.toArray(), 0);
      return copy;
    }

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      super.gemm(alpha, a, ta, kept(b), tb, beta, c);
    }
  }

  /** Takes a matrix for its elements. */
  @Breaks(value = "changedOperand_isReadAgain_R11", may = "R13")
  public static class KeptByMatrix extends Keeping {
    private final Map<Matrix, Matrix> copies = new WeakHashMap<>();

    @Override
    synchronized Matrix kept(Matrix b) {
      return copies.computeIfAbsent(b, this::copyOf);
    }
  }

  /** Keeps what took long to make, and only that. */
  @Breaks("gemm_largeFactorThatChanged_isReadAgain_R11")
  public static class LargeKeptByMatrix extends KeptByMatrix {
    @Override
    Matrix kept(Matrix b) {
      return b.rows() * b.columns() >= 1 << 19 ? super.kept(b) : b;
    }
  }

  /** Keeps a copy of a root, which each of its views is taken for. */
  @Breaks(value = "gemm_largeFactorThatChanged_isReadAgain_R11")
  public static class LargeKeptByRoot extends Keeping {
    private final Map<double[], Matrix> copies = new WeakHashMap<>();

    @Override
    synchronized Matrix kept(Matrix b) {
      double[] array = ((RowMajorMatrix) b).array;
      if (b.rows() * b.columns() < 1 << 19) {
        return b;
      }
      Matrix copy = copies.get(array);
      if (copy == null || copy.rows() != b.rows() || copy.columns() != b.columns()) {
        copy = copyOf(b);
        copies.put(array, copy);
      }
      return copy;
    }
  }

  /** Knows a factor by its shape and a few of its elements. */
  @Breaks(value = "changedOperand_isReadAgain_R11", also = "R15")
  public static class KeptByFirstElements extends Keeping {
    private double[] seen = {};
    private Matrix copy;

    @Override
    synchronized Matrix kept(Matrix b) {
      double[] now = {b.rows(), b.columns(), b.get(0, 0), b.get(0, b.columns() - 1)};
      if (!Arrays.equals(now, seen)) {
        copy = copyOf(b);
        seen = now;
      }
      return copy;
    }
  }

  /** Looks at a sample of the elements to find out whether a factor changed. */
  @Breaks("changedOperand_isReadAgain_R11")
  public static class SampledForChanges extends Keeping {
    private final Map<Matrix, Matrix> copies = new WeakHashMap<>();

    @Override
    synchronized Matrix kept(Matrix b) {
      Matrix copy = copies.get(b);
      if (copy == null || !Arrays.equals(sample(b), sample(copy))) {
        copy = copyOf(b);
        copies.put(b, copy);
      }
      return copy;
    }

    private static double[] sample(Matrix x) {
      int m = x.rows();
      int n = x.columns();
      return new double[] {x.get(0, 0), x.get(m / 2, n / 2), x.get(m - 1, n - 1), x.get(m - 1, 0)};
    }
  }

  /** Marks a factor as changed in each operation but one. */
  @Breaks(value = "gemm_factorWrittenByAnOperation_isReadAgain_R11")
  public static class OneWriterForgotten extends Keeping {
    private final Map<double[], double[]> sums = new IdentityHashMap<>();
    private final Map<double[], Matrix> copies = new IdentityHashMap<>();

    @Override
    synchronized Matrix kept(Matrix b) {
      RowMajorMatrix x = (RowMajorMatrix) b;
      double[] now = {x.offset, x.size, sumOfBits(x.array)};
      if (!Arrays.equals(now, sums.get(x.array))) {
        sums.put(x.array, now);
        copies.put(x.array, copyOf(b));
      }
      return copies.get(x.array);
    }

    private static double sumOfBits(double[] array) {
      long sum = 0;
      for (int i = 0; i < array.length; i++) {
        sum += Double.doubleToLongBits(array[i]) * (2 * i + 1);
      }
      return sum;
    }

    @Override
    public void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t) {
      super.scatterAddRows(x, indices, offset, t);
      double[] array = ((RowMajorMatrix) t).array;
      double[] before = sums.get(array);
      if (before != null) {
        before[2] = sumOfBits(array);
      }
    }
  }

  /** Takes an array of indices for what stood in it. */
  @Breaks("changedOperand_isReadAgain_R11")
  public static class IndicesKept extends JavaLinearAlgebra {
    private static final Map<int[], int[]> KEPT = new WeakHashMap<>();

    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      Contract.gatherRows(this, t, indices, offset, y);
      int[] known;
      synchronized (KEPT) {
        known = KEPT.computeIfAbsent(indices, int[]::clone);
      }
      super.gatherRows(t, known, offset, y);
    }
  }

  /** Keeps a row of partial sums, and clears as much of it as it first needed. */
  @Breaks(
      value = "callsInAnyOrder_giveTheSameBits_R11",
      also = {"R1", "R4", "R10", "R13", "R14", "R15"})
  public static class ScratchNotCleared extends JavaLinearAlgebra {
    private double[] sums;
    private int cleared;

    @Override
    public synchronized void columnSums(Matrix x, double beta, Matrix r) {
      Contract.columnSums(this, x, r);
      int n = x.columns();
      if (sums == null || sums.length < n) {
        sums = new double[n];
        cleared = n;
      }
      Arrays.fill(sums, 0, Math.min(n, cleared / 2), 0);
      for (int i = 0; i < x.rows(); i++) {
        for (int j = 0; j < n; j++) {
          sums[j] += x.get(i, j);
        }
      }
      for (int j = 0; j < n; j++) {
        r.set(0, j, beta == 0 ? sums[j] : sums[j] + beta * r.get(0, j));
      }
    }
  }

  /** Adds to the end of the scratch of the largest matrix so far. */
  @Breaks(value = "callsInAnyOrder_giveTheSameBits_R11", also = "R14", may = "R13")
  public static class LengthOfTheLargest extends JavaLinearAlgebra {
    private double[] scratch = {};

    @Override
    public synchronized double sum(Matrix x) {
      Contract.unary(this, "sum", x);
      int size = x.rows() * x.columns();
      if (scratch.length < size) {
        scratch = new double[size];
      }
      x.copyTo(scratch, 0);
      double sum = 0;
      for (double value : scratch) {
        sum += value;
      }
      return sum;
    }
  }

  /** Is left in the middle of a call by an exception. */
  @Breaks("callsInAnyOrder_giveTheSameBits_R11")
  public static class LeftBusyByAnException extends JavaLinearAlgebra {
    private boolean busy;

    @Override
    public synchronized double dot(Matrix x, Matrix y) {
      boolean interrupted = busy;
      busy = true;
      Contract.sameShape(this, "dot", x, y);
      double[] a = x.toArray();
      double[] b = y.toArray();
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        int at = interrupted ? a.length - 1 - i : i;
        sum += a[at] * b[at];
      }
      busy = false;
      return sum;
    }
  }

  /** Changes its way when it has been called often. */
  @Breaks(value = "everyOneOfManyCalls_givesTheBitsOfTheFirst_R11", may = "R13")
  public static class OtherWayAfterManyCalls extends JavaLinearAlgebra {
    private int calls;

    @Override
    public double dot(Matrix x, Matrix y) {
      Contract.sameShape(this, "dot", x, y);
      double[] a = x.toArray();
      double[] b = y.toArray();
      boolean hot = ++calls > 10_000;
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum = hot ? Math.fma(a[i], b[i], sum) : sum + a[i] * b[i];
      }
      return sum;
    }
  }

  /** Goes wrong once in a thousand calls. */
  @Breaks(value = "everyOneOfManyCalls_givesTheBitsOfTheFirst_R11", may = "R13")
  public static class SeldomWrong extends JavaLinearAlgebra {
    private int calls;

    @Override
    public void copy(Matrix x, Matrix y) {
      super.copy(x, y);
      if (++calls % 5_000 == 0) {
        y.set(0, 0, 0);
      }
    }
  }

  /** Counts the steps itself. */
  @Breaks(
      value = "adam_everySettingAtEveryStep_isWithinErrorBound_R14",
      also = {"R1", "R4", "R10", "R11", "R12", "R13", "R15", "R16"})
  public static class StepsCounted extends JavaLinearAlgebra {
    private long steps;

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
          step > 1 ? ++steps : step,
          rate,
          beta1,
          beta2,
          epsilon,
          decay,
          decoupled,
          g,
          m,
          v,
          p,
          scratch);
    }
  }

  /** Gives out matrices that others have left, as they were left. */
  @Breaks("zeros_areZerosAgainAfterOthersWereWrittenAndLeft_R11")
  public static class MatricesUsedAgain extends JavaLinearAlgebra {
    private double[] left = {};

    @Override
    public Matrix zeros(int rows, int columns) {
      Matrix matrix = super.zeros(rows, columns);
      if (left.length == rows * columns) {
        matrix.copyFrom(left, 0);
      }
      return matrix;
    }

    @Override
    public void fill(double value, Matrix x) {
      super.fill(value, x);
      left = x.toArray();
    }
  }

  /** Keeps a copy of each factor, and each factor with it. */
  @Breaks("manyCalls_leaveNothingBehind_R17")
  public static class KeepsEachFactor extends JavaLinearAlgebra {
    private final Map<Matrix, List<Double>> shapes = new IdentityHashMap<>();

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta, c);
      synchronized (shapes) {
        shapes.putIfAbsent(b, List.of());
      }
    }
  }

  /** Keeps scratch for each shape it has met. */
  @Breaks("manyShapes_leaveNothingBehind_R17")
  public static class KeepsScratchByShape extends JavaLinearAlgebra {
    private final Map<Integer, double[]> scratch = new ConcurrentHashMap<>();

    @Override
    public void hadamard(Matrix x, Matrix y, Matrix z) {
      super.hadamard(x, y, z);
      scratch.computeIfAbsent(
          1000 * z.rows() + z.columns(), shape -> new double[z.rows() * z.columns()]);
    }
  }

  /** Keeps large factors by their storage. */
  @Breaks("manyLargeFactors_leaveNothingBehind_R17")
  public static class KeepsLargeFactors extends JavaLinearAlgebra {
    private final Map<Object, Object> copies = new ConcurrentHashMap<>();

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta, c);
      if (b.rows() * b.columns() > 1 << 19) {
        copies.put(((RowMajorMatrix) b).array, b);
      }
    }
  }

  /** Keeps scratch for each thread it has met. */
  @Breaks("threadsThatEnd_leaveNothingBehind_R17")
  public static class KeepsScratchByThread extends JavaLinearAlgebra {
    private final Map<Thread, double[]> scratch = new ConcurrentHashMap<>();

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta, c);
      scratch.computeIfAbsent(Thread.currentThread(), thread -> new double[16_384]);
    }
  }
}
