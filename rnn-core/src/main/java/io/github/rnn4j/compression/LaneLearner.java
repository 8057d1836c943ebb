// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.training.Clipping;
import java.util.Arrays;

/**
 * What lanes learn from what they have read. After every {@value #STEPS} steps of all lanes
 *
 * <pre>
 *   θ = θ − η ∇ · min(1, 1/‖∇‖)      ∇ the gradient of the mean cost of what these steps predicted
 * </pre>
 *
 * <p>so that nothing is predicted by weights that have seen it, and a reader has all that the
 * writer had. The state goes on as ever; gradients do not flow back over a segment of so many
 * steps. Nothing more is learned once a lane is at its end, or if a gradient is not finite. As a
 * step is bounded, so are the weights.
 *
 * @see <a href="https://proceedings.mlr.press/v80/krause18a.html">Krause, Kahembwe, Murray and
 *     Renals, Dynamic evaluation of neural sequence models, 2018</a>
 */
final class LaneLearner {
  /** The steps of a segment. */
  static final int STEPS = 20;

  /** The most lanes of which the activations of a segment are kept. */
  static final int MOST_LANES = 32;

  private static final Clipping CLIPPING = Clipping.norm(1);

  private final LinearAlgebra la;
  private final Network network;
  private final Unrolled unrolled;
  private final double rate;
  private final int size;
  private final int[] inputs;
  private final int[] targets;
  private final int[] starts;
  private int startCount;
  private int steps;
  private boolean begun;
  private boolean over;

  /**
   * Takes a copy of the weights.
   *
   * @param rate η, above 0
   */
  LaneLearner(Model model, int size, double rate) {
    this.la = model.network().la();
    this.network = model.network().copy(la);
    this.unrolled = new Unrolled(network, STEPS, size, Unrolled.Gradients.PARAMETERS);
    this.rate = rate;
    this.size = size;
    this.inputs = new int[STEPS * size];
    this.targets = new int[STEPS * size];
    this.starts = new int[STEPS * size];
    Arrays.fill(targets, Vocabulary.NONE);
  }

  /** What the lanes read with. */
  Network network() {
    return network;
  }

  /**
   * Before a step of all lanes: learns, if it is the first one of a segment.
   *
   * @param read what each lane reads
   * @param fresh the lanes that start anew, ascending
   * @param freshCount how many they are
   */
  void step(int[] read, int[] fresh, int freshCount) {
    if (over) {
      return;
    }
    if (steps == STEPS) {
      learn();
    }
    int row = steps * size;
    System.arraycopy(read, 0, inputs, row, size);
    for (int i = 0; i < freshCount; i++) {
      starts[startCount++] = row + fresh[i];
    }
    steps++;
  }

  /** What the last step of a lane should have predicted. */
  void follows(int lane, int token) {
    targets[(steps - 1) * size + lane] = token;
  }

  private void learn() {
    for (int target : targets) {
      over |= target == Vocabulary.NONE;
    }
    if (!over) {
      if (begun) {
        unrolled.carryState();
      }
      unrolled.forward(inputs, STEPS, size, starts, startCount);
      unrolled.loss(targets, 1.0 / targets.length);
      move(unrolled.backward());
      begun = true;
    }
    Arrays.fill(targets, Vocabulary.NONE);
    startCount = 0;
    steps = 0;
  }

  private void move(Parameters gradients) {
    if (!Double.isFinite(CLIPPING.clip(la, gradients))) {
      over = true;
      return;
    }
    Parameters weights = network.parameters();
    for (int i = 0; i < weights.size(); i++) {
      la.axpy(-rate, gradients.get(i).value(), weights.get(i).value());
    }
    network.parametersChanged();
  }
}
