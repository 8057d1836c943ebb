// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;

/**
 * RMSProp, neither centred nor with momentum.
 *
 * <pre>
 *   h = g + λp
 *   s = αs + (1 − α) h²
 *   p = p − η h / (√s + ε)
 * </pre>
 *
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman
 *     and Hinton, Lecture 6.5: rmsprop, 2012</a>
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">
 *     torch.optim.RMSprop</a>
 */
final class RmsProp extends Optimizer {
  private static final String MEAN_SQUARE = "square_avg";

  private final double alpha;
  private final double epsilon;
  private final double weightDecay;
  private final Scratch scratch;

  RmsProp(LinearAlgebra la, NetworkConfig network, OptimizerConfig config) {
    super(la, network, MEAN_SQUARE);
    this.alpha = config.get("alpha");
    this.epsilon = config.get("epsilon");
    this.weightDecay = config.get("weight-decay");
    this.scratch = new Scratch(la, network, 2);
  }

  @Override
  protected void update(int index, Matrix g, double rate, Matrix p) {
    Matrix s = moment(MEAN_SQUARE, index);
    la.rmsprop(rate, alpha, epsilon, weightDecay, g, s, p, scratch.at(index));
  }
}
