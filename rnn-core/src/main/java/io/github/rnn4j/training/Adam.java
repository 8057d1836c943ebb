// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;

/**
 * Adam, and AdamW with its decoupled weight decay, at step t from 1.
 *
 * <pre>
 *   h = g + λp                   AdamW: h = g, and p = (1 − ηλ) p
 *   m = β₁m + (1 − β₁) h         m̂ = m / (1 − β₁ᵗ)
 *   v = β₂v + (1 − β₂) h²        v̂ = v / (1 − β₂ᵗ)
 *   p = p − η m̂ / (√v̂ + ε)
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam: a method for stochastic
 *     optimization, 2015</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, Decoupled weight decay
 *     regularization, 2019</a>
 */
final class Adam extends Optimizer {
  private static final String MEAN = "exp_avg";
  private static final String MEAN_SQUARE = "exp_avg_sq";

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double weightDecay;
  private final boolean decoupled;
  private final Scratch scratch;

  Adam(LinearAlgebra la, NetworkConfig network, OptimizerConfig config) {
    super(la, network, MEAN, MEAN_SQUARE);
    this.beta1 = config.get("beta1");
    this.beta2 = config.get("beta2");
    this.epsilon = config.get("epsilon");
    this.weightDecay = config.get("weight-decay");
    this.decoupled = config.type() == OptimizerType.ADAMW;
    this.scratch = new Scratch(la, network, 1);
  }

  @Override
  protected void update(int index, Matrix g, double rate, Matrix p) {
    Matrix m = moment(MEAN, index);
    Matrix v = moment(MEAN_SQUARE, index);
    la.adam(
        steps(),
        rate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        decoupled,
        g,
        m,
        v,
        p,
        scratch.at(index));
  }
}
