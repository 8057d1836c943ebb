// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;

/**
 * A time-major matrix cut into steps: the row of step t and stream b is t·B + b. Every step has B
 * rows but the last, which may have fewer (the streams that are longer come first). The views are
 * made once, so that a step allocates nothing.
 *
 * <p>The streams may be divided into parts, side by side, for threads that take one each.
 */
final class Steps {
  private final Matrix all;
  private final Matrix[] at;
  private final Matrix[] head;
  private final int first;
  private final Steps[] parts;

  /**
   * Cuts a matrix.
   *
   * @param storage the storage; the first step begins at row {@code from}
   * @param from the first row
   * @param steps T
   * @param batch B
   * @param lastRows the rows of the last step, 1 to B
   * @param parts the number of parts of the streams; 1 unless every step has B rows
   */
  Steps(Matrix storage, int from, int steps, int batch, int lastRows, int parts) {
    this.all = storage.rows(from, from + (steps - 1) * batch + lastRows);
    this.at = new Matrix[steps];
    this.head = new Matrix[steps];
    this.first = 0;
    for (int t = 0; t < steps; t++) {
      int rows = t == steps - 1 ? lastRows : batch;
      int next = t >= steps - 2 ? lastRows : batch;
      at[t] = all.rows(t * batch, t * batch + rows);
      head[t] = next == rows ? at[t] : all.rows(t * batch, t * batch + next);
    }
    this.parts = new Steps[parts];
    for (int i = 0; i < parts; i++) {
      this.parts[i] =
          parts == 1 ? this : new Steps(this, i * batch / parts, (i + 1) * batch / parts);
    }
  }

  /** The streams from {@code first} to {@code end}, exclusive. */
  private Steps(Steps whole, int first, int end) {
    this.all = whole.all;
    this.at = new Matrix[whole.at.length];
    this.first = first;
    for (int t = 0; t < at.length; t++) {
      at[t] = whole.at[t].rows(first, end);
    }
    this.head = at;
    this.parts = new Steps[] {this};
  }

  /** One part of the streams. */
  Steps part(int i) {
    return parts[i];
  }

  /** The first stream. */
  int first() {
    return first;
  }

  /** All n rows, of every part. */
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
