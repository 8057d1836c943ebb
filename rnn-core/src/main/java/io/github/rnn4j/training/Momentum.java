// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;

/**
 * Gradient descent with momentum μ, without dampening.
 *
 * <pre>
 *   v = μv + g + λp
 *   p = p − ηv                   momentum
 *   p = p − η (g + λp + μv)      Nesterov's
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.SGD.html">torch.optim.SGD</a>
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al., On the
 *     importance of initialization and momentum in deep learning, 2013</a>
 */
final class Momentum extends Optimizer {
  private static final String VELOCITY = "momentum_buffer";

  private final double momentum;
  private final boolean nesterov;
  private final double weightDecay;
  private final Scratch scratch;

  Momentum(LinearAlgebra la, NetworkConfig network, OptimizerConfig config) {
    super(la, network, VELOCITY);
    this.momentum = config.get("momentum");
    this.nesterov = config.type() == OptimizerType.NESTEROV;
    this.weightDecay = config.get("weight-decay");
    this.scratch = new Scratch(la, network, 1);
  }

  @Override
  protected void update(int index, Matrix g, double rate, Matrix p) {
    Matrix v = moment(VELOCITY, index);
    la.sgdMomentum(rate, momentum, nesterov, weightDecay, g, v, p, scratch.at(index));
  }
}
