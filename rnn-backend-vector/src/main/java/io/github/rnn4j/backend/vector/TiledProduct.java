// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.TALLEST;
import static io.github.rnn4j.backend.vector.Lanes.TILE_ROWS;

import org.jspecify.annotations.Nullable;

/**
 * C = A·B (+ C) by tiles of C, for one thread: blocks of k, within them of A's rows, within them of
 * B's columns. A tile's rows of A are copied ({@link Left}), and B is read in panels ({@link
 * Right}), which are made here where they are not kept.
 *
 * <p>Letters as in {@link Gemm#multiply}. A thread keeps one of these; nothing is allocated once it
 * has seen the largest product.
 */
final class TiledProduct {
  /**
   * Columns of B that a block of A's rows passes again and again: with DEPTH rows of them they fill
   * half a cache.
   */
  private static final int COLUMNS = Lanes.WIDE ? 512 : 256;

  /** Blocks of rows that pass all panels before the next ones do. */
  private static final int GROUP = Lanes.WIDE ? 2 : 4;

  private static final float[] ZERO = new float[Right.WIDTH];

  private final Left left = new Left();
  private final float[] edge = new float[TALLEST * LANES];
  private float[] packed = new float[0];

  private int k;
  private float[] a = Task.NO_FLOATS;
  private int aRow;
  private int aStep;
  private float[] b = Task.NO_FLOATS;
  private int ldb;
  private float[] c = Task.NO_FLOATS;
  private int ldc;

  // The block at hand.
  private int m;
  private int depth;
  private boolean woven;
  private boolean load;
  private boolean grouped;

  /** Where the block's rows begin in A, and its elements in C. */
  private int a0;

  private int c0;

  /** Where the block's rows of B begin, where B stands. */
  private int b0;

  /** The panels of B; those of column j begin {@code j * perColumn} behind the first. */
  private float[] right = Task.NO_FLOATS;

  private int right0;
  private int perColumn;

  /** Rows of B in the panels that come before the block's. */
  private int skipped;

  TiledProduct() {}

  /**
   * C = A·B, or C = A·B + C where {@code load}; n ≥ {@link Lanes#LANES}.
   *
   * @param panels B once more, as {@link Right#pack} lays it out; null if it is not kept so
   * @param panels0 where its first column stands there
   */
  void multiply(
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
      float @Nullable [] panels,
      int panels0,
      boolean load,
      float[] c,
      int c0,
      int ldc) {
    this.k = k;
    this.a = a;
    this.aRow = aRow;
    this.aStep = aStep;
    this.b = b;
    this.ldb = ldb;
    this.c = c;
    this.ldc = ldc;
    this.woven = aStep != 1;
    this.load = load;
    this.grouped = panels == null;
    if (grouped) {
      makeRoom(Right.size(Math.min(k, Left.DEPTH), n));
    }
    int depths = (k + Left.DEPTH - 1) / Left.DEPTH;
    for (int x = 0, p = 0; x < depths; x++, p += depth, this.load = true) {
      depth = (k - p + depths - x - 1) / (depths - x);
      this.b0 = b0 + p * ldb;
      if (panels == null) {
        Right.pack(depth, n, b, this.b0, ldb, packed);
        inPanels(packed, 0, depth, 0);
      } else {
        inPanels(panels, panels0, k, p);
      }
      rows(m, n, a0 + p * aStep, c0);
    }
    this.a = Task.NO_FLOATS;
    this.b = Task.NO_FLOATS;
    this.c = Task.NO_FLOATS;
    this.right = Task.NO_FLOATS;
  }

  private void makeRoom(int length) {
    if (packed.length < length) {
      packed = new float[length];
    }
  }

  private void inPanels(float[] panels, int first, int rows, int skip) {
    right = panels;
    right0 = first;
    perColumn = rows;
    skipped = skip;
  }

  /** All rows of A with the block of B at hand, in blocks of nearly equal height. */
  private void rows(int rows, int width, int a0, int c0) {
    int most = Left.ROWS / TILE_ROWS * TILE_ROWS;
    int blocks = (rows + most - 1) / most;
    for (int y = 0, i = 0; y < blocks; y++, i += m) {
      int share = (rows - i + blocks - y - 1) / (blocks - y);
      m = Math.min(rows - i, Left.blocks(share) * TILE_ROWS);
      this.a0 = a0 + i * aRow;
      this.c0 = c0 + i * ldc;
      if (woven) {
        left.woven(m, depth, a, this.a0, aStep);
      } else {
        left.apart(m, depth, a, this.a0, aRow);
      }
      columns(width);
    }
  }

  /**
   * The panels pass a few tiles' rows at a time where B stays in the second cache: the rows of C
   * are then as many streams, each of which the processor fetches ahead.
   */
  private void columns(int n) {
    int whole = n / Right.WIDTH * Right.WIDTH;
    int count = Left.blocks(m);
    int group = grouped ? GROUP : count;
    int columns = grouped ? COLUMNS : n;
    for (int from = 0; from < whole; from += columns) {
      int end = Math.min(whole, from + columns);
      for (int block = 0; block < count; block += group) {
        for (int j = from; j < end; j += Right.WIDTH) {
          panel(j, block, Math.min(count, block + group));
        }
      }
    }
    int j = whole;
    if (j + LANES <= n) {
      vector(j);
      j += LANES;
    }
    if (j < n) {
      rest(n, j);
    }
  }

  /** Where the tiles find column j of B, in a panel of a width. */
  private int right(int j, int width) {
    return right0 + j * perColumn + skipped * width;
  }

  /**
   * Two vectors of columns, some blocks of rows of nearly equal height: no lone row is left over.
   */
  private void panel(int j, int from, int end) {
    int q0 = right(j, Right.WIDTH);
    int count = Left.blocks(m);
    int height = m / count;
    int high = m - count * height;
    for (int block = from, i = from * height + Math.min(from, high); block < end; block++) {
      int r = block < high ? height + 1 : height;
      int to = c0 + i * ldc + j;
      float[] z = load ? c : ZERO;
      int z0 = load ? to : 0;
      int ldz = load ? ldc : 0;
      if (!Lanes.tile(woven, 2, r)) {
        plain(r, Right.WIDTH, i, j);
      } else if (woven) {
        int at = Left.woven(block, depth);
        GemmTiles.woven2(r, depth, left.data(), at, right, q0, z, z0, ldz, c, to, ldc);
      } else {
        int at = Left.apart(i);
        GemmTiles.apart2(r, depth, left.data(), at, right, q0, z, z0, ldz, c, to, ldc);
      }
      i += r;
    }
  }

  /** One vector of columns. */
  private void vector(int j) {
    int q0 = right(j, LANES);
    int tall = woven ? TILE_ROWS : TALLEST;
    int count = (m + tall - 1) / tall;
    for (int block = 0, i = 0; block < count; block++) {
      int r = (m - i + count - block - 1) / (count - block);
      int to = c0 + i * ldc + j;
      if (Lanes.tile(woven, 1, r)) {
        tile(r, block, i, q0, load ? c : ZERO, load ? to : 0, load ? ldc : 0, c, to, ldc);
      } else {
        plain(r, LANES, i, j);
      }
      i += r;
    }
  }

  /** The last columns, fewer than a vector. What the other lanes come to is not taken. */
  private void rest(int n, int j) {
    int width = n - j;
    int q0 = right(j, LANES);
    int tall = woven ? TILE_ROWS : TALLEST;
    int count = (m + tall - 1) / tall;
    for (int block = 0, i = 0; block < count; block++) {
      int r = (m - i + count - block - 1) / (count - block);
      if (Lanes.tile(woven, 1, r)) {
        int at = c0 + i * ldc + j;
        for (int q = 0; q < r && load; q++) {
          System.arraycopy(c, at + q * ldc, edge, q * LANES, width);
        }
        tile(r, block, i, q0, load ? edge : ZERO, 0, load ? LANES : 0, edge, 0, LANES);
        for (int q = 0; q < r; q++) {
          System.arraycopy(edge, q * LANES, c, at + q * ldc, width);
        }
      } else {
        plain(r, width, i, j);
      }
      i += r;
    }
  }

  private void tile(
      int r, int block, int i, int q0, float[] z, int z0, int ldz, float[] to, int to0, int ldt) {
    if (woven) {
      int at = Left.woven(block, depth);
      GemmTiles.woven1(r, depth, left.data(), at, right, q0, z, z0, ldz, to, to0, ldt);
    } else {
      int at = Left.apart(i);
      GemmTiles.apart1(r, depth, left.data(), at, right, q0, z, z0, ldz, to, to0, ldt);
    }
  }

  /** Rows from i and columns from j on, before their tile is compiled. */
  private void plain(int rows, int columns, int i, int j) {
    Gemm.plain(
        rows,
        columns,
        depth,
        a,
        a0 + i * aRow,
        aRow,
        aStep,
        b,
        b0 + j,
        ldb,
        load,
        c,
        c0 + i * ldc + j,
        ldc);
  }
}
