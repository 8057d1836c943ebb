// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.network.Unrolled;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * One stream of tokens cut into segments: of each the costs, then the gradient of their mean. The
 * state is carried from segment to segment, the gradient stays within one.
 */
final class Segments {
  private final Unrolled unrolled;
  private final int[] inputs;
  private final int[] targets;
  private final double[] nats;
  private final DoubleConsumer costs;
  private final Consumer<Parameters> gradients;
  private int filled;
  private boolean carrying;

  /**
   * Makes the storage.
   *
   * @param network what reads; the consumer of gradients may change its parameters
   * @param length the tokens of a segment, at least 1
   * @param costs receives the cost of each token in nats, a segment at a time
   * @param gradients receives the gradient of the mean of these costs after them
   */
  Segments(Network network, int length, DoubleConsumer costs, Consumer<Parameters> gradients) {
    this.unrolled = new Unrolled(network, length, 1, Unrolled.Gradients.PARAMETERS);
    this.inputs = new int[length];
    this.targets = new int[length];
    this.nats = new double[length];
    this.costs = costs;
    this.gradients = gradients;
  }

  /** Reads a token, which the next one should follow. */
  void add(int input, int target) {
    inputs[filled] = input;
    targets[filled] = target;
    filled++;
    if (filled == inputs.length) {
      work();
    }
  }

  /** Works off what was read, and forgets it: what comes next starts with a state of zero. */
  void end() {
    if (filled > 0) {
      work();
    }
    carrying = false;
    unrolled.resetState();
  }

  private void work() {
    if (carrying) {
      unrolled.carryState();
    }
    unrolled.forward(inputs, filled, 1);
    unrolled.losses(targets, nats);
    for (int i = 0; i < filled; i++) {
      costs.accept(nats[i]);
    }
    unrolled.loss(targets, 1.0 / filled);
    gradients.accept(unrolled.backward());
    carrying = true;
    filled = 0;
  }
}
