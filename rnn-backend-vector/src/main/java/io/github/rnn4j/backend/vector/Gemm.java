// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * C = α·A·B + β·C, C m × n, in float32.
 *
 * <p>The rounding is defined element by element and independent of lanes, tiles, blocks and
 * threads: c ← 0 if β = 0 (C is not read), else β·C[i,j] (rounded unless β = 1); then, for p = 0,
 * 1, …, k−1, c ← fma(α·A[i,p], B[p,j], c) (α·A rounded unless α = 1). Nothing is skipped: 0 × NaN
 * is NaN. So |ĉ − c| ≤ γ(k+2)·(|α||A||B| + |β||C|), Higham §3.5. Any partition of the rows or
 * columns of C into calls gives the same bits.
 */
final class Gemm {
  /** Up to so many rows A·B runs as row-vector times matrix. */
  static final int VECTOR_ROWS = 2;

  private Gemm() {}

  /**
   * C = α·A·B + β·C.
   *
   * @param m rows of A and C
   * @param n columns of B and C
   * @param k columns of A, rows of B
   * @param alpha α
   * @param a A; element (i, p) is {@code a[a0 + i * aRow + p * aStep]}: (lda, 1) reads A, (1, lda)
   *     reads a transposed A. Not modified
   * @param a0 the offset of A
   * @param aRow the distance of A's rows
   * @param aStep the distance of A's columns
   * @param b B, k × n. Not modified
   * @param b0 the offset of B
   * @param ldb the distance of B's rows
   * @param panels B once more, as {@link Right#pack} lays it out; null if it is not kept so
   * @param panels0 where its first column stands there
   * @param halves B once more, as {@link Halves#pack} lays it out; null if it is not kept so
   * @param halves0 where its first column stands there
   * @param beta β
   * @param c C, m × n. Modified; shares no element with A or B
   * @param c0 the offset of C
   * @param ldc the distance of C's rows
   * @param scratch the calling thread's scratch memory
   */
  static void multiply(
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float @Nullable [] panels,
      int panels0,
      int @Nullable [] halves,
      int halves0,
      float beta,
      float[] c,
      int c0,
      int ldc,
      Scratch scratch) {
    boolean load = beta != 0f;
    if (load && beta != 1f || k == 0) {
      for (int i = 0; i < m; i++) {
        if (load) {
          Elementwise.scale(n, beta, c, c0 + i * ldc);
        } else {
          Arrays.fill(c, c0 + i * ldc, c0 + i * ldc + n, 0f);
        }
      }
    }
    if (k == 0 || m == 0 || n == 0) {
      return;
    }
    if (alpha != 1f) {
      float[] scaled = scratch.scaled(m * k);
      for (int i = 0; i < m; i++) {
        for (int p = 0; p < k; p++) {
          scaled[i * k + p] = alpha * a[a0 + i * aRow + p * aStep];
        }
      }
      a = scaled;
      a0 = 0;
      aRow = k;
      aStep = 1;
    }
    if (n < LANES || !(m <= VECTOR_ROWS ? Loop.VECTOR_TIMES_MATRIX.isReady() : Lanes.anyTile())) {
      plain(m, n, k, a, a0, aRow, aStep, b, b0, ldb, load, c, c0, ldc);
    } else if (m <= VECTOR_ROWS) {
      int packed = halves == null ? 0 : Halves.columns(n);
      for (int i = 0; i < m; i++) {
        int x0 = a0 + i * aRow;
        int y0 = c0 + i * ldc;
        if (halves != null) {
          int distance = Halves.columns(ldb) / 2;
          Halves.vectorTimesMatrix(packed, k, a, x0, aStep, halves, halves0, distance, load, c, y0);
        }
        if (packed < n) {
          vectorTimesMatrix(n - packed, k, a, x0, aStep, b, b0 + packed, ldb, load, c, y0 + packed);
        }
      }
    } else {
      scratch.tiledProduct.multiply(
          m, n, k, a, a0, aRow, aStep, b, b0, ldb, panels, panels0, load, c, c0, ldc);
    }
  }

  /**
   * y = x·B (+ y): rows of B are read from end to end, eight at a time, so that the memory sees
   * eight streams.
   *
   * @param n columns of B
   * @param k rows of B
   * @param x x, k elements at distance {@code step}. Not modified
   * @param x0 the offset of x
   * @param step the distance of x's elements
   * @param b B, k × n. Not modified
   * @param b0 the offset of B
   * @param ldb the distance of B's rows
   * @param load whether the sum starts from y, else from 0
   * @param y y, n elements. Modified
   * @param y0 the offset of y
   */
  static void vectorTimesMatrix(
      int n,
      int k,
      float[] x,
      int x0,
      int step,
      float[] b,
      int b0,
      int ldb,
      boolean load,
      float[] y,
      int y0) {
    int p = 0;
    for (; p + 8 <= k; p += 8, load = true) {
      eight(n, x, x0 + p * step, step, b, b0 + p * ldb, ldb, load, y, y0);
    }
    for (; p < k; p++, load = true) {
      one(n, x[x0 + p * step], b, b0 + p * ldb, load, y, y0);
    }
  }

  private static void eight(
      int n,
      float[] x,
      int x0,
      int step,
      float[] b,
      int b0,
      int ldb,
      boolean load,
      float[] y,
      int y0) {
    int end = Loop.VECTOR_TIMES_MATRIX.end(n);
    if (end > 0) {
      eightVectors(end, x, x0, step, b, b0, ldb, load, y, y0);
    }
    for (int j = end; j < n; j++) {
      float s = load ? y[y0 + j] : 0f;
      for (int p = 0, xp = x0, bp = b0 + j; p < 8; p++, xp += step, bp += ldb) {
        s = Math.fma(x[xp], b[bp], s);
      }
      y[y0 + j] = s;
    }
  }

  private static void eightVectors(
      int n,
      float[] x,
      int x0,
      int step,
      float[] b,
      int b0,
      int ldb,
      boolean load,
      float[] y,
      int y0) {
    FloatVector e0 = FloatVector.broadcast(SPECIES, x[x0]);
    FloatVector e1 = FloatVector.broadcast(SPECIES, x[x0 + step]);
    FloatVector e2 = FloatVector.broadcast(SPECIES, x[x0 + 2 * step]);
    FloatVector e3 = FloatVector.broadcast(SPECIES, x[x0 + 3 * step]);
    FloatVector e4 = FloatVector.broadcast(SPECIES, x[x0 + 4 * step]);
    FloatVector e5 = FloatVector.broadcast(SPECIES, x[x0 + 5 * step]);
    FloatVector e6 = FloatVector.broadcast(SPECIES, x[x0 + 6 * step]);
    FloatVector e7 = FloatVector.broadcast(SPECIES, x[x0 + 7 * step]);
    int b1 = b0 + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    int b4 = b3 + ldb;
    int b5 = b4 + ldb;
    int b6 = b5 + ldb;
    int b7 = b6 + ldb;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < n; j += LANES) {
      FloatVector s = load ? FloatVector.fromArray(SPECIES, y, y0 + j) : zero;
      s = FloatVector.fromArray(SPECIES, b, b0 + j).fma(e0, s);
      s = FloatVector.fromArray(SPECIES, b, b1 + j).fma(e1, s);
      s = FloatVector.fromArray(SPECIES, b, b2 + j).fma(e2, s);
      s = FloatVector.fromArray(SPECIES, b, b3 + j).fma(e3, s);
      s = FloatVector.fromArray(SPECIES, b, b4 + j).fma(e4, s);
      s = FloatVector.fromArray(SPECIES, b, b5 + j).fma(e5, s);
      s = FloatVector.fromArray(SPECIES, b, b6 + j).fma(e6, s);
      FloatVector.fromArray(SPECIES, b, b7 + j).fma(e7, s).intoArray(y, y0 + j);
    }
  }

  private static void one(int n, float e, float[] b, int b0, boolean load, float[] y, int y0) {
    int end = Loop.VECTOR_TIMES_MATRIX.end(n);
    if (end > 0) {
      oneVectors(end, e, b, b0, load, y, y0);
    }
    for (int j = end; j < n; j++) {
      y[y0 + j] = Math.fma(e, b[b0 + j], load ? y[y0 + j] : 0f);
    }
  }

  private static void oneVectors(
      int n, float e, float[] b, int b0, boolean load, float[] y, int y0) {
    FloatVector x = FloatVector.broadcast(SPECIES, e);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < n; j += LANES) {
      FloatVector s = load ? FloatVector.fromArray(SPECIES, y, y0 + j) : zero;
      FloatVector.fromArray(SPECIES, b, b0 + j).fma(x, s).intoArray(y, y0 + j);
    }
  }

  /**
   * The same product without vectors, for fewer columns than lanes and before the vector code is
   * compiled. Four rows of B go into a row of C at a time, so that it is not loaded and stored for
   * each.
   */
  static void plain(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      boolean load,
      float[] c,
      int c0,
      int ldc) {
    for (int i = 0; i < m; i++) {
      int ci = c0 + i * ldc;
      int ai = a0 + i * aRow;
      if (!load) {
        Arrays.fill(c, ci, ci + n, 0f);
      }
      int p = 0;
      for (; p + 4 <= k; p += 4, ai += 4 * aStep) {
        float x0 = a[ai];
        float x1 = a[ai + aStep];
        float x2 = a[ai + 2 * aStep];
        float x3 = a[ai + 3 * aStep];
        four(n, x0, x1, x2, x3, b, b0 + p * ldb, ldb, c, ci);
      }
      for (; p < k; p++, ai += aStep) {
        float x = a[ai];
        int bp = b0 + p * ldb;
        for (int j = 0; j < n; j++) {
          c[ci + j] = Math.fma(x, b[bp + j], c[ci + j]);
        }
      }
    }
  }

  /** c ← fma of four rows of B, one after the other. */
  private static void four(
      int n,
      float x0,
      float x1,
      float x2,
      float x3,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0) {
    int b1 = b0 + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    for (int j = 0; j < n; j++) {
      float s = Math.fma(x0, b[b0 + j], c[c0 + j]);
      s = Math.fma(x1, b[b1 + j], s);
      s = Math.fma(x2, b[b2 + j], s);
      c[c0 + j] = Math.fma(x3, b[b3 + j], s);
    }
  }

  /**
   * Bt = Bᵀ, in blocks of 16 × 16 that stay in the nearest cache. C = A·Bᵀ is Bᵀ made once, then
   * {@code multiply}.
   *
   * @param rows rows of B
   * @param columns columns of B
   * @param b B. Not modified
   * @param b0 the offset of B
   * @param ldb the distance of B's rows
   * @param t Bᵀ, columns × rows. Modified
   * @param t0 the offset of Bᵀ
   * @param ldt the distance of the rows of Bᵀ
   */
  static void transpose(
      int rows, int columns, float[] b, int b0, int ldb, float[] t, int t0, int ldt) {
    for (int j0 = 0; j0 < columns; j0 += 16) {
      int j1 = Math.min(columns, j0 + 16);
      for (int i0 = 0; i0 < rows; i0 += 16) {
        int i1 = Math.min(rows, i0 + 16);
        for (int j = j0; j < j1; j++) {
          for (int i = i0, bi = b0 + i0 * ldb + j, ti = t0 + j * ldt + i0;
              i < i1;
              i++, bi += ldb, ti++) {
            t[ti] = b[bi];
          }
        }
      }
    }
  }
}
