// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;

/**
 * The rows of a matrix, each as a view that is made when it is first asked for, and kept. Threads
 * may ask for different rows at once.
 */
final class RowViews {
  private final Matrix matrix;
  private final Matrix[] views;

  RowViews(Matrix matrix) {
    this.matrix = matrix;
    this.views = new Matrix[matrix.rows()];
  }

  /** One row. */
  Matrix at(int row) {
    if (views[row] == null) {
      views[row] = matrix.rows(row, row + 1);
    }
    return views[row];
  }
}
