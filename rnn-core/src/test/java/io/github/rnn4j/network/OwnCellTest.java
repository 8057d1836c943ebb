// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.StateFile;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.training.OptimizerConfig;
import io.github.rnn4j.training.OptimizerType;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A network takes a cell that nobody listed; its gradients are held in GradientCheckTest. */
class OwnCellTest {
  private static final Cell CELL = new MinimalGatedCell();
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();

  /** Against the formulas of its head, number by number. */
  @Test
  void forward_isThatOfTheFormulas() {
    int units = 4;
    Network network = new Network(LA, new NetworkConfig(CELL, 5, units));
    Initialization.uniform(network, new RandomStreams(9));
    int[] tokens = {3, 1, 4, 1, 0};
    Unrolled unrolled = new Unrolled(network, tokens.length, 1, Unrolled.Gradients.NONE);
    unrolled.forward(tokens, tokens.length, 1);

    double[] h = new double[units];
    for (int token : tokens) {
      double[] before = h.clone();
      for (int j = 0; j < units; j++) {
        double f = 1 / (1 + Math.exp(-x(network, j, token) - y(network, j, before)));
        int row = units + j;
        double n = Math.tanh(x(network, row, token) + f * y(network, row, before));
        h[j] = (1 - f) * before[j] + f * n;
      }
    }
    assertThat(unrolled.endState(0, 0).toArray()).containsExactly(h, within(1e-14));
  }

  private static double x(Network network, int row, int token) {
    return network.parameters().get("rnn.weight_ih_l0").value().get(row, token)
        + network.parameters().get("rnn.bias_ih_l0").value().get(0, row);
  }

  private static double y(Network network, int row, double[] h) {
    Matrix whh = network.parameters().get("rnn.weight_hh_l0").value();
    double sum = network.parameters().get("rnn.bias_hh_l0").value().get(0, row);
    for (int j = 0; j < h.length; j++) {
      sum += whh.get(row, j) * h[j];
    }
    return sum;
  }

  @Test
  void training_learnsAndWrites() {
    Corpus corpus = Corpus.of("hello world");
    Network network = new Network(LA, new NetworkConfig(CELL, corpus.vocabulary().size(), 16));
    Initialization.uniform(network, new RandomStreams(1));
    Model model = new Model(network, corpus.vocabulary());
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(10)
            .batchSize(1)
            .epochs(400)
            .optimizer(new OptimizerConfig(OptimizerType.ADAM))
            .learningRate(0.02)
            .build();
    Trainer trainer = new Trainer(model, corpus.tokens(), how);
    while (trainer.steps() < trainer.totalSteps()) {
      trainer.step();
    }
    TextGenerator writer =
        new TextGenerator(
            model, TokenSampler.temperature(0), new RandomStreams(1).stream("sample", 0));
    assertThat(writer.read("h").generate(10)).isEqualTo("ello world");
  }

  @Test
  void file_cannotNameItAndSaysSo() {
    Corpus corpus = Corpus.of("hello world");
    Network network = new Network(LA, new NetworkConfig(CELL, corpus.vocabulary().size(), 4));
    Initialization.uniform(network, new RandomStreams(1));

    assertThatIllegalArgumentException()
        .isThrownBy(new Model(network, corpus.vocabulary())::toBytes)
        .withMessageContaining("CellType lists, which mgu is not");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateFile.toBytes(new Predictor(network).state()))
        .withMessageContaining("mgu");
  }

  @Test
  void cellsThatALayerCannotHave_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkConfig(cell(0, 1, false), 5, 4))
        .withMessageContaining("odd has 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkConfig(cell(1, 3, false), 5, 4))
        .withMessageContaining("odd has 1 and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkConfig(cell(2, 1, true), 5, 4))
        .withMessageContaining("odd has 2 gates and one bias");
  }

  /**
   * Its layer normalizes x and y, without the cell's doing: GradientCheckTest has its gradients.
   */
  @Test
  void layerNorm_isTheLayersAffair() {
    int units = 4;
    NetworkConfig config = NetworkConfig.builder(CELL, 5, units).layerNorm(true).build();
    Network network = new Network(LA, config);
    Initialization.uniform(network, new RandomStreams(9));
    Unrolled unrolled = new Unrolled(network, 2, 1, Unrolled.Gradients.NONE);
    unrolled.forward(new int[] {3, 1}, 2, 1);

    double[] h = new double[units];
    for (int token : new int[] {3, 1}) {
      double[] before = h.clone();
      double[] x = normal(network, "ih", units, row -> x(network, row, token));
      double[] y = normal(network, "hh", units, row -> y(network, row, before));
      for (int j = 0; j < units; j++) {
        double f = 1 / (1 + Math.exp(-x[j] - y[j]));
        double n = Math.tanh(x[units + j] + f * y[units + j]);
        h[j] = (1 - f) * before[j] + f * n;
      }
    }
    assertThat(unrolled.endState(0, 0).toArray()).containsExactly(h, within(1e-13));
  }

  /** LN of a product, to which the bias was added already. */
  private static double[] normal(
      Network network, String kind, int units, IntToDoubleFunction product) {
    Matrix bias = network.parameters().get("rnn.bias_" + kind + "_l0").value();
    double[] a = new double[2 * units];
    for (int row = 0; row < a.length; row++) {
      a[row] = product.applyAsDouble(row) - bias.get(0, row);
    }
    double mean = Arrays.stream(a).average().orElseThrow();
    double variance = Arrays.stream(a).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    for (int row = 0; row < a.length; row++) {
      a[row] = (a[row] - mean) / Math.sqrt(variance + 1e-5) + bias.get(0, row);
    }
    return a;
  }

  private static Cell cell(int gates, int stateParts, boolean inPlace) {
    return new Cell() {
      @Override
      public String id() {
        return "odd";
      }

      @Override
      public int gates() {
        return gates;
      }

      @Override
      public int stateParts() {
        return stateParts;
      }

      @Override
      public boolean inPlace() {
        return inPlace;
      }

      @Override
      public void forward(LinearAlgebra la, CellStep step) {}

      @Override
      public void backward(LinearAlgebra la, CellStep step) {}
    };
  }
}
