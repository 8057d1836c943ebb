// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.ejml;

import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.RowMajorLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;
import org.ejml.dense.block.TileMultiplication_F64;

/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float64 on EJML. The products are EJML's tile
 * products, which take offsets into their arrays and therefore work on row ranges in place; all
 * else is that of {@link RowMajorLinearAlgebra}, on the layout of EJML's {@code DMatrixRMaj}.
 *
 * <p>No operation depends on the machine, the JDK or the number of threads: the same inputs give
 * the same bits everywhere.
 */
public final class EjmlLinearAlgebra extends RowMajorLinearAlgebra {
  /** How many rows of A are transposed together; a multiple of 4, the step of EJML's product. */
  private static final int PANEL_DEPTH = 64;

  /** How many columns of A are transposed together. */
  private static final int PANEL_ROWS = 256;

  /** A part of Aᵀ, PANEL_ROWS × PANEL_DEPTH, small enough to stay in the second-level cache. */
  private static final ThreadLocal<double[]> PANEL =
      ThreadLocal.withInitial(() -> new double[PANEL_ROWS * PANEL_DEPTH]);

  /** Makes the backend. */
  public EjmlLinearAlgebra() {}

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public int rank() {
    return 200;
  }

  @Override
  protected void addProduct(
      double alpha,
      RowMajorMatrix a,
      Transpose ta,
      RowMajorMatrix b,
      Transpose tb,
      RowMajorMatrix c) {
    if (ta == Transpose.NO) {
      int k = a.columns();
      addProduct(alpha, a.array, a.offset, k, c.rows(), k, b, 0, tb, c.array, c.offset);
    } else {
      addProductOfTransposed(alpha, a, b, tb, c);
    }
  }

  /** C += α·Aᵀ·op(B), a panel of Aᵀ at a time. */
  private static void addProductOfTransposed(
      double alpha, RowMajorMatrix a, RowMajorMatrix b, Transpose tb, RowMajorMatrix c) {
    double[] panel = PANEL.get();
    for (int from = 0; from < a.rows(); from += PANEL_DEPTH) {
      int depth = Math.min(PANEL_DEPTH, a.rows() - from);
      for (int left = 0; left < a.columns(); left += PANEL_ROWS) {
        int m = Math.min(PANEL_ROWS, a.columns() - left);
        for (int p = 0, at = a.offset + from * a.columns() + left; p < depth; p++) {
          for (int i = 0; i < m; i++) {
            panel[i * PANEL_DEPTH + p] = a.array[at + i];
          }
          at += a.columns();
        }
        int row = c.offset + left * c.columns();
        addProduct(alpha, panel, 0, PANEL_DEPTH, m, depth, b, from, tb, c.array, row);
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
      RowMajorMatrix b,
      int from,
      Transpose tb,
      double[] c,
      int offsetC) {
    int strideB = b.columns();
    if (tb == Transpose.NO) {
      int n = b.columns();
      int offsetB = b.offset + from * strideB;
      TileMultiplication_F64.tileMultPlus(
          alpha, a, b.array, c, m, depth, n, strideA, strideB, n, offsetA, offsetB, offsetC);
    } else {
      int n = b.rows();
      int offsetB = b.offset + from;
      TileMultiplication_F64.tileMultPlusTransB(
          alpha, a, b.array, c, m, depth, n, strideA, strideB, n, offsetA, offsetB, offsetC);
    }
  }
}
