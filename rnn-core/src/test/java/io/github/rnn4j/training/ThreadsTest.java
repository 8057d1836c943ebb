// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Corpus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of threads does not show in what is learned, to the bit. */
class ThreadsTest {
  private static final Corpus CORPUS =
      Corpus.of(
          "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
              .repeat(13));

  /** 13 streams are shared unequally; the last window of a text has a short step. */
  @ParameterizedTest(name = "{0}, hidden {1}, streams {2}, border \"{3}\"")
  @CsvSource({
    "RNN, 40, 13, ''",
    "LSTM, 40, 13, ''",
    "GRU, 40, 13, ''",
    "RNN, 40, 13, '; '",
    "LSTM, 40, 13, '; '",
    "GRU, 40, 13, '; '",
    "LSTM, 130, 50, ''",
    "GRU, 130, 1, ''"
  })
  void parameters_areTheSameForAnyNumberOfThreads(
      CellType cell, int hidden, int streams, String border) {
    List<double[]> expected = train(new VectorLinearAlgebra(), cell, hidden, streams, border);
    for (int threads : new int[] {2, 3, 4}) {
      LinearAlgebra la = new VectorLinearAlgebra().withThreads(threads);
      List<double[]> actual = train(la, cell, hidden, streams, border);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i))
            .as("parameter %d, %d threads", i, threads)
            .isEqualTo(expected.get(i));
      }
    }
  }

  private static List<double[]> train(
      LinearAlgebra la, CellType cell, int hidden, int streams, String border) {
    NetworkConfig config =
        NetworkConfig.builder(cell, CORPUS.vocabulary().size(), hidden).layers(2).build();
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(4));
    network.parametersChanged();
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(7)
            .batchSize(streams)
            .epochs(3)
            .learningRate(0.01)
            .optimizer(new OptimizerConfig(OptimizerType.ADAM))
            .clipping(Clipping.norm(1))
            .dropout(0.2)
            .build();
    TrainingText text =
        border.isEmpty()
            ? TrainingText.of(CORPUS.tokens())
            : TrainingText.of(
                RecordTokens.find(CORPUS.tokens(), CORPUS.vocabulary().encode(border)));
    Model model = new Model(network, CORPUS.vocabulary());
    Trainer trainer =
        new Trainer(
            border.isEmpty() ? model : model.withRecords(new RecordBorder(border)), text, how);
    for (int i = 0; i < 20; i++) {
      trainer.step();
    }
    List<double[]> values = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      values.add(parameter.value().toArray());
    }
    assertThat(values).allSatisfy(value -> assertThat(value).doesNotContain(Double.NaN));
    return values;
  }
}
