// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Corpus;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of training allocates nothing once its code is compiled. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 3_000;
  private static final int STEPS = 5;

  static Stream<Arguments> backendsAndCells() {
    return Stream.of(
            new EjmlLinearAlgebra(),
            new JavaLinearAlgebra(),
            new VectorLinearAlgebra(),
            new VectorLinearAlgebra().withThreads(2))
        .flatMap(
            la ->
                Stream.of(CellType.values())
                    .map(cell -> Arguments.of(la.name(), la.parallelism(), cell, la)));
  }

  @ParameterizedTest(name = "{0}, {1} threads, {2}")
  @MethodSource("backendsAndCells")
  void step_allocatesNothing(String name, int threads, CellType cell, LinearAlgebra la) {
    assertAllocatesNothing(
        trainer(la, cell, "the quick brown fox jumps over the lazy dog. ", 1, false));
  }

  /** Ten streams in blocks of two and of three; their weights are averaged. */
  @ParameterizedTest(name = "{0}, {1} threads, {2}")
  @MethodSource("backendsAndCells")
  void stepInShards_allocatesNothing(String name, int threads, CellType cell, LinearAlgebra la) {
    assertAllocatesNothing(trainer(la, cell, "the\nquick\nbrown\nfox\na\n", 4, true));
  }

  /** Streams start anew all over the window: in nearly every step, in other rows. */
  @ParameterizedTest(name = "{0}, {1} threads, {2}")
  @MethodSource("backendsAndCells")
  void stepOnRecords_allocatesNothing(String name, int threads, CellType cell, LinearAlgebra la) {
    assertAllocatesNothing(trainer(la, cell, "the\nquick\nbrown\nfox\na\n", 1, true));
  }

  /** Uncompiled code may allocate; what counts is that there are steps that do not. */
  private static void assertAllocatesNothing(Trainer trainer) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = allocated();
      for (int i = 0; i < STEPS; i++) {
        trainer.step();
      }
      least = Math.min(least, allocated() - before);
    }
    assertThat(least).as("bytes in %d steps", STEPS).isZero();
  }

  /** By this thread: it does its share of everything. */
  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static Trainer trainer(
      LinearAlgebra la, CellType cell, String text, int shards, boolean records) {
    Corpus corpus = Corpus.of(text.repeat(500));
    NetworkConfig config =
        NetworkConfig.builder(cell, corpus.vocabulary().size(), 24).layers(2).build();
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(4));
    network.parametersChanged();
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(5)
            .batchSize(10)
            .shards(shards)
            .steps(2L * ROUNDS * STEPS)
            .learningRate(1e-4)
            .optimizer(new OptimizerConfig(OptimizerType.ADAM))
            .clipping(Clipping.norm(1))
            .average(shards > 1 ? new AverageConfig(AverageType.EMA) : AverageConfig.NONE)
            .build();
    Model model = new Model(network, corpus.vocabulary());
    if (!records) {
      return new Trainer(model, corpus.tokens(), how);
    }
    RecordTokens lines = RecordTokens.find(corpus.tokens(), corpus.vocabulary().encode("\n"));
    return new Trainer(model.withRecords(new RecordBorder("\n")), TrainingText.of(lines), how);
  }
}
