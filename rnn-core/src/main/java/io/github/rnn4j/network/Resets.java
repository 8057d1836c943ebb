package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * Where in a window streams start anew: before their step the state is zero, and no gradient flows
 * back over the border. Says nothing of most windows, and then costs nothing.
 */
final class Resets {
  private final LinearAlgebra la;
  private final int batch;
  private int[] rows = new int[0];
  private int count;

  Resets(LinearAlgebra la, int batch) {
    this.la = la;
    this.batch = batch;
  }

  /**
   * Takes up a window.
   *
   * @param rows t·B + b for each stream b that starts anew at step t, ascending; kept, not modified
   * @param count how many of them
   */
  void take(int[] rows, int count) {
    this.rows = rows;
    this.count = count;
  }

  /** Whether any stream starts anew in the window. */
  boolean any() {
    return count > 0;
  }

  /**
   * The rows of step t whose streams start anew are set to zero.
   *
   * @param t the step
   * @param first the stream of the first row
   * @param step the rows of some streams; modified
   */
  void zero(int t, int first, Matrix step) {
    for (int i = first(t); i < count && rows[i] < (t + 1) * batch; i++) {
      int b = rows[i] - t * batch - first;
      if (b >= 0 && b < step.rows()) {
        la.fill(0, step.rows(b, b + 1));
      }
    }
  }

  /**
   * y = x in the rows of step t whose streams start anew.
   *
   * @param t the step
   * @param first the stream of the first row
   * @param x the rows of some streams; not modified
   * @param y the rows of the same streams; modified
   */
  void copy(int t, int first, Matrix x, Matrix y) {
    for (int i = first(t); i < count && rows[i] < (t + 1) * batch; i++) {
      int b = rows[i] - t * batch - first;
      if (b >= 0 && b < x.rows()) {
        la.copy(x.rows(b, b + 1), y.rows(b, b + 1));
      }
    }
  }

  private int first(int t) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows[middle] < t * batch) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
