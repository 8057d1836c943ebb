// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.training.HeldOut;
import io.github.rnn4j.training.Training;

/** A training of a second that has all that a step on a cluster may meet. */
public final class SmallTraining {
  /** How many steps it has. */
  public static final int STEPS = 25;

  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(20);

  private SmallTraining() {}

  /** The training: four shards of unlike sizes, dropout, a held-out text. */
  public static Training with(LinearAlgebra la) {
    return Training.on(TEXT)
        .backend(la)
        .network(n -> n.cell(CellType.LSTM).hiddenSize(20).layers(2))
        .training(how -> how.sequenceLength(8).batchSize(14).shards(4).dropout(0.2))
        .heldOut(HeldOut.fraction(0.1))
        .steps(STEPS);
  }
}
