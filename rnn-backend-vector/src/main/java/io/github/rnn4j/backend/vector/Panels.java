// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import org.jspecify.annotations.Nullable;

/**
 * Right factors B of products, kept as {@link Right#pack} lays them out for as long as they do not
 * change: the weights of a recurrent layer are multiplied once for each step of time, and change
 * once for all of them.
 *
 * <p>Rows of B that are thousands of floats apart compete for the same sets of the caches, and each
 * stands on a page of its own; the panels stand one after another.
 *
 * <p>A root has one of these for all its views. A factor is a range of rows; the last few ranges
 * are kept, each in an array of its own that belongs to it for good. So threads may multiply by the
 * same rows, or by others, at the same time: an array is written only when its own rows have
 * changed, and then nobody may be reading them. Who changes elements says so with {@link #changed},
 * before others use them, as for the elements themselves.
 */
final class Panels {
  /** From so many rows on a product packs B for itself, if it packs it at all. */
  private static final int MANY = 96;

  /** Ranges of rows that are kept: so much memory at most, in units of the root's. */
  private static final int KEPT = 2;

  private final @Nullable Kept[] kept = new Kept[KEPT];

  /** The next to be given up. */
  private int oldest;

  Panels() {}

  /** Whether a B of this size is to be kept, for a product with m rows. */
  static boolean areWorth(int m, int k, int n) {
    return m > Gemm.VECTOR_ROWS && m < MANY && k >= 16 && n >= Right.WIDTH;
  }

  /** The elements from {@code offset} on are not what they were. */
  synchronized void changed(int offset, int size) {
    for (Kept range : kept) {
      if (range != null && range.offset < offset + size && offset < range.offset + range.size) {
        range.ready = false;
        range.seen = false;
        range.looked = false;
        range.halves = null;
      }
    }
  }

  /**
   * The panels of B, or null if this is its first product since it changed.
   *
   * @param b B, k × n at {@code b0}, contiguous. Not modified
   */
  synchronized float @Nullable [] of(int k, int n, float[] b, int b0) {
    Kept range = range(b0, k * n);
    if (!range.seen) {
      range.seen = true;
      return null;
    }
    if (!range.ready) {
      Right.pack(k, n, b, b0, n, range.packed(k, n));
      range.ready = true;
    }
    return range.packed;
  }

  /**
   * B as {@link Halves}, or null if not all of its elements are bfloat16.
   *
   * @param b B, k × n at {@code b0}, contiguous. Not modified
   */
  synchronized int @Nullable [] halves(int k, int n, float[] b, int b0) {
    Kept range = range(b0, k * n);
    if (!range.looked) {
      range.looked = true;
      range.halves = Halves.holds(k * n, b, b0) ? Halves.pack(k, n, b, b0) : null;
    }
    return range.halves;
  }

  private Kept range(int offset, int size) {
    for (Kept range : kept) {
      if (range != null && range.offset == offset && range.size == size) {
        return range;
      }
    }
    Kept range = new Kept(offset, size);
    kept[oldest] = range;
    oldest = (oldest + 1) % KEPT;
    return range;
  }

  /** A range of rows; a root's rows have one length, so that offset and size tell their number. */
  private static final class Kept {
    final int offset;
    final int size;

    /** Whether there has been a product since the rows changed. */
    boolean seen;

    /** Whether {@code packed} is what the rows are. */
    boolean ready;

    /** Whether it is known if all elements are bfloat16. */
    boolean looked;

    /** The rows in half the memory; null if not all elements are bfloat16. Never written to. */
    int @Nullable [] halves;

    /** Made when it is needed; never another one, nor another range's. */
    float @Nullable [] packed;

    Kept(int offset, int size) {
      this.offset = offset;
      this.size = size;
    }

    float[] packed(int k, int n) {
      if (packed == null) {
        packed = new float[Right.size(k, n)];
      }
      return packed;
    }
  }
}
