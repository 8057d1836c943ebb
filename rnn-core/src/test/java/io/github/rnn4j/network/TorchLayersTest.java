// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.StateDict;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What torch.nn's layers cannot do, against what PyTorch's autograd makes of it in float64: logits,
 * loss, end state and every gradient, those of the start state included. {@code
 * reference/torch-layers.py} has the formulas, written out.
 */
class TorchLayersTest {
  private static final double DOUBLE = 1e-10;
  private static final double FLOAT = 2e-5;
  private static final int VOCABULARY = 5;
  private static final int HIDDEN = 7;
  private static final int STEPS = 6;
  private static final int BATCH = 3;

  /** Each kind of layer, of each cell, on each backend. */
  static Stream<Arguments> cases() {
    return Stream.of(
            new EjmlLinearAlgebra(),
            new CommonsMathLinearAlgebra(),
            new JavaLinearAlgebra(),
            new VectorLinearAlgebra())
        .flatMap(
            la ->
                Arrays.stream(CellType.values())
                    .flatMap(
                        cell ->
                            Stream.of(
                                Arguments.of(la, "residual", cell, residual()),
                                Arguments.of(la, "norm", cell, norm()),
                                Arguments.of(la, "both", cell, both()))));
  }

  private static UnaryOperator<NetworkConfig.Builder> residual() {
    return network -> network.layers(3).residual(true);
  }

  private static UnaryOperator<NetworkConfig.Builder> norm() {
    return network -> network.layers(2).layerNorm(true);
  }

  private static UnaryOperator<NetworkConfig.Builder> both() {
    return network -> network.layers(3).residual(true).layerNorm(true);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void window_equalsPyTorch(
      LinearAlgebra la, String kind, CellType cell, UnaryOperator<NetworkConfig.Builder> setting)
      throws IOException {
    SafetensorsFile file = read("torch-layers-" + kind + "-" + cell.id());
    NetworkConfig config =
        setting.apply(NetworkConfig.builder(cell, VOCABULARY, HIDDEN).recurrentBias(true)).build();
    Network network = new Network(la, config);
    StateDict.read(file, network, name -> !name.startsWith("rnn.") && !name.startsWith("decoder."));
    Unrolled unrolled =
        new Unrolled(network, STEPS, BATCH, Unrolled.Gradients.PARAMETERS_AND_START_STATE);
    int state = config.layers() * BATCH * HIDDEN;
    for (int part = 0; part < unrolled.stateParts(); part++) {
      double[] start = file.tensor(part == 0 ? "h0" : "c0").toDoubles();
      for (int k = 0; k < config.layers(); k++) {
        unrolled.startState(k, part).copyFrom(start, k * BATCH * HIDDEN);
      }
    }
    int[] ids = Arrays.stream(file.tensor("ids").toLongs()).mapToInt(Math::toIntExact).toArray();
    int rows = STEPS * BATCH;
    double[] logits = unrolled.forward(ids, STEPS, BATCH).toArray();
    double bound = la instanceof VectorLinearAlgebra ? FLOAT : DOUBLE;

    assertClose("logits", logits, file, bound);
    int[] targets = Arrays.copyOfRange(ids, BATCH, BATCH + rows);
    assertThat(unrolled.loss(targets, 1.0 / rows) / rows)
        .isCloseTo(file.tensor("loss").toDoubles()[0], within(bound));
    for (int part = 0; part < unrolled.stateParts(); part++) {
      double[] end = new double[state];
      for (int k = 0; k < config.layers(); k++) {
        unrolled.endState(k, part).copyTo(end, k * BATCH * HIDDEN);
      }
      assertClose(part == 0 ? "h_n" : "c_n", end, file, bound);
    }
    unrolled.carryState();
    double[] last = Arrays.copyOfRange(logits, (rows - BATCH) * VOCABULARY, rows * VOCABULARY);
    assertThat(unrolled.startLogits().toArray())
        .as("the logits that follow from the end state are those of the last step, bit for bit")
        .isEqualTo(last);
    for (Parameter gradient : unrolled.backward()) {
      assertClose("grad." + gradient.name(), gradient.value().toArray(), file, bound);
    }
    for (int part = 0; part < unrolled.stateParts(); part++) {
      double[] gradient = new double[state];
      for (int k = 0; k < config.layers(); k++) {
        unrolled.startStateGradient(k, part).copyTo(gradient, k * BATCH * HIDDEN);
      }
      assertClose(part == 0 ? "grad.h0" : "grad.c0", gradient, file, bound);
    }
  }

  private static void assertClose(String what, double[] actual, SafetensorsFile file, double bound)
      throws IOException {
    assertThat(actual).as(what).containsExactly(file.tensor(what).toDoubles(), within(bound));
  }

  private static SafetensorsFile read(String name) throws IOException {
    String resource = "/reference/" + name + ".safetensors";
    try (InputStream in = TorchLayersTest.class.getResourceAsStream(resource)) {
      return SafetensorsFile.read(in, resource);
    }
  }
}
