// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.DropoutRates;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gradient of a batch in blocks: that of the whole batch, summed in an order that the number of
 * blocks alone decides.
 */
class ShardsTest {
  private static final LinearAlgebra EJML = new EjmlLinearAlgebra();

  /** 91 tokens: 90 pairs. */
  private static final Corpus CORPUS =
      Corpus.of(
          "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
              + "again");

  /**
   * Blocks of equal and unequal sizes. With 7 streams a pass ends in a step of 6 rows of its own
   * window, in which the last block has none.
   */
  @ParameterizedTest(name = "{0}, {1} streams in {2} blocks, windows of {3}, border \"{4}\"")
  @CsvSource({
    "LSTM, 8, 2, 5, ''",
    "LSTM, 8, 8, 5, ''",
    "GRU, 7, 4, 12, ''",
    "RNN, 7, 2, 12, ''",
    "RNN, 13, 8, 3, ''",
    "LSTM, 7, 4, 5, ' '",
    "GRU, 4, 4, 9, ' '",
  })
  void gradient_isThatOfTheWholeBatch(
      CellType cell, int streams, int shards, int steps, String border) {
    TrainingConfig one = config(streams, 1, steps);
    Run whole = new Run(EJML, cell, one, border);
    Run blocks = new Run(EJML, cell, one.toBuilder().shards(shards).build(), border);
    for (int step = 0; step < 12; step++) {
      double loss = whole.forward(step);
      assertThat(blocks.forward(step)).as("loss of step %d", step).isCloseTo(loss, within(1e-12));
      Parameters expected = whole.shards.backward();
      Parameters actual = blocks.shards.backward();
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).value().toArray())
            .as("gradient of %s at step %d", expected.get(i).name(), step)
            .usingComparatorWithPrecision(1e-13)
            .containsExactly(expected.get(i).value().toArray());
      }
      whole.carry(step);
      blocks.carry(step);
      assertThat(blocks.state()).as("state after step %d", step).isEqualTo(whole.state());
    }
  }

  /** Each block by itself, the last first; then ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void gradient_isTheSumInAnAlignedTree(int count) {
    TrainingConfig config = config(13, count, 6);
    Run run = new Run(EJML, CellType.LSTM, config, "");
    double loss = run.forward(0);
    Parameters sum = run.shards.backward();

    List<double[]> parts = new ArrayList<>();
    double[] losses = new double[count];
    String name = sum.get(0).name();
    double scale = config.reduction().factor(run.rows, 13);
    for (int s = count - 1; s >= 0; s--) {
      Shard shard = new Shard(run.model.network(), config, s * 13 / count, (s + 1) * 13 / count);
      losses[s] = shard.forward(0, run.windows, run.inputs, run.targets, scale);
      shard.backward();
      parts.add(0, shard.gradients().get(name).value().toArray());
    }
    assertThat(loss).isEqualTo(tree(losses, 0, count));
    double[] actual = sum.get(name).value().toArray();
    int unlike = 0;
    for (int i = 0; i < actual.length; i++) {
      double[] numbers = new double[count];
      double inTurn = 0;
      for (int s = 0; s < count; s++) {
        numbers[s] = parts.get(s)[i];
        inTurn += numbers[s];
      }
      assertThat(actual[i]).isEqualTo(tree(numbers, 0, count));
      unlike += actual[i] == inTurn ? 0 : 1;
    }
    if (count > 2) {
      assertThat(unlike).as("elements that another order of the sum would change").isPositive();
    }
  }

  private static double tree(double[] numbers, int from, int to) {
    if (to - from == 1) {
      return numbers[from];
    }
    int middle = (from + to) / 2;
    return tree(numbers, from, middle) + tree(numbers, middle, to);
  }

  @ParameterizedTest(name = "{0} blocks, border \"{1}\"")
  @CsvSource({"2, ''", "4, ''", "8, ''", "4, ' '"})
  void model_isTheSameForAnyNumberOfThreads(int shards, String border) {
    TrainingConfig config = config(13, shards, 6);
    List<double[]> expected = train(new VectorLinearAlgebra(), config, border);
    for (int threads : new int[] {2, 3, 4}) {
      assertThat(train(new VectorLinearAlgebra().withThreads(threads), config, border))
          .as("%d threads", threads)
          .usingElementComparator(java.util.Arrays::compare)
          .containsExactlyElementsOf(expected);
    }
    assertThat(train(new VectorLinearAlgebra(), config(13, 1, 6), border))
        .as("one block sums in another order")
        .usingElementComparator(java.util.Arrays::compare)
        .isNotEqualTo(expected);
  }

  private static List<double[]> train(LinearAlgebra la, TrainingConfig config, String border) {
    Run run = new Run(la, CellType.GRU, config, border);
    Trainer trainer = new Trainer(run.model, run.text, config);
    for (int i = 0; i < 25; i++) {
      trainer.step();
    }
    return run.weights();
  }

  // ------------------------------------------------------------------------------------- settings

  @Test
  void config_isReadAsItWasWritten() {
    TrainingConfig four = config(8, 4, 5);
    assertThat(four.toMap()).containsEntry("shards", "4");
    assertThat(TrainingConfig.parse(four.toMap())).isEqualTo(four);
    assertThat(four).isNotEqualTo(config(8, 2, 5));
  }

  /** As files that are older than shards have it, and so that their bytes stay what they were. */
  @Test
  void config_ofOneShardDoesNotNameIt() {
    TrainingConfig one = config(8, 1, 5);
    assertThat(one.toMap()).doesNotContainKey("shards");
    assertThat(TrainingConfig.parse(one.toMap()).shards()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | the shards must be a power of two: 3",
        "0 | the shards must be a power of two: 0",
        "-4 | the shards must be a power of two: -4",
        "-2147483648 | the shards must be a power of two: -2147483648",
        "16 | a batch of 8 streams cannot be cut into 16 shards: take fewer shards, or a larger"
            + " batch",
      })
  void config_refusesWhatCannotBeCut(int shards, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(8, shards, 5))
        .withMessage(message);
    Map<String, String> file = new TreeMap<>(config(8, 4, 5).toMap());
    file.put("shards", Integer.toString(shards));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingConfig.parse(file))
        .withMessageContaining("shards");
  }

  private static TrainingConfig config(int streams, int shards, int steps) {
    return TrainingConfig.builder()
        .sequenceLength(steps)
        .batchSize(streams)
        .shards(shards)
        .epochs(3)
        .learningRate(0.01)
        .optimizer(new OptimizerConfig(OptimizerType.ADAM))
        .clipping(Clipping.norm(1))
        .dropout(0.3)
        .dropoutKind(DropoutRates.Kind.VARIATIONAL)
        .inputDropout(0.1)
        .recurrentDropout(0.2)
        .weightDrop(0.2)
        .build();
  }

  /** A network with its text, window by window. */
  private static final class Run {
    final Model model;
    final TrainingText text;
    final Windows windows;
    final Shards shards;
    final TrainingConfig config;
    final int[] inputs;
    final int[] targets;
    int rows;

    Run(LinearAlgebra la, CellType cell, TrainingConfig config, String border) {
      Network network =
          new Network(
              la, NetworkConfig.builder(cell, CORPUS.vocabulary().size(), 11).layers(2).build());
      Initialization.uniform(network, new RandomStreams(4));
      Model plain = new Model(network, CORPUS.vocabulary());
      this.model = border.isEmpty() ? plain : plain.withRecords(new RecordBorder(border));
      this.text =
          border.isEmpty()
              ? TrainingText.of(CORPUS.tokens())
              : TrainingText.of(
                  RecordTokens.find(CORPUS.tokens(), CORPUS.vocabulary().encode(border)));
      this.config = config;
      this.windows = text.windows(model, config);
      this.shards = new Shards(network, config);
      this.inputs = new int[windows.largest()];
      this.targets = new int[windows.largest()];
    }

    double forward(int step) {
      if (windows.beginsAt(step)) {
        shards.resetState();
      }
      rows = windows.fill(step, inputs, targets);
      double scale = config.reduction().factor(rows, config.batchSize());
      return shards.forward(step, windows, inputs, targets, scale, true);
    }

    void carry(int step) {
      if (!windows.beginsAt(step + 1)) {
        shards.carryState();
      }
    }

    List<List<Double>> state() {
      List<List<Double>> parts = new ArrayList<>();
      NetworkConfig sizes = model.network().config();
      for (int k = 0; k < sizes.layers(); k++) {
        for (int part = 0; part < sizes.cell().stateParts(); part++) {
          Matrix state = model.network().la().zeros(config.batchSize(), sizes.hiddenSize());
          shards.copyState(k, part, state);
          List<Double> numbers = new ArrayList<>();
          for (double number : state.toArray()) {
            numbers.add(number);
          }
          parts.add(numbers);
        }
      }
      return parts;
    }

    List<double[]> weights() {
      List<double[]> values = new ArrayList<>();
      for (Parameter parameter : model.network().parameters()) {
        values.add(parameter.value().toArray());
      }
      return values;
    }
  }
}
