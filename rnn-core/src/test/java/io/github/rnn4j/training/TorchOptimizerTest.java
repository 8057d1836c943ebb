// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Five steps of truncated back-propagation with each optimizer, held against PyTorch in float64:
 * {@code reference/torch-*.safetensors}. The state is carried from chunk to chunk and set back to
 * h0 whenever the first chunk comes round.
 */
class TorchOptimizerTest {
  private static final List<String> CASES =
      List.of("rnn-1", "rnn-2", "lstm-1", "lstm-2", "gru-1", "gru-2");

  private static final List<Run> RUNS =
      List.of(
          new Run("sgd", "sgd", 0.1, "none"),
          new Run("momentum", "momentum:momentum=0.9", 0.1, "none"),
          new Run("nesterov", "nesterov:momentum=0.9", 0.1, "none"),
          new Run("adagrad", "adagrad:epsilon=1e-10", 0.1, "none"),
          new Run("rmsprop", "rmsprop:alpha=0.95,epsilon=1e-8", 0.002, "none"),
          new Run("adam", "adam:beta1=0.9,beta2=0.999,epsilon=1e-8", 0.002, "none"),
          new Run("adamw", "adamw:beta1=0.9,beta2=0.999,weight-decay=0.01", 0.002, "none"),
          new Run("sgd+clip0.05", "sgd", 0.1, "norm:0.05"),
          new Run("adam+clip0.05", "adam", 0.002, "norm:0.05"));

  /** A run of the reference: its name there, and what it is in our words. */
  private record Run(String name, String optimizer, double rate, String clipping) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> runs() {
    return CASES.stream()
        .flatMap(
            name ->
                RUNS.stream()
                    .flatMap(
                        run ->
                            Stream.of(
                                    new EjmlLinearAlgebra(),
                                    new CommonsMathLinearAlgebra(),
                                    new JavaLinearAlgebra())
                                .map(la -> Arguments.of(name, run, la.name(), la))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("runs")
  void lossesAndParametersAfterFiveSteps_equalPyTorch(
      String name, Run run, String backend, LinearAlgebra la) throws IOException {
    Reference reference = Reference.read(name);
    Network network = reference.network(la);
    Optimizer optimizer = OptimizerConfig.parse(run.optimizer()).create(la, network.config());
    Clipping clipping = Clipping.parse(run.clipping());
    double[] expected = reference.numbers("losses." + run.name());
    double[] losses = new double[expected.length];

    Unrolled unrolled =
        new Unrolled(network, reference.time, reference.batch, Unrolled.Gradients.PARAMETERS);
    int rows = reference.time * reference.batch;
    for (int step = 0; step < losses.length; step++) {
      int chunk = step % reference.chunks;
      if (chunk == 0) {
        reference.setStartState(unrolled);
      } else {
        unrolled.carryState();
      }
      int[] inputs = reference.ids(chunk * reference.time);
      unrolled.forward(inputs, reference.time, reference.batch);
      double factor = Reduction.MEAN.factor(rows, reference.batch);
      losses[step] = factor * unrolled.loss(reference.ids(chunk * reference.time + 1), factor);
      Parameters gradients = unrolled.backward();
      clipping.clip(la, gradients);
      optimizer.update(network.parameters(), gradients, run.rate());
      network.parametersChanged();
    }

    assertThat(losses).as("losses").containsExactly(expected, within(1e-10));
    for (Parameter parameter : network.parameters()) {
      assertThat(parameter.value().toArray())
          .as(parameter.name())
          .containsExactly(
              reference.numbers("after." + run.name() + "." + parameter.name()), within(1e-8));
    }
  }

  /** A file of the reference. */
  private static final class Reference {
    private final String name;
    private final SafetensorsFile file;
    private final int layers;
    final int time;
    final int batch;
    final int chunks;

    private Reference(String name, SafetensorsFile file) throws IOException {
      this.name = name;
      this.file = file;
      this.layers = (int) file.tensor("h0").shape()[0];
      this.time = (int) file.tensor("logits").shape()[0];
      this.batch = (int) file.tensor("logits").shape()[1];
      this.chunks = (int) (file.tensor("ids").shape()[0] - 1) / time;
    }

    static Reference read(String name) throws IOException {
      String path = "/reference/torch-" + name + ".safetensors";
      try (InputStream in = TorchOptimizerTest.class.getResourceAsStream(path)) {
        return new Reference(name, SafetensorsFile.read(in, path));
      }
    }

    Network network(LinearAlgebra la) throws IOException {
      CellType cell = CellType.of(name.substring(0, name.indexOf('-')));
      int vocabulary = (int) file.tensor("decoder.weight").shape()[0];
      int hidden = (int) file.tensor("decoder.weight").shape()[1];
      Network network =
          new Network(
              la,
              NetworkConfig.builder(cell, vocabulary, hidden)
                  .layers(layers)
                  .recurrentBias(true)
                  .build());
      for (Parameter parameter : network.parameters()) {
        parameter.value().copyFrom(numbers(parameter.name()), 0);
      }
      network.parametersChanged();
      return network;
    }

    void setStartState(Unrolled unrolled) throws IOException {
      String[] parts = {"h0", "c0"};
      for (int part = 0; part < unrolled.stateParts(); part++) {
        double[] state = numbers(parts[part]);
        for (int layer = 0; layer < layers; layer++) {
          unrolled.startState(layer, part).copyFrom(state, layer * state.length / layers);
        }
      }
    }

    /** The tokens of T steps of all streams, time-major. */
    int[] ids(int from) throws IOException {
      long[] ids = file.tensor("ids").toLongs();
      int[] window = new int[time * batch];
      for (int i = 0; i < window.length; i++) {
        window[i] = (int) ids[from * batch + i];
      }
      return window;
    }

    double[] numbers(String tensor) throws IOException {
      return file.tensor(tensor).toDoubles();
    }
  }
}
