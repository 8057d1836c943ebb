// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What shards cost in time: trainings of one network with S = 1, 2, 4 and 8 go on by turns, a step
 * each, in one process, so that all meet the same machine. Prints a row of a Markdown table for
 * each S: characters a second by the median step, and the median over all turns of how fast it was
 * beside S = 1.
 *
 * <pre>
 *   java --add-modules jdk.incubator.vector -cp rnn-benchmarks/target/benchmarks.jar \
 *       io.github.rnn4j.benchmarks.ShardsByTurns THREADS SECONDS [BACKEND [HIDDEN]]
 * </pre>
 */
public final class ShardsByTurns {
  private static final int[] SHARDS = {1, 2, 4, 8};
  private static final int VOCABULARY = 65;
  private static final int HIDDEN = 256;
  private static final int LAYERS = 2;
  private static final int STREAMS = 64;
  private static final int STEPS = 50;
  private static final int CHARACTERS = 1_000_000;
  private static final double NANOS = 1e-9;

  private ShardsByTurns() {}

  /**
   * Measures.
   *
   * @param arguments threads, seconds, perhaps a backend, perhaps H
   */
  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[0]);
    double seconds = Double.parseDouble(arguments[1]);
    Backends backends = Backends.onClassPath();
    LinearAlgebra la =
        (arguments.length > 2 ? backends.get(arguments[2]) : backends.choose())
            .withThreads(threads);
    int hidden = arguments.length > 3 ? Integer.parseInt(arguments[3]) : HIDDEN;
    Trainer[] trainers =
        Arrays.stream(SHARDS).mapToObj(s -> trainer(la, hidden, s)).toArray(Trainer[]::new);

    turns(trainers, seconds / 3); // not compiled yet
    List<double[]> turns = turns(trainers, seconds);
    for (int i = 0; i < SHARDS.length; i++) {
      int which = i;
      double step = median(turns.stream().mapToDouble(turn -> turn[which]).toArray());
      double ratio = median(turns.stream().mapToDouble(turn -> turn[0] / turn[which]).toArray());
      System.out.printf(
          Locale.ROOT,
          "| %d thread%s, S = %d | %,.0f | %.3f |%n",
          threads,
          threads == 1 ? "" : "s",
          SHARDS[i],
          STREAMS * STEPS / step,
          ratio);
    }
    System.out.printf(
        Locale.ROOT, "%d turns, LSTM %d x %d, %s%n", turns.size(), LAYERS, hidden, la.name());
  }

  private static Trainer trainer(LinearAlgebra la, int hidden, int shards) {
    StringBuilder text = new StringBuilder();
    new Random(1).ints(CHARACTERS, '0', '0' + VOCABULARY).forEach(c -> text.append((char) c));
    Corpus corpus = Corpus.of(text.toString());
    NetworkConfig config =
        NetworkConfig.builder(CellType.LSTM, VOCABULARY, hidden).layers(LAYERS).build();
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(1));
    TrainingConfig how =
        TrainingConfig.builder()
            .batchSize(STREAMS)
            .sequenceLength(STEPS)
            .shards(shards)
            .steps(Integer.MAX_VALUE)
            .build();
    return new Trainer(new Model(network, corpus.vocabulary()), corpus.tokens(), how);
  }

  /** The seconds of a step of each, for as long. */
  private static List<double[]> turns(Trainer[] trainers, double seconds) {
    List<double[]> turns = new ArrayList<>();
    long start = System.nanoTime();
    while ((System.nanoTime() - start) * NANOS < seconds) {
      double[] turn = new double[trainers.length];
      for (int k = 0; k < turn.length; k++) {
        // Who follows whom changes, so that nobody always finds the same caches.
        int i = (k * 3 + turns.size()) % turn.length;
        long begin = System.nanoTime();
        trainers[i].step();
        turn[i] = (System.nanoTime() - begin) * NANOS;
      }
      turns.add(turn);
    }
    return turns;
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
