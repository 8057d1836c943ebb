// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;

/**
 * Gradient descent.
 *
 * <pre>
 *   p = p − η (g + λp)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.SGD.html">torch.optim.SGD</a>
 */
final class Sgd extends Optimizer {
  private final double weightDecay;

  Sgd(LinearAlgebra la, NetworkConfig network, OptimizerConfig config) {
    super(la, network);
    this.weightDecay = config.get("weight-decay");
  }

  @Override
  protected void update(int index, Matrix g, double rate, Matrix p) {
    if (weightDecay != 0) {
      la.scale(1 - rate * weightDecay, p);
    }
    la.axpy(-rate, g, p);
  }
}
