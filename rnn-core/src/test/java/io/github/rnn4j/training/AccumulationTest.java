// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Corpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gradient summed over several windows, held against the windows' own. */
class AccumulationTest {
  private static final LinearAlgebra EJML = new EjmlLinearAlgebra();
  private static final Corpus CORPUS =
      Corpus.of("the quick brown fox jumps over the lazy dog; pack my box with jugs. ".repeat(5));

  /**
   * Gradient descent by hand: each window by itself, its sum of gradients, then the mean over all
   * characters of the step. Steps end where a pass does, which 340 characters take in 7, 12 or 23
   * windows; records flow on.
   */
  @ParameterizedTest(name = "{0}, {1} windows of {2} x {3}, {4} shards, border \"{5}\", {6}")
  @CsvSource({
    "LSTM, 3, 5, 10, 1, '', MEAN",
    "GRU, 4, 4, 7, 2, '', MEAN",
    "RNN, 2, 5, 3, 4, '', SUM",
    "LSTM, 5, 4, 6, 1, ' ', MEAN",
    "GRU, 3, 7, 5, 2, ' ', SUM",
    "RNN, 50, 5, 10, 1, '', MEAN",
  })
  void step_isThatOfTheMeanOverItsWindows(
      CellType cell,
      int count,
      int streams,
      int length,
      int shardCount,
      String border,
      Reduction reduction) {
    TrainingConfig config =
        config(count, streams, length, shardCount).toBuilder()
            .reduction(reduction)
            .learningRate(0.3)
            .dropout(0.2)
            .build();
    Model model = model(EJML, cell, border);
    Trainer trainer = new Trainer(model, text(border), config);
    Model mine = model(EJML, cell, border);
    Windows windows = text(border).windows(mine, config);
    Shards shards = new Shards(mine.network(), config);
    int[] inputs = new int[windows.largest()];
    int[] targets = new int[windows.largest()];
    long window = 0;
    for (int step = 0; step < 9; step++) {
      double loss = trainer.step();

      List<Parameters> sum = new ArrayList<>();
      double nats = 0;
      int characters = 0;
      int read = 0;
      do {
        if (windows.beginsAt(window)) {
          shards.resetState();
        }
        characters += windows.fill(window, inputs, targets);
        nats += shards.forward(window, windows, inputs, targets, 1, true);
        Parameters copy = new Parameters(EJML, mine.network().config());
        copy.copyFrom(shards.backward());
        sum.add(copy);
        if (!windows.beginsAt(window + 1)) {
          shards.carryState();
        }
        window++;
        read++;
      } while (read < count && !(border.isEmpty() && windows.beginsAt(window)));
      double rate = 0.3 / (reduction == Reduction.MEAN ? characters : streams);
      for (Parameters gradients : sum) {
        for (int i = 0; i < gradients.size(); i++) {
          EJML.axpy(-rate, gradients.get(i).value(), mine.network().parameters().get(i).value());
        }
      }
      mine.network().parametersChanged();

      assertThat(loss).as("loss of step %d", step).isCloseTo(nats / characters, within(1e-12));
      assertThat(trainer.characters()).isEqualTo(characters);
      assertSame(model, mine, 1e-11, step);
    }
    assertThat(trainer.epochs()).isCloseTo(windows.epochs(window), within(1e-12));
  }

  /** Before anything is trained, N windows of T have the losses of one of N·T. */
  @ParameterizedTest
  @CsvSource({"2, 12", "4, 6", "24, 1"})
  void firstLoss_isThatOfALongWindow(int count, int length) {
    for (CellType cell : CellType.values()) {
      Trainer many =
          new Trainer(model(EJML, cell, ""), CORPUS.tokens(), config(count, 5, length, 1));
      Trainer one = new Trainer(model(EJML, cell, ""), CORPUS.tokens(), config(1, 5, 24, 1));
      assertThat(many.step()).isCloseTo(one.step(), within(1e-13));
      assertThat(many.characters()).isEqualTo(one.characters()).isEqualTo(120);
    }
  }

  @ParameterizedTest(name = "{0} windows, border \"{1}\"")
  @CsvSource({"1, ''", "2, ''", "3, ''", "7, ''", "100, ''", "1, ' '", "3, ' '", "11, ' '"})
  void stepsAndPasses_areCountedInUpdates(int count, String border) {
    TrainingConfig how = config(count, 4, 7, 1).toBuilder().epochs(3).build();
    TrainingText text = text(border);
    Trainer one =
        new Trainer(
            model(EJML, CellType.RNN, border),
            text,
            config(1, 4, 7, 1).toBuilder().epochs(3).build());
    Trainer trainer = new Trainer(model(EJML, CellType.RNN, border), text, how);
    assertThat(trainer.totalSteps()).isEqualTo(text.steps(how));
    long windows = one.stepsPerEpoch();
    assertThat(trainer.stepsPerEpoch()).isEqualTo((windows + count - 1) / count);
    long characters = 0;
    long done = 0;
    int passes = 0;
    while (trainer.steps() < trainer.totalSteps()) {
      trainer.step();
      characters += trainer.characters();
      if (trainer.atEpochStart()) {
        passes++;
      }
      // A pass through a text is cut by its windows, one through records by their predictions.
      done = Math.min(done + count, (done / windows + 1) * windows);
      double expected =
          border.isEmpty() ? (double) done / windows : (double) characters / text.predictions();
      assertThat(trainer.epochs()).isCloseTo(expected, within(1e-12));
    }
    if (count < 100) {
      assertThat(passes).isEqualTo(3);
    }
    if (border.isEmpty()) {
      assertThat(characters).isEqualTo(3 * text.predictions());
    } else {
      assertThat(characters)
          .isBetween(3 * text.predictions(), 3 * text.predictions() + 28L * count);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, ''", "4, ''", "2, ' '"})
  void model_isTheSameForAnyNumberOfThreads(int shards, String border) {
    List<double[]> expected = trained(new VectorLinearAlgebra(), shards, border);
    for (int threads = 2; threads <= 4; threads++) {
      assertThat(trained(new VectorLinearAlgebra().withThreads(threads), shards, border))
          .usingElementComparator(java.util.Arrays::compare)
          .containsExactlyElementsOf(expected);
    }
  }

  private static List<double[]> trained(LinearAlgebra la, int shards, String border) {
    Model model = model(la, CellType.GRU, border);
    Trainer trainer = new Trainer(model, text(border), config(3, 9, 5, shards));
    for (int i = 0; i < 20; i++) {
      trainer.step();
    }
    return numbers(model);
  }

  @Test
  void config_isReadAsItWasWritten_andOneIsNotNamed() {
    TrainingConfig four = config(4, 5, 6, 1);
    assertThat(four.toMap()).containsEntry("accumulate", "4");
    assertThat(TrainingConfig.parse(four.toMap())).isEqualTo(four);
    assertThat(config(1, 5, 6, 1).toMap()).doesNotContainKey("accumulate");
    assertThat(TrainingConfig.parse(config(1, 5, 6, 1).toMap()).accumulate()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "-3, 10", "2147483647, 10", "2, 9223372036854775807"})
  void config_refusesWhatCannotBeCounted(int count, long steps) {
    TrainingConfig.Builder builder = config(1, 5, 6, 1).toBuilder().steps(steps);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.accumulate(count).build())
        .withMessageContaining("accumulate");
    Map<String, String> file = new TreeMap<>(builder.accumulate(1).build().toMap());
    file.put("accumulate", Integer.toString(count));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingConfig.parse(file))
        .withMessageContaining("'accumulate'");
  }

  // ------------------------------------------------------------------------------ tools

  private static void assertSame(Model actual, Model expected, double tolerance, int step) {
    for (int i = 0; i < numbers(actual).size(); i++) {
      assertThat(numbers(actual).get(i))
          .as("%s after step %d", actual.network().parameters().get(i).name(), step)
          .usingComparatorWithPrecision(tolerance)
          .containsExactly(numbers(expected).get(i));
    }
  }

  private static List<double[]> numbers(Model model) {
    List<double[]> values = new ArrayList<>();
    for (Parameter parameter : model.network().parameters()) {
      values.add(parameter.value().toArray());
    }
    return values;
  }

  private static TrainingConfig config(int count, int streams, int length, int shards) {
    return TrainingConfig.builder()
        .sequenceLength(length)
        .batchSize(streams)
        .shards(shards)
        .accumulate(count)
        .steps(30)
        .learningRate(0.01)
        .build();
  }

  private static TrainingText text(String border) {
    return border.isEmpty()
        ? TrainingText.of(CORPUS.tokens())
        : TrainingText.of(RecordTokens.find(CORPUS.tokens(), CORPUS.vocabulary().encode(border)));
  }

  private static Model model(LinearAlgebra la, CellType cell, String border) {
    Network network =
        new Network(
            la, NetworkConfig.builder(cell, CORPUS.vocabulary().size(), 8).layers(2).build());
    Initialization.uniform(network, new RandomStreams(4));
    Model model = new Model(network, CORPUS.vocabulary());
    return border.isEmpty() ? model : model.withRecords(new RecordBorder(border));
  }
}
