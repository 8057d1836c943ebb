// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;

/**
 * AdaGrad, without a decay of the learning rate.
 *
 * <pre>
 *   h = g + λp
 *   s = s + h²
 *   p = p − η h / (√s + ε)
 * </pre>
 *
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan and Singer, Adaptive
 *     subgradient methods for online learning and stochastic optimization, 2011</a>
 */
final class Adagrad extends Optimizer {
  private static final String SUM = "sum";

  private final double epsilon;
  private final double weightDecay;
  private final Scratch scratch;

  Adagrad(LinearAlgebra la, NetworkConfig network, OptimizerConfig config) {
    super(la, network, SUM);
    this.epsilon = config.get("epsilon");
    this.weightDecay = config.get("weight-decay");
    this.scratch = new Scratch(la, network, 2);
  }

  @Override
  protected void update(int index, Matrix g, double rate, Matrix p) {
    Matrix s = moment(SUM, index);
    la.adagrad(rate, epsilon, weightDecay, g, s, p, scratch.at(index));
  }
}
