// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;
import static io.github.rnn4j.backend.vector.Lanes.TILE_ROWS;

import jdk.incubator.vector.FloatVector;

/**
 * Some rows of the left factor A, copied to where {@link GemmTiles} finds them without asking
 * whether the bounds of an array are kept: of A one after the other at a distance that the compiler
 * knows, of a transposed A, whose columns are contiguous, woven together in blocks of the height of
 * a tile.
 */
final class Left {
  /** Columns of A, and rows of B, that are multiplied at a time: a panel of B stays in a cache. */
  static final int DEPTH = Lanes.WIDE ? 256 : 512;

  /** The distance of rows; no power of two, so that they do not share the sets of the caches. */
  static final int DISTANCE = DEPTH + 16;

  /** Rows of A that pass a panel of B at a time, at most: they stay in the second cache. */
  static final int ROWS = 100;

  /** What {@link #woven} may write behind a block. */
  private static final int SLACK = LANES;

  /** Made at the first product, and never any larger. */
  private float[] data = new float[0];

  Left() {}

  /** The copy. */
  float[] data() {
    return data;
  }

  /** Where the row {@code i} of A stands after {@link #apart}. */
  static int apart(int i) {
    return i * DISTANCE;
  }

  /** Where the block {@code block} of rows stands after {@link #woven}. */
  static int woven(int block, int k) {
    return block * (TILE_ROWS * k + SLACK);
  }

  private void makeRoom() {
    if (data.length == 0) {
      data = new float[Math.max(apart(ROWS), woven(blocks(ROWS), DEPTH))];
    }
  }

  /**
   * Element (i, p) goes to {@code i * DISTANCE + p}.
   *
   * @param m rows, at most {@link #ROWS}
   * @param k columns, at most {@link #DEPTH}
   * @param a A; (i, p) is {@code a[a0 + i * lda + p]}. Not modified
   */
  void apart(int m, int k, float[] a, int a0, int lda) {
    makeRoom();
    for (int i = 0; i < m; i++) {
      System.arraycopy(a, a0 + i * lda, data, apart(i), k);
    }
  }

  /**
   * Element (i, p), where i is row j of a block of r rows, goes to {@code block + p * r + j}; the
   * blocks are of nearly equal height.
   *
   * @param m rows, at most {@link #ROWS}
   * @param k columns, at most {@link #DEPTH}
   * @param a A; (i, p) is {@code a[a0 + p * lda + i]}. Not modified
   */
  void woven(int m, int k, float[] a, int a0, int lda) {
    makeRoom();
    int count = blocks(m);
    int high = m - count * (m / count);
    int r = m / count;
    weave(high, r + 1, k, a, a0, lda, 0);
    weave(count - high, r, k, a, a0 + high * (r + 1), lda, woven(high, k));
  }

  private void weave(int blocks, int r, int k, float[] a, int a0, int lda, int to0) {
    int width = (r + LANES - 1) / LANES * LANES;
    // As far as vectors do not read behind the end of A.
    int room = a.length - (a0 + (blocks - 1) * r + width);
    int whole = room < 0 || !Loop.WEAVE.isReady() ? 0 : Math.min(k, room / lda + 1);
    int block = woven(1, k);
    if (blocks > 0 && whole > 0) {
      weaveVectors(blocks, r, whole, a, a0, lda, data, to0, block);
    }
    for (int p = whole, from = a0 + whole * lda, to = to0 + whole * r; p < k; p++) {
      for (int q = 0; q < blocks; q++) {
        for (int i = 0; i < r; i++) {
          data[to + q * block + i] = a[from + q * r + i];
        }
      }
      from += lda;
      to += r;
    }
  }

  /**
   * A vector is stored where r of it count; the next row covers the rest, or nobody reads it. Along
   * a row of what is stored, since the processor fetches ahead along a row only.
   */
  private static void weaveVectors(
      int blocks, int r, int k, float[] a, int a0, int lda, float[] t, int t0, int block) {
    for (int p = 0, from = a0, to = t0; p < k; p++, from += lda, to += r) {
      for (int q = 0, f = from, g = to; q < blocks; q++, f += r, g += block) {
        FloatVector.fromArray(SPECIES, a, f).intoArray(t, g);
        for (int i = LANES; i < r; i += LANES) {
          FloatVector.fromArray(SPECIES, a, f + i).intoArray(t, g + i);
        }
      }
    }
  }

  /** Blocks that m rows are cut into. */
  static int blocks(int m) {
    return (m + TILE_ROWS - 1) / TILE_ROWS;
  }
}
