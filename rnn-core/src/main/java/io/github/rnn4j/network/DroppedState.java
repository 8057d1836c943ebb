// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * h⟨t−1⟩ under recurrent dropout, on its way into W_hh: h⟨t−1⟩ ⊙ m, one mask for all steps of a
 * window.
 *
 * <p>Letters: B streams, n rows of a window, H units.
 */
final class DroppedState {
  private final Dropout dropout;
  private final int layer;
  private final double[] numbers;

  /** m, B×H. */
  final Matrix mask;

  /** h⟨t−1⟩ ⊙ m of each step, n×H. */
  final Matrix dropped;

  /** Room for the gradient with respect to it at one step, B×H. */
  final Matrix gradient;

  /**
   * Makes the storage.
   *
   * @param numbers room for the numbers of a mask, B·H, may be shared by layers
   */
  DroppedState(
      LinearAlgebra la,
      Dropout dropout,
      int layer,
      int rows,
      int batch,
      int hidden,
      double[] numbers) {
    this.dropout = dropout;
    this.layer = layer;
    this.numbers = numbers;
    this.mask = la.zeros(batch, hidden);
    this.dropped = la.zeros(rows, hidden);
    this.gradient = la.zeros(batch, hidden);
  }

  /** Draws the mask of the present window. */
  void draw() {
    dropout.stateMask(layer, mask.rows(), mask.columns(), numbers);
    mask.copyFrom(numbers, 0);
  }
}
