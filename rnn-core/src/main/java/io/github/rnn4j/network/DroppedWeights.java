// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * W_hh under DropConnect: W_hh ⊙ M, one mask for all steps and streams of a window.
 *
 * <p>Letters: H units, g gates.
 */
final class DroppedWeights {
  private final LinearAlgebra la;
  private final Dropout dropout;
  private final int layer;
  private final Matrix weights;
  private final Matrix mask;
  private final Matrix dropped;
  private final Matrix droppedT;
  private final double[] numbers;

  /**
   * Makes the storage.
   *
   * @param weights W_hh, gH×H
   * @param numbers room for the numbers of a mask, gH·H, may be shared by layers
   */
  DroppedWeights(LinearAlgebra la, Dropout dropout, int layer, Matrix weights, double[] numbers) {
    this.la = la;
    this.dropout = dropout;
    this.layer = layer;
    this.weights = weights;
    this.numbers = numbers;
    this.mask = la.zeros(weights.rows(), weights.columns());
    this.dropped = la.zeros(weights.rows(), weights.columns());
    this.droppedT = la.zeros(weights.columns(), weights.rows());
  }

  /** Draws the mask of the present window. */
  void draw() {
    dropout.weightMask(layer, mask.rows(), mask.columns(), numbers);
    mask.copyFrom(numbers, 0);
    la.hadamard(weights, mask, dropped);
    la.transpose(dropped, droppedT);
  }

  /** W_hh ⊙ M, gH×H. */
  Matrix whh() {
    return dropped;
  }

  /** Its transpose, H×gH. */
  Matrix whhT() {
    return droppedT;
  }

  /**
   * dW_hh = d(W_hh ⊙ M) ⊙ M.
   *
   * @param gradient in: with respect to W_hh ⊙ M, out: to W_hh, gH×H; modified
   */
  void backward(Matrix gradient) {
    la.hadamard(gradient, mask, gradient);
  }
}
