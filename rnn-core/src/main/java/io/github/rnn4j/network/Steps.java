package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;

/**
 * A time-major matrix cut into steps: the row of step t and stream b is t·B + b. Every step has B
 * rows but the last, which may have fewer (the streams that are longer come first). The views are
 * made once, so that a step allocates nothing.
 */
final class Steps {
  private final Matrix all;
  private final Matrix[] at;
  private final Matrix[] head;

  /**
   * Cuts a matrix.
   *
   * @param storage the storage; the first step begins at row {@code from}
   * @param from the first row
   * @param steps T
   * @param batch B
   * @param lastRows the rows of the last step, 1 to B
   */
  Steps(Matrix storage, int from, int steps, int batch, int lastRows) {
    this.all = storage.rows(from, from + (steps - 1) * batch + lastRows);
    this.at = new Matrix[steps];
    this.head = new Matrix[steps];
    for (int t = 0; t < steps; t++) {
      int rows = t == steps - 1 ? lastRows : batch;
      int next = t >= steps - 2 ? lastRows : batch;
      at[t] = all.rows(t * batch, t * batch + rows);
      head[t] = next == rows ? at[t] : all.rows(t * batch, t * batch + next);
    }
  }

  /** All n rows. */
  Matrix all() {
    return all;
  }

  /** The rows of step t. */
  Matrix at(int t) {
    return at[t];
  }

  /** The rows of step t that go on in step t+1. */
  Matrix head(int t) {
    return head[t];
  }
}
