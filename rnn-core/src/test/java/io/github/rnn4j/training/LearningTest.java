// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A source whose best possible loss is known: the next character is (a + b) mod 4 of the last two,
 * with probability 0.7, else one of the three others. Its entropy is −0.7 ln 0.7 − 0.3 ln 0.1 =
 * 0.940 nats a character. Who knows only one character before, or none, cannot do better than ln 4
 * = 1.386: given b alone, a is uniform, and so is a + b.
 */
class LearningTest {
  private static final int V = 4;
  private static final double LIKELY = 0.7;
  private static final double OTHER = 0.1;
  private static final int LENGTH = 24_000;
  private static final int HELD_OUT = 4_000;
  private static final long SEED = 5;

  @ParameterizedTest
  @EnumSource(CellType.class)
  void heldOutLoss_comesNearTheEntropyOfTheSource(CellType cell) throws IOException {
    int[] text = text();
    Tokens tokens = Tokens.of(V, text);
    Network network = new Network(new EjmlLinearAlgebra(), new NetworkConfig(cell, V, 20));
    Initialization.uniform(network, new RandomStreams(SEED));
    Model model = new Model(network, Vocabulary.of("abcd"));
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(20)
            .batchSize(20)
            .epochs(20)
            .learningRate(0.01)
            .optimizer(new OptimizerConfig(OptimizerType.ADAM))
            .schedule(new ScheduleConfig(ScheduleType.COSINE))
            .clipping(Clipping.norm(1))
            .build();
    TrainingRun run =
        TrainingRun.builder(model, tokens.slice(0, LENGTH - HELD_OUT), how)
            .heldOut(tokens.slice(LENGTH - HELD_OUT, LENGTH))
            .config(RunConfig.builder().reportEvery(1000).retries(0).build())
            .build();

    run.run();

    // What the source itself loses on this very text: no luck of the draw is in the comparison.
    double source = sourceLoss(text);
    assertThat(source).isBetween(0.90, 0.98);
    assertThat(run.bestLoss())
        .as("seed %d", SEED)
        .isLessThan(source + 0.02)
        .isGreaterThan(source - 0.01);
  }

  private static int[] text() {
    UniformRandomProvider random = new RandomStreams(SEED).stream("source", 0);
    int[] text = new int[LENGTH];
    for (int i = 2; i < LENGTH; i++) {
      int likely = (text[i - 1] + text[i - 2]) % V;
      text[i] = random.nextDouble() < LIKELY ? likely : (likely + 1 + random.nextInt(V - 1)) % V;
    }
    return text;
  }

  private static double sourceLoss(int[] text) {
    double sum = 0;
    for (int i = LENGTH - HELD_OUT + 1; i < LENGTH; i++) {
      boolean likely = text[i] == (text[i - 1] + text[i - 2]) % V;
      sum -= StrictMath.log(likely ? LIKELY : OTHER);
    }
    return sum / (HELD_OUT - 1);
  }
}
