// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * What goes up from one recurrent layer under dropout: d = h ⊙ mask.
 *
 * <p>Letters: n rows of a window, H units.
 */
final class DroppedOutput {
  private final LinearAlgebra la;
  private final Dropout dropout;
  private final int layer;
  private final int batch;
  private final Matrix mask;
  private final Matrix dropped;
  private final double[] numbers;

  /**
   * Makes the storage.
   *
   * @param numbers room for the numbers of a mask, rows·H, may be shared by layers
   */
  DroppedOutput(
      LinearAlgebra la,
      Dropout dropout,
      int layer,
      int rows,
      int batch,
      int hidden,
      double[] numbers) {
    this.la = la;
    this.dropout = dropout;
    this.layer = layer;
    this.batch = batch;
    this.mask = la.zeros(rows, hidden);
    this.dropped = la.zeros(rows, hidden);
    this.numbers = numbers;
  }

  Window window(int rows) {
    return new Window(mask.rows(0, rows), dropped.rows(0, rows));
  }

  /** The views for a window of n rows. */
  final class Window {
    private final Matrix mask;
    private final Matrix dropped;

    private Window(Matrix mask, Matrix dropped) {
      this.mask = mask;
      this.dropped = dropped;
    }

    /**
     * d = h ⊙ mask, with the mask of the present training step.
     *
     * @param h n×H; not modified
     * @return d, n×H
     */
    Matrix forward(Matrix h) {
      dropout.mask(layer, batch, mask.rows(), mask.columns(), numbers);
      mask.copyFrom(numbers, 0);
      la.hadamard(h, mask, dropped);
      return dropped;
    }

    /** d as {@link #forward} left it. */
    Matrix output() {
      return dropped;
    }

    /**
     * dh = dd ⊙ mask.
     *
     * @param gradient in: with respect to d, out: with respect to h, n×H; modified
     */
    void backward(Matrix gradient) {
      la.hadamard(gradient, mask, gradient);
    }
  }
}
