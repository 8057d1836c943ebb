// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.text.Vocabulary;
import java.util.List;
import java.util.SplittableRandom;

/** Small models of random weights, of every kind. */
final class TestModels {
  private TestModels() {}

  static Model model(LinearAlgebra la, CellType cell, int hidden, Vocabulary vocabulary) {
    NetworkConfig config = NetworkConfig.builder(cell, vocabulary.size(), hidden).layers(2).build();
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(2718));
    // So that some tokens are far likelier than others.
    la.scale(9, network.parameters().get("decoder.weight").value());
    network.parametersChanged();
    return new Model(network, vocabulary);
  }

  /** Of continuous text. */
  static Model text() {
    return model(new JavaLinearAlgebra(), CellType.LSTM, 12, Vocabulary.of("\nabcdé😀 <>"));
  }

  static Model bytes() {
    return model(new JavaLinearAlgebra(), CellType.GRU, 9, Vocabulary.ofBytes());
  }

  static Model words() {
    return model(
        new JavaLinearAlgebra(),
        CellType.RNN,
        9,
        Vocabulary.ofWords(List.of("the", " ", "cat", "sat", ".", "\n")));
  }

  /** Of records of a, b and c, one a line, with labels; calibrated, and with a memory. */
  static Model records() {
    Labels labels = new Labels(List.of("left", "right"));
    Model model =
        model(
                new JavaLinearAlgebra(),
                CellType.LSTM,
                11,
                Vocabulary.of("abc\n" + Labels.symbol(0) + Labels.symbol(1)))
            .withRecords(RecordBorder.LINE)
            .withLabels(labels, 2)
            .withNovelty(new Novelty(0.001));
    int[] symbols = labels.tokens(model.vocabulary());
    SplittableRandom random = new SplittableRandom(7);
    int[][] heldOut = new int[200][];
    for (int i = 0; i < heldOut.length; i++) {
      heldOut[i] = random.ints(1 + random.nextInt(9), 0, 3).toArray();
      heldOut[i][0] = symbols[random.nextInt(2)];
    }
    RecordTokens tokens =
        RecordTokens.of(
            model.vocabulary().size(), heldOut, RecordBorder.LINE.tokens(model.vocabulary()));
    return model
        .withCalibration(new RecordScorer(model).calibrate(tokens))
        .withKnown(KnownRecords.of(tokens));
  }

  /** Of records without labels, and not calibrated. */
  static Model plainRecords() {
    return model(new JavaLinearAlgebra(), CellType.GRU, 8, Vocabulary.of("xyz\n"))
        .withRecords(RecordBorder.LINE);
  }

  /** A model whose weights are no numbers. */
  static Model damaged() {
    Model model = text();
    Model copy = model.copy(new JavaLinearAlgebra());
    copy.network().parameters().get("decoder.bias").value().set(0, 0, Double.NaN);
    copy.network().parametersChanged();
    return copy;
  }
}
