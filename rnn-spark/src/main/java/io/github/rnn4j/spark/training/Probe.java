// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.files.Sha256;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.training.ShardPart;
import io.github.rnn4j.training.ShardResult;
import io.github.rnn4j.training.ShardWorker;
import io.github.rnn4j.training.TrainingConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a backend makes of small trainings whose numbers are fixed: where the bits are others, it is
 * another backend, another version of it or of this library, or a processor that rounds otherwise.
 */
final class Probe {
  private static final int STEPS = 5;
  private static final int STREAMS = 6;
  private static final int UNITS = 37;

  private Probe() {}

  /** The SHA-256 of a loss, a gradient and a state of each kind of cell. */
  static String of(LinearAlgebra la) {
    try {
      MessageDigest digest = Sha256.begin();
      for (CellType cell : CellType.values()) {
        ShardResult result = result(la, cell);
        digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, result.loss()));
        digest.update(result.gradient());
        digest.update(result.states());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ShardResult result(LinearAlgebra la, CellType cell) throws IOException {
    Vocabulary vocabulary = Corpus.of("the quick brown fox jumps over").vocabulary();
    NetworkConfig sizes = NetworkConfig.builder(cell, vocabulary.size(), UNITS).layers(2).build();
    Network network = new Network(la, sizes);
    Initialization.uniform(network, new RandomStreams(1));
    TrainingConfig config =
        TrainingConfig.builder()
            .sequenceLength(STEPS)
            .batchSize(STREAMS)
            .shards(2)
            .dropout(0.25)
            .steps(1)
            .build();
    int[] inputs = new int[STEPS * STREAMS];
    int[] targets = new int[STEPS * STREAMS];
    for (int row = 0; row < inputs.length; row++) {
      inputs[row] = row * 7 % vocabulary.size();
      targets[row] = row * 11 % vocabulary.size();
    }
    int numbers = sizes.layers() * cell.stateParts() * STREAMS * UNITS;
    byte[] states =
        new byte[numbers * (la.precision() == Precision.FLOAT32 ? Float.BYTES : Double.BYTES)];
    return new ShardWorker(ShardWorker.plan(new Model(network, vocabulary), config), la)
        .compute(
            ShardWorker.parameters(network),
            new ShardPart(
                0, 0.125, 0, 2, STEPS, STREAMS, inputs, targets, new int[] {8}, states, true));
  }
}
