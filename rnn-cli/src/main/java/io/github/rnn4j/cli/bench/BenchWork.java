// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.options.WeightsOption;
import io.github.rnn4j.cost.Flops;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Lockstep;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The work that is measured.
 *
 * @param corpus the text
 * @param network the network, for the vocabulary of the text
 * @param training how it is trained; empty for sampling
 * @param streams texts that are drawn side by side
 * @param weights how the weights are rounded for sampling
 */
record BenchWork(
    Corpus corpus,
    NetworkConfig network,
    Optional<TrainingConfig> training,
    int streams,
    WeightsOption weights) {
  private static final long SEED = 1;

  /**
   * The work at its start, with a network of its own.
   *
   * @return does a step of training, or draws a character of each text; tells how many characters
   *     that were
   */
  IntSupplier start(LinearAlgebra la) {
    Network untrained = new Network(la, network);
    Initialization.uniform(untrained, new RandomStreams(SEED));
    Model model = new Model(untrained, corpus.vocabulary());
    if (training.isPresent()) {
      Trainer trainer = new Trainer(model, corpus.tokens(), training.get());
      return () -> {
        trainer.step();
        return trainer.characters();
      };
    }
    Model sampled = weights.of(model);
    Lockstep lockstep = new Lockstep(sampled.network(), streams);
    List<TextGenerator> generators = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      Predictor predictor = streams == 1 ? new Predictor(sampled.network()) : lockstep.predictor();
      generators.add(
          new TextGenerator(
              sampled,
              predictor,
              TokenSampler.temperature(1),
              new RandomStreams(SEED).stream("bench", i)));
    }
    return () -> {
      for (TextGenerator generator : generators) {
        generator.next();
      }
      return streams;
    };
  }

  /** Floating-point operations of the products for a character, in a full window. */
  double flopsPerCharacter() {
    if (training.isEmpty()) {
      return Flops.sampling(network);
    }
    int steps = training.get().sequenceLength();
    int batch = training.get().batchSize();
    return (double) Flops.training(network, steps, batch) / ((long) steps * batch);
  }
}
