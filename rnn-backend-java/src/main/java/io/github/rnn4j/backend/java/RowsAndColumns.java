// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

/** What moves or adds whole rows and columns, or is told by indices which ones. */
final class RowsAndColumns {
  /** How many rows are transposed together: their heads share the first-level cache. */
  private static final int TILE = 16;

  private RowsAndColumns() {}

  /** B = Aᵀ: b_ji = a_ij, a few rows of A at a time. */
  static void transpose(RowMajorMatrix a, RowMajorMatrix b) {
    int m = a.rows();
    int n = a.columns();
    for (int top = 0; top < m; top += TILE) {
      int bottom = Math.min(top + TILE, m);
      for (int j = 0; j < n; j++) {
        for (int i = top; i < bottom; i++) {
          b.array[b.offset + j * m + i] = a.array[a.offset + i * n + j];
        }
      }
    }
  }

  /** y_i = r + β·y_i, where β = 0 writes without reading. */
  static void broadcastRow(RowMajorMatrix r, double beta, RowMajorMatrix y) {
    int n = y.columns();
    for (int row = y.offset; row < y.offset + y.size; row += n) {
      if (beta == 0) {
        System.arraycopy(r.array, r.offset, y.array, row, n);
      } else {
        for (int j = 0; j < n; j++) {
          y.array[row + j] = r.array[r.offset + j] + beta * y.array[row + j];
        }
      }
    }
  }

  /** y_ij = α·c_i + y_ij. */
  static void addColumn(double alpha, RowMajorMatrix c, RowMajorMatrix y) {
    int n = y.columns();
    for (int i = 0; i < y.rows(); i++) {
      double summand = alpha * c.array[c.offset + i];
      for (int j = 0, row = y.offset + i * n; j < n; j++) {
        y.array[row + j] += summand;
      }
    }
  }

  /** r = β·r + Σ_i x_i, the rows in their order. */
  static void columnSums(RowMajorMatrix x, double beta, RowMajorMatrix r) {
    ElementWise.scaleOrClear(beta, r);
    for (int i = 0; i < x.rows(); i++) {
      addRow(x, i, r, 0);
    }
  }

  /** y_i,to+j = x_i,from+j for j = 0 … count−1. */
  static void copyColumns(RowMajorMatrix x, int from, RowMajorMatrix y, int to, int count) {
    for (int i = 0; i < y.rows(); i++) {
      int source = x.offset + i * x.columns() + from;
      int target = y.offset + i * y.columns() + to;
      System.arraycopy(x.array, source, y.array, target, count);
    }
  }

  /** y_i = t_k, k = indices[first + i]. */
  static void gatherRows(RowMajorMatrix t, int[] indices, int first, RowMajorMatrix y) {
    int n = y.columns();
    for (int i = 0; i < y.rows(); i++) {
      int k = indices[first + i];
      System.arraycopy(t.array, t.offset + k * n, y.array, y.offset + i * n, n);
    }
  }

  /** t_k = t_k + x_i, k = indices[first + i], in the order of i. */
  static void scatterAddRows(RowMajorMatrix x, int[] indices, int first, RowMajorMatrix t) {
    for (int i = 0; i < x.rows(); i++) {
      addRow(x, i, t, indices[first + i]);
    }
  }

  /** y_k = y_k + x_i. */
  private static void addRow(RowMajorMatrix x, int i, RowMajorMatrix y, int k) {
    int n = x.columns();
    int from = x.offset + i * n;
    int to = y.offset + k * n;
    for (int j = 0; j < n; j++) {
      y.array[to + j] += x.array[from + j];
    }
  }

  /** y_ik = y_ik + α, k = indices[first + i]. */
  static void addOneHot(double alpha, int[] indices, int first, RowMajorMatrix y) {
    for (int i = 0; i < y.rows(); i++) {
      y.array[y.offset + i * y.columns() + indices[first + i]] += alpha;
    }
  }

  /** Σ_i x_ik, k = indices[first + i]. */
  static double dotOneHot(RowMajorMatrix x, int[] indices, int first) {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum += x.array[x.offset + i * x.columns() + indices[first + i]];
    }
    return sum;
  }
}
