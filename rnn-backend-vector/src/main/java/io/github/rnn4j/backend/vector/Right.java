// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The right factor B, or a block of it, in panels of two vectors: P[j / W][p][j mod W] = B[p][j], W
 * = {@link #WIDTH}, so that what a tile reads is contiguous. Of the columns that do not fill a
 * panel the first {@link Lanes#LANES}, if there are so many, are a panel of one vector, and so are
 * the rest, filled up with zeros: column j of panels of k rows begins at j·k, whatever panel it is
 * in.
 */
final class Right {
  /** Columns of a panel, and of a tile. */
  static final int WIDTH = 2 * LANES;

  private Right() {}

  /** The floats that the panels of B take. */
  static int size(int k, int n) {
    return k * ((n + LANES - 1) / LANES * LANES);
  }

  /**
   * Makes the panels.
   *
   * @param k rows of B
   * @param n columns of B
   * @param b B. Not modified
   * @param b0 the offset of B
   * @param ldb the distance of B's rows
   * @param panels from its start. Modified
   */
  static void pack(int k, int n, float[] b, int b0, int ldb, float[] panels) {
    int whole = n / WIDTH * WIDTH;
    if (whole > 0) {
      if (Loop.PACK.isReady()) {
        packPanels(k, whole, b, b0, ldb, panels);
      } else {
        copyPanels(k, whole, b, b0, ldb, panels);
      }
    }
    int j = whole;
    if (j + LANES <= n) {
      copyVector(k, b, b0 + j, ldb, panels, j * k);
      j += LANES;
    }
    if (j < n) {
      packRest(k, n - j, b, b0 + j, ldb, panels, j * k);
    }
  }

  /** Along the rows of B, since the processor fetches ahead along a row only. */
  private static void packPanels(int k, int n, float[] b, int b0, int ldb, float[] panels) {
    for (int p = 0, from = b0, to = 0; p < k; p++, from += ldb, to += WIDTH) {
      for (int j = 0, q = to; j < n; j += WIDTH, q += WIDTH * k) {
        FloatVector.fromArray(SPECIES, b, from + j).intoArray(panels, q);
        FloatVector.fromArray(SPECIES, b, from + j + LANES).intoArray(panels, q + LANES);
      }
    }
  }

  /** The same before the vector loop is compiled. */
  private static void copyPanels(int k, int n, float[] b, int b0, int ldb, float[] panels) {
    for (int p = 0, from = b0, to = 0; p < k; p++, from += ldb, to += WIDTH) {
      for (int j = 0, q = to; j < n; j += WIDTH, q += WIDTH * k) {
        System.arraycopy(b, from + j, panels, q, WIDTH);
      }
    }
  }

  private static void copyVector(int k, float[] b, int b0, int ldb, float[] panels, int to0) {
    for (int p = 0, from = b0, to = to0; p < k; p++, from += ldb, to += LANES) {
      System.arraycopy(b, from, panels, to, LANES);
    }
  }

  private static void packRest(int k, int n, float[] b, int b0, int ldb, float[] panels, int to0) {
    for (int p = 0, from = b0, to = to0; p < k; p++, from += ldb, to += LANES) {
      for (int j = 0; j < LANES; j++) {
        panels[to + j] = j < n ? b[from + j] : 0;
      }
    }
  }
}
