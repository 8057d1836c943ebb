// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.training.Report;
import io.github.rnn4j.training.RunConfig;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import io.github.rnn4j.training.TrainingListener;
import io.github.rnn4j.training.TrainingRun;
import io.github.rnn4j.training.TrainingText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on a corpus that is mapped, and models of every unit. */
class MappedTrainingTest {
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();
  private static final String TEXT = "größer ist das Größte, 漢字 und 😀; ".repeat(8) + "x";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Unit.class)
  void mappedCorpus_givesTheSameLossesAndBytesResumedOrNot(Unit unit) throws IOException {
    long minCount = unit == Unit.BYTE ? 1 : 2;
    Corpus memory = new CorpusReader(unit, minCount).add(TEXT, "text").toCorpus();
    Path cache = directory.resolve("cache");
    CorpusCache.build(
        cache,
        CorpusConfig.DEFAULT.withUnit(unit).withMinCount(minCount),
        reader -> reader.add(TEXT, "text"));
    Corpus mapped = CacheFile.open(cache, 4);

    Losses inMemory = new Losses();
    TrainingRun run = run(memory, 9, inMemory);
    run.run();
    Losses inSegments = new Losses();
    TrainingRun first = run(mapped, 9, inSegments);
    inSegments.stopAt = 4;
    inSegments.run = first;
    assertThat(first.run()).isEqualTo(TrainingRun.End.STOPPED);
    first.save(directory.resolve("checkpoint"));
    TrainingRun second = run(CacheFile.open(cache, 3), 9, inSegments);
    second.restore(SafetensorsFile.read(directory.resolve("checkpoint")));
    assertThat(second.run()).isEqualTo(TrainingRun.End.FINISHED);

    assertThat(inMemory.losses).hasSize(9);
    assertThat(inSegments.losses).isEqualTo(inMemory.losses);
    assertThat(second.model().toBytes()).isEqualTo(run.model().toBytes());
  }

  @ParameterizedTest
  @EnumSource(Unit.class)
  void model_keepsItsVocabularyAndWritesWholeCharacters(Unit unit) throws IOException {
    long minCount = unit == Unit.BYTE ? 1 : 2;
    Corpus corpus = new CorpusReader(unit, minCount).add(TEXT, "text").toCorpus();
    Model model = model(corpus);
    Path file = directory.resolve("model");
    model.save(file);
    Model loaded = Model.load(file, LA);
    assertThat(loaded.vocabulary()).isEqualTo(corpus.vocabulary());

    List<String> drawn = new ArrayList<>();
    for (Model one : List.of(model, loaded)) {
      String text =
          new TextGenerator(one, TokenSampler.temperature(1), new RandomStreams(3).stream("s", 0))
              .generate(500);
      CodePoints.requireWhole(text, "drawn");
      drawn.add(text);
    }
    assertThat(drawn.get(1)).isEqualTo(drawn.get(0));
    assertThat(drawn.get(0).contains("\uFFFD")).isEqualTo(unit == Unit.BYTE);
  }

  @Test
  void unknownSymbol_isNeverDrawn() throws IOException {
    Corpus corpus = new CorpusReader(Unit.CHAR, 2).add("aabbxyz", "text").toCorpus();
    int unknown = corpus.vocabulary().unknownId();
    assertThat(unknown).isEqualTo(2);
    for (int seed = 1; seed <= 20; seed++) {
      TextGenerator generator =
          new TextGenerator(
              model(corpus), TokenSampler.temperature(2), new RandomStreams(seed).stream("s", 0));
      for (int i = 0; i < 50; i++) {
        assertThat(generator.nextToken()).isNotEqualTo(unknown);
      }
    }
  }

  private static Model model(Corpus corpus) {
    Network network =
        new Network(LA, new NetworkConfig(CellType.RNN, corpus.vocabulary().size(), 5));
    Initialization.uniform(network, new RandomStreams(1));
    return new Model(network, corpus.vocabulary());
  }

  private static TrainingRun run(Corpus corpus, long steps, Losses losses) {
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(4)
            .batchSize(3)
            .learningRate(0.1)
            .steps(steps)
            .build();
    return TrainingRun.builder(model(corpus), corpus.tokens(), how)
        .config(RunConfig.builder().reportEvery(1).checkpointEvery(5).retries(0).build())
        .listener(losses)
        .build();
  }

  private static final class Losses implements TrainingListener {
    private final List<Double> losses = new ArrayList<>();
    private int stopAt;
    private TrainingRun run;

    @Override
    public void report(Report report) {
      losses.add(report.loss());
      if (losses.size() == stopAt) {
        run.stop();
      }
    }
  }

  /**
   * A page of zeros would train in silence; a page that is gone kills the JVM or throws an Error.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cacheShortenedWhileItIsTrainedOn_endsTheRunWithItsName(boolean asRecords)
      throws IOException {
    Path cache = directory.resolve("shortened");
    Corpus corpus =
        CorpusCache.build(
            cache,
            CorpusConfig.DEFAULT,
            reader -> reader.add("to be or not to be\n".repeat(3000), "text"));
    Model untrained =
        new Model(
            new Network(
                new EjmlLinearAlgebra(),
                new NetworkConfig(CellType.RNN, corpus.vocabulary().size(), 4)),
            corpus.vocabulary());
    Initialization.uniform(untrained.network(), new RandomStreams(1));
    Model model = asRecords ? untrained.withRecords(RecordBorder.LINE) : untrained;
    Trainer trainer =
        new Trainer(
            model,
            TrainingText.of(corpus.tokens(), model),
            TrainingConfig.builder().batchSize(4).sequenceLength(10).steps(1000).build());
    for (int i = 0; i < 5; i++) {
      trainer.step();
    }
    try (FileChannel file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 10);
    }
    assertThatThrownBy(trainer::step)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(cache + ": was shortened from ");
  }
}
