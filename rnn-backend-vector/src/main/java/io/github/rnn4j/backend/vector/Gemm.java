package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;
import static io.github.rnn4j.backend.vector.Lanes.TILE_ROWS;
import static io.github.rnn4j.backend.vector.Lanes.TILE_VECTORS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

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
  /** Columns of a tile. */
  static final int PANEL = TILE_VECTORS * LANES;

  // Constants of speed, not of the result.

  /** Rows of B in a block, in place or packed. */
  static final int KC = 512;

  /**
   * From this distance of rows on B is packed for many rows of A: its own rows compete for the same
   * cache sets.
   */
  static final int FAR = 512;

  /** From so many rows on a B with rows far apart is packed block by block. */
  static final int PACK_ROWS = 96;

  /** Columns of a packed block, a multiple of {@link #PANEL}. */
  static final int NC = 512 / PANEL * PANEL;

  /** Columns of a transposed A that are packed at a time: so many streams are written. */
  static final int LEFT = 8 * TILE_ROWS;

  /** Rows of A and C that pass a packed block at a time. */
  static final int MC = 96;

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
   * @param panels B once more, as {@link #pack} lays it out; null if it is not kept so
   * @param panels0 where its first column stands there
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
      float[] panels,
      int panels0,
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
    if (n < LANES || !(m <= VECTOR_ROWS ? Lanes.compiled() : Lanes.anyTile())) {
      narrow(m, n, k, a, a0, aRow, aStep, b, b0, ldb, load, c, c0, ldc);
    } else if (m <= VECTOR_ROWS) {
      for (int i = 0; i < m; i++) {
        vectorTimesMatrix(n, k, a, a0 + i * aRow, aStep, b, b0, ldb, load, c, c0 + i * ldc);
      }
    } else {
      blocks(m, n, k, a, a0, aRow, aStep, b, b0, ldb, panels, panels0, load, c, c0, ldc, scratch);
    }
  }

  private static void blocks(
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
      float[] panels,
      int panels0,
      boolean load,
      float[] c,
      int c0,
      int ldc,
      Scratch scratch) {
    boolean kept = panels != null;
    if (kept || m < PACK_ROWS || ldb < FAR || !Lanes.compiled()) {
      for (int p = 0; p < k; p += KC, load = true) {
        int kc = Math.min(KC, k - p);
        int j = 0;
        for (; j + PANEL <= n; j += PANEL) {
          rows(
              m,
              TILE_VECTORS,
              kc,
              a,
              a0 + p * aStep,
              aRow,
              aStep,
              kept ? panels : b,
              kept ? panels0 + j * k + p * PANEL : b0 + p * ldb + j,
              kept ? PANEL : ldb,
              c,
              c0 + j,
              ldc,
              load,
              0);
        }
        edge(m, n, j, kc, a, a0 + p * aStep, aRow, aStep, b, b0 + p * ldb, ldb, c, c0, ldc, load);
      }
      return;
    }
    // Large: a block of B is packed panel by panel and stays in the second cache while blocks of
    // rows pass by; so are the rows of a transposed A, which are columns of what is stored.
    boolean packA = aStep != 1;
    float[] packed = scratch.panel(KC * NC);
    int depth = Math.min(k, KC);
    float[] left = packA ? scratch.left(m * depth + LANES) : a;
    boolean loaded = load;
    for (int p = 0; p < k; p += KC, loaded = true) {
      int kc = Math.min(KC, k - p);
      if (packA) {
        packRows(m, kc, a, a0 + p * aStep, aStep, left);
      }
      for (int jc = 0; jc < n; jc += NC) {
        int nc = Math.min(NC, n - jc);
        int full = nc / PANEL * PANEL;
        int bp = b0 + p * ldb + jc;
        pack(kc, full, b, bp, ldb, packed);
        for (int ic = 0; ic < m; ic += MC) {
          int mc = Math.min(MC, m - ic);
          int ap = a0 + ic * aRow + p * aStep;
          int ci = c0 + ic * ldc + jc;
          for (int j = 0; j < full; j += PANEL) {
            if (packA) {
              packedRows(mc, kc, left, ic * kc, packed, j * kc, c, ci + j, ldc, loaded);
            } else {
              rows(
                  mc,
                  TILE_VECTORS,
                  kc,
                  a,
                  ap,
                  aRow,
                  aStep,
                  packed,
                  j * kc,
                  PANEL,
                  c,
                  ci + j,
                  ldc,
                  loaded,
                  0);
            }
          }
          edge(mc, nc, full, kc, a, ap, aRow, aStep, b, bp, ldb, c, ci, ldc, loaded);
        }
      }
    }
  }

  /** Blocks of TILE_ROWS rows of Aᵀ, each contiguous: L[i / R][p][i mod R] = A[p][i]. */
  static void packRows(int m, int k, float[] a, int a0, int lda, float[] left) {
    int whole = Math.max(0, m - LANES + TILE_ROWS) / TILE_ROWS * TILE_ROWS;
    for (int i = 0; i < whole; i += LEFT) {
      packVectors(Math.min(LEFT, whole - i), k, a, a0 + i, lda, left, i * k);
    }
    for (int i = whole; i < m; i += TILE_ROWS) {
      int r = Math.min(TILE_ROWS, m - i);
      for (int p = 0, from = a0 + i, to = i * k; p < k; p++, from += lda, to += r) {
        for (int q = 0; q < r; q++) {
          left[to + q] = a[from + q];
        }
      }
    }
  }

  /** A vector is stored where {@link Lanes#TILE_ROWS} of it count; what follows covers the rest. */
  private static void packVectors(
      int m, int k, float[] a, int a0, int lda, float[] left, int left0) {
    int height = TILE_ROWS * k;
    for (int p = 0, from = a0, to = left0; p < k; p++, from += lda, to += TILE_ROWS) {
      for (int i = 0, q = to; i < m; i += TILE_ROWS, q += height) {
        if (p >= k - (LANES - 1) / TILE_ROWS) {
          for (int l = 0; l < TILE_ROWS; l++) {
            left[q + l] = a[from + i + l];
          }
        } else {
          FloatVector.fromArray(SPECIES, a, from + i).intoArray(left, q);
        }
      }
    }
  }

  private static void packedRows(
      int m,
      int k,
      float[] left,
      int left0,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    for (int i = 0; i < m; i += TILE_ROWS) {
      int r = Math.min(TILE_ROWS, m - i);
      if (TILE_VECTORS == 4) {
        GemmTiles.rows4(r, k, left, left0 + i * k, 1, r, b, b0, PANEL, c, c0 + i * ldc, ldc, load);
      } else {
        GemmTiles.rows3(r, k, left, left0 + i * k, 1, r, b, b0, PANEL, c, c0 + i * ldc, ldc, load);
      }
    }
  }

  /** The columns from {@code j} on, fewer than a panel, B in place. */
  private static void edge(
      int m,
      int n,
      int j,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load) {
    if (j + 2 * LANES <= n) {
      rows(m, 2, k, a, a0, aRow, aStep, b, b0 + j, ldb, c, c0 + j, ldc, load, 0);
      j += 2 * LANES;
    }
    if (j + LANES <= n) {
      rows(m, 1, k, a, a0, aRow, aStep, b, b0 + j, ldb, c, c0 + j, ldc, load, 0);
      j += LANES;
    }
    if (j < n) {
      // The last vector overlaps columns that are done or another panel's; only its last n − j
      // lanes are written.
      int last = n - LANES;
      rows(m, 0, k, a, a0, aRow, aStep, b, b0 + last, ldb, c, c0 + last, ldc, load, n - j);
    }
  }

  /**
   * P[j / W][p][j mod W] = B[p][j], W = {@link #PANEL}: panels of B one after another, each
   * contiguous.
   *
   * @param k rows of B
   * @param n columns to pack, a multiple of W
   * @param b B. Not modified
   * @param b0 the offset of B
   * @param ldb the distance of B's rows
   * @param packed P, from its start. Modified
   */
  static void pack(int k, int n, float[] b, int b0, int ldb, float[] packed) {
    for (int p = 0, from = b0, to = 0; p < k; p++, from += ldb, to += PANEL) {
      for (int j = 0, q = to; j < n; j += PANEL, q += PANEL * k) {
        FloatVector.fromArray(SPECIES, b, from + j).intoArray(packed, q);
        FloatVector.fromArray(SPECIES, b, from + j + LANES).intoArray(packed, q + LANES);
        FloatVector.fromArray(SPECIES, b, from + j + 2 * LANES).intoArray(packed, q + 2 * LANES);
        if (TILE_VECTORS == 4) {
          FloatVector.fromArray(SPECIES, b, from + j + 3 * LANES).intoArray(packed, q + 3 * LANES);
        }
      }
    }
  }

  /**
   * One column panel of {@code vectors} vectors (0: a vector of which the last {@code tail} lanes
   * count), all rows.
   */
  private static void rows(
      int m,
      int vectors,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int c0,
      int ldc,
      boolean load,
      int tail) {
    // Blocks of nearly equal height: 25 rows are 5 × 5 and 50 are 5 × 6 + 4 × 5, never a lone row
    // at the end.
    int count = (m + TILE_ROWS - 1) / TILE_ROWS;
    for (int block = 0, i = 0; block < count; block++) {
      int r = (m - i + count - block - 1) / (count - block);
      int ai = a0 + i * aRow;
      int ci = c0 + i * ldc;
      if (!Lanes.tile(vectors, r)) {
        int skip = vectors == 0 ? LANES - tail : 0;
        int width = vectors == 0 ? tail : vectors * LANES;
        narrow(r, width, k, a, ai, aRow, aStep, b, b0 + skip, ldb, load, c, ci + skip, ldc);
        i += r;
        continue;
      }
      switch (vectors) {
        case 4 -> GemmTiles.rows4(r, k, a, ai, aRow, aStep, b, b0, ldb, c, ci, ldc, load);
        case 3 -> GemmTiles.rows3(r, k, a, ai, aRow, aStep, b, b0, ldb, c, ci, ldc, load);
        case 2 -> GemmTiles.rows2(r, k, a, ai, aRow, aStep, b, b0, ldb, c, ci, ldc, load);
        case 1 -> GemmTiles.rows1(r, k, a, ai, aRow, aStep, b, b0, ldb, c, ci, ldc, load);
        default ->
            GemmTiles.rowsTail(
                r, k, a, ai, aRow, aStep, b, b0, ldb, c, ci, ldc, load, Lanes.last(tail));
      }
      i += r;
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
    int end = Lanes.end(n);
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
    int end = Lanes.end(n);
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
  private static void narrow(
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
