// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

/**
 * Where in a window streams start anew: before their step the state is zero, and no gradient flows
 * back over the border. Says nothing of most windows of one long text, and then costs nothing.
 *
 * <p>A stream that starts anew at step t and one that does not differ in the row from which step t
 * takes the state: a row of zeros, or that of step t − 1.
 */
final class Resets {
  private final int zeroRow;
  private int[] rows = new int[0];
  private int count;
  private int[] sources = new int[0];

  /**
   * For windows of up to T steps and B streams.
   *
   * @param zeroRow a row of zeros in a layer's states, behind all others
   */
  Resets(int zeroRow) {
    this.zeroRow = zeroRow;
  }

  /**
   * Takes up a window of n rows.
   *
   * @param rows t·B + b for each stream b that starts anew at step t, ascending; kept, not modified
   * @param count how many of them
   * @param n the rows of the window
   * @throws IllegalArgumentException if they do not ascend, or are not in the window
   */
  void take(int[] rows, int count, int n) {
    for (int i = 0; i < count; i++) {
      if (rows[i] >= n || rows[i] <= (i == 0 ? -1 : rows[i - 1])) {
        throw new IllegalArgumentException(
            "streams start anew in rows that ascend from 0 to "
                + (n - 1)
                + ": row "
                + rows[i]
                + (i == 0 ? " is the first" : " comes after " + rows[i - 1]));
      }
    }
    this.rows = rows;
    this.count = count;
    if (any()) {
      findSources(n);
    }
  }

  private void findSources(int n) {
    if (sources.length == 0) {
      sources = new int[zeroRow];
    }
    for (int row = 0; row < n; row++) {
      sources[row] = row;
    }
    for (int i = 0; i < count; i++) {
      sources[rows[i]] = zeroRow;
    }
  }

  /** Whether any stream starts anew in the window. */
  boolean any() {
    return count > 0;
  }

  /**
   * The rows from which the rows of the window take their state, where a layer's states begin with
   * the start state: t·B + b, or the row of zeros.
   */
  int[] sources() {
    return sources;
  }

  /** The i-th row that starts anew. */
  int row(int i) {
    return rows[i];
  }

  /** How many rows start anew before a row of the window. */
  int before(int row) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows[middle] < row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
