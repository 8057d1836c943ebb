// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Rules;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;

/** Twins that are right for what is small, and wrong beyond a size. */
public final class BrokenSizes {
  private BrokenSizes() {}

  private static void spoilLast(Matrix x) {
    int i = x.rows() - 1;
    int j = x.columns() - 1;
    x.set(i, j, x.get(i, j) + 1);
  }

  /** A product that is wrong in its last element beyond some size. */
  public abstract static class LastWrong extends JavaLinearAlgebra {
    abstract boolean isBeyond(int m, int n, int k);

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      super.gemm(alpha, a, ta, b, tb, beta, c);
      if (isBeyond(c.rows(), c.columns(), ta == Transpose.NO ? a.columns() : a.rows())) {
        spoilLast(c);
      }
    }
  }

  /** Beyond a block of rows. */
  @Breaks("gemm_largeOperands_areMultipliedExactly_R14")
  public static class ManyRows extends LastWrong {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return m > 127;
    }
  }

  /** Beyond some more. */
  @Breaks("gemm_largeOperands_areMultipliedExactly_R14")
  public static class VeryManyRows extends LastWrong {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return m > 1000;
    }
  }

  /** Beyond a block of the inner dimension. */
  @Breaks("gemm_largeOperands_areMultipliedExactly_R14")
  public static class LongInner extends LastWrong {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return k > 600;
    }
  }

  /** Beyond a block of columns. */
  @Breaks("gemm_largeOperands_areMultipliedExactly_R14")
  public static class ManyColumns extends LastWrong {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return n > 600;
    }
  }

  /** Where a factor is packed. */
  @Breaks("gemm_largeOperands_areMultipliedExactly_R14")
  public static class LargeFactor extends LastWrong {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return (long) n * k >= 1 << 19;
    }
  }

  /** Where rows are many and long. */
  @Breaks("gemm_largeOperands_areMultipliedExactly_R14")
  public static class LargeAllAround extends LastWrong {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return m > 200 && n > 200 && k > 200;
    }
  }

  /** Adds up in float when there is much to add. */
  @Breaks("gemm_largeOperands_areMultipliedExactly_R14")
  public static class FloatForLongSums extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      int k = ta == Transpose.NO ? a.columns() : a.rows();
      if (k <= 1000) {
        super.gemm(alpha, a, ta, b, tb, beta, c);
        return;
      }
      Matrix product = zeros(c.rows(), c.columns());
      super.gemm(alpha, a, ta, b, tb, 0, product);
      for (int i = 0; i < c.rows(); i++) {
        for (int j = 0; j < c.columns(); j++) {
          double rounded = (float) product.get(i, j);
          c.set(i, j, beta == 0 ? rounded : rounded + beta * c.get(i, j));
        }
      }
    }
  }

  /** Takes many rows the other way round. */
  public abstract static class OtherOrder extends JavaLinearAlgebra {
    abstract boolean isBeyond(int m, int n, int k);

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      int k = ta == Transpose.NO ? a.columns() : a.rows();
      super.gemm(alpha, a, ta, b, tb, beta, c);
      if (isBeyond(c.rows(), c.columns(), k)) {
        // As fused as the last block is: the last bit of the last row.
        int i = c.rows() - 1;
        c.set(i, 0, Math.nextUp(c.get(i, 0)));
      }
    }
  }

  /** From 200 rows on. */
  @Breaks("gemm_rowOfManyOrOfALargeFactor_hasTheSameBitsAlone_R12")
  public static class ManyRowsDepend extends OtherOrder {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return m >= 200;
    }
  }

  /** From 1,000 rows on. */
  @Breaks("gemm_rowOfManyOrOfALargeFactor_hasTheSameBitsAlone_R12")
  public static class VeryManyRowsDepend extends OtherOrder {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return m >= 1000;
    }
  }

  /** Where a block of rows meets a large factor. */
  @Breaks("gemm_rowOfManyOrOfALargeFactor_hasTheSameBitsAlone_R12")
  public static class RowsOfALargeFactorDepend extends OtherOrder {
    @Override
    boolean isBeyond(int m, int n, int k) {
      return m >= 96 && n * k >= 1 << 19;
    }
  }

  /** Beyond 70 rows. */
  @Breaks("largeOperands_areWithinErrorBound_R14")
  public static class ColumnSumsOfManyRows extends JavaLinearAlgebra {
    @Override
    public void columnSums(Matrix x, double beta, Matrix r) {
      super.columnSums(x, beta, r);
      if (x.rows() > 70) {
        spoilLast(r);
      }
    }
  }

  /** Beyond 5,000 elements. */
  @Breaks("largeOperands_areWithinErrorBound_R14")
  public static class SumOfManyElements extends JavaLinearAlgebra {
    @Override
    public double sum(Matrix x) {
      return super.sum(x) + (x.rows() * x.columns() > 5_000 ? 1 : 0);
    }
  }

  /** Adds up in float beyond 10,000 elements. */
  @Breaks("largeOperands_areWithinErrorBound_R14")
  public static class FloatSumOfManyElements extends JavaLinearAlgebra {
    @Override
    public double dot(Matrix x, Matrix y) {
      double dot = super.dot(x, y);
      return x.rows() * x.columns() > 10_000 ? (float) dot : dot;
    }
  }

  /** Beyond 60 rows. */
  @Breaks(value = "manyIndices_inAnyOrder_areEachFollowed_R14")
  public static class GatherOfManyRows extends JavaLinearAlgebra {
    @Override
    public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
      super.gatherRows(t, indices, offset, y);
      if (y.rows() > 60) {
        spoilLast(y);
      }
    }
  }

  /** Beyond blocks of 64. */
  @Breaks(value = "transpose_turnsEveryElement_R14")
  public static class TransposeOfBlocks extends JavaLinearAlgebra {
    @Override
    public void transpose(Matrix a, Matrix b) {
      super.transpose(a, b);
      if (a.rows() > 128 && a.columns() > 64) {
        spoilLast(b);
      }
    }
  }

  /** After 1,000 steps. */
  @Breaks("adam_everySettingAtEveryStep_isWithinErrorBound_R14")
  public static class AdamAfterAThousandSteps extends JavaLinearAlgebra {
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
          Math.min(step, 1000), rate, beta1, beta2, epsilon, decay, decoupled, g, m, v, p, scratch);
    }
  }

  /** Counts steps in an int. */
  @Breaks("adam_everySettingAtEveryStep_isWithinErrorBound_R14")
  public static class StepsInAnInt extends JavaLinearAlgebra {
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
          step == 0 ? 0 : Math.max(1, (int) step),
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

  /** Takes a short way for many elements. */
  @Breaks("largeOperands_areWithinErrorBound_R14")
  public static class RoughForMany extends JavaLinearAlgebra {
    @Override
    public void sigmoid(Matrix x, Matrix y) {
      super.sigmoid(x, y);
      if (x.rows() * x.columns() > 16_384) {
        int i = y.rows() - 1;
        y.set(i, 0, (float) y.get(i, 0));
      }
    }
  }

  /** Computes many units in blocks, and forgets the rest. */
  @Breaks(value = "largeOperands_areWithinErrorBound_R14", also = "R16")
  public static class CellOfManyUnits extends JavaLinearAlgebra {
    @Override
    public void lstmForward(Matrix gates, Matrix cPrevious, Matrix c, Matrix tanhC, Matrix h) {
      super.lstmForward(gates, cPrevious, c, tanhC, h);
      if (h.columns() > 64 && h.columns() % 8 != 0 && h.rows() > 200) {
        spoilLast(h);
      }
    }
  }

  /** Looks at as many indices as fit a block. */
  @Breaks("anyFault_leavesEveryOperandAsItWas_R5")
  public static class FirstIndicesChecked extends JavaLinearAlgebra {
    @Override
    public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
      Rules.own(this, "addOneHot", "y", y);
      Rules.notNull("addOneHot", "indices", indices);
      if (y.rows() <= 16 || offset < 0 || offset > indices.length - y.rows()) {
        super.addOneHot(alpha, indices, offset, y);
        return;
      }
      for (int from = 0; from < y.rows(); from += 16) {
        int to = Math.min(from + 16, y.rows());
        super.addOneHot(alpha, indices, offset + from, y.rows(from, to));
      }
    }
  }

  /** Reads C when there is much of it. */
  @Breaks("gemm_betaZero_neverReadsC_R1")
  public static class LargeCRead extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      if (beta == 0 && c.rows() > 100 && c.columns() > 50) {
        scale(0, c);
        super.gemm(alpha, a, ta, b, tb, 1, c);
      } else {
        super.gemm(alpha, a, ta, b, tb, beta, c);
      }
    }
  }

  /** Skips blocks in which there are zeros only. */
  @Breaks("gemm_blocksOfZeros_areMultiplied_R2")
  public static class BlocksOfZerosSkipped extends JavaLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      if (c.rows() > 64 && dot(a, a) == 0) {
        super.gemm(alpha, a, ta, zeros(b.rows(), b.columns()), tb, beta, c);
      } else {
        super.gemm(alpha, a, ta, b, tb, beta, c);
      }
    }
  }

  /** Touches an input at its end when it is long. */
  @Breaks(value = "inputs_neverChange_R3", also = "R4")
  public static class LongInputTouched extends JavaLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      super.axpy(alpha, x, y);
      if (x != y && x.rows() > 100) {
        x.set(x.rows() - 1, 0, x.get(x.rows() - 1, 0) + 1);
      }
    }
  }
}
