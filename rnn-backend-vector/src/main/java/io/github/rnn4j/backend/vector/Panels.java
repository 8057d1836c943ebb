package io.github.rnn4j.backend.vector;

/**
 * The right factor B of products, kept as {@link Gemm#pack} lays it out for as long as it does not
 * change: the weights of a recurrent layer are multiplied once for each step of time, and change
 * once for all of them.
 *
 * <p>Rows of B that are thousands of floats apart compete for the same sets of the caches, and each
 * stands on a page of its own; the panels stand one after another.
 *
 * <p>Shared by the views of a storage, and by threads that multiply by it at the same time. Who
 * changes the elements says so with {@link #changed}, before others use them, as for the elements
 * themselves.
 */
final class Panels {
  /** From so many elements on it is worth it: 2 MiB, more than the second cache holds. */
  private static final int WORTH = 1 << 19;

  /** Products with the same B before it is packed. */
  private static final int SEEN = 2;

  private float[] packed = new float[0];
  private int offset;
  private int k;
  private int n;
  private int seen;

  Panels() {}

  /** Whether a B of this size is to be kept, for a product with m rows. */
  static boolean areWorth(int m, int k, int n) {
    return m > Gemm.VECTOR_ROWS && m < Gemm.PACK_ROWS && n >= Gemm.PANEL && (long) k * n >= WORTH;
  }

  /** B is not what it was. */
  void changed() {
    seen = 0;
  }

  /**
   * The panels of B, or null if B has changed of late.
   *
   * @param b B, k × n at {@code b0}, contiguous. Not modified
   */
  synchronized float[] of(int k, int n, float[] b, int b0) {
    if (seen == 0 || this.k != k || this.n != n || offset != b0) {
      this.k = k;
      this.n = n;
      this.offset = b0;
      this.seen = 1;
      return null;
    }
    if (seen < SEEN) {
      int whole = n / Gemm.PANEL * Gemm.PANEL;
      if (packed.length < k * whole) {
        packed = new float[k * whole];
      }
      Gemm.pack(k, whole, b, b0, n, packed);
      seen = SEEN;
    }
    return packed;
  }
}
