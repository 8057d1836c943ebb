// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.model.StateDict;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forward and backward held against PyTorch 2.13 in float64: {@code reference/torch-*.safetensors},
 * whose metadata has the sizes. The first chunk of six steps by three streams, from a start state
 * that is not zero.
 */
class TorchReferenceTest {
  private static final double TOLERANCE = 1e-10;
  private static final int VOCABULARY = 5;
  private static final int HIDDEN = 7;
  private static final int STEPS = 6;
  private static final int BATCH = 3;

  static Stream<Arguments> cases() {
    return Stream.of(
            new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra())
        .flatMap(
            la ->
                Arrays.stream(CellType.values())
                    .flatMap(
                        cell ->
                            Stream.of(1, 2)
                                .flatMap(
                                    layers ->
                                        Stream.of(true, false)
                                            .map(bias -> Arguments.of(la, cell, layers, bias)))));
  }

  @ParameterizedTest(name = "{0} {1} {2} recurrentBias={3}")
  @MethodSource("cases")
  void firstChunk_equalsPyTorch(LinearAlgebra la, CellType cell, int layers, boolean recurrentBias)
      throws IOException {
    SafetensorsFile file = read("torch-" + cell.id() + "-" + layers);
    NetworkConfig config =
        NetworkConfig.builder(cell, VOCABULARY, HIDDEN)
            .layers(layers)
            .recurrentBias(recurrentBias)
            .build();
    Network network = new Network(la, config);
    StateDict.read(file, network, name -> !name.startsWith("rnn.") && !name.startsWith("decoder."));
    Unrolled unrolled =
        new Unrolled(network, STEPS, BATCH, Unrolled.Gradients.PARAMETERS_AND_START_STATE);
    for (int part = 0; part < unrolled.stateParts(); part++) {
      double[] start = file.tensor(part == 0 ? "h0" : "c0").toDoubles();
      for (int k = 0; k < layers; k++) {
        unrolled.startState(k, part).copyFrom(start, k * BATCH * HIDDEN);
      }
    }
    int[] ids = Arrays.stream(file.tensor("ids").toLongs()).mapToInt(Math::toIntExact).toArray();
    int rows = STEPS * BATCH;
    int[] targets = Arrays.copyOfRange(ids, BATCH, BATCH + rows);

    Matrix logits = unrolled.forward(ids, STEPS, BATCH);
    assertClose("logits", logits.toArray(), file.tensor("logits").toDoubles());
    assertThat(unrolled.loss(targets, 1.0 / rows) / rows)
        .isCloseTo(file.tensor("loss").toDoubles()[0], within(TOLERANCE));
    for (int part = 0; part < unrolled.stateParts(); part++) {
      double[] end = new double[layers * BATCH * HIDDEN];
      double[] last = new double[layers * BATCH * HIDDEN];
      for (int k = 0; k < layers; k++) {
        unrolled.endState(k, part).copyTo(end, k * BATCH * HIDDEN);
        unrolled.states(k, part).rows(rows - BATCH, rows).copyTo(last, k * BATCH * HIDDEN);
      }
      String name = part == 0 ? "h_n" : "c_n";
      assertClose(name, end, file.tensor(name).toDoubles());
      assertClose("states, " + name, last, file.tensor(name).toDoubles());
    }
    for (Parameter gradient : unrolled.backward()) {
      String name = "grad." + gradient.name();
      assertClose(name, gradient.value().toArray(), file.tensor(name).toDoubles());
    }
  }

  private static void assertClose(String what, double[] actual, double[] expected) {
    assertThat(actual).as(what).hasSize(expected.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static SafetensorsFile read(String name) throws IOException {
    String resource = "/reference/" + name + ".safetensors";
    try (InputStream in = TorchReferenceTest.class.getResourceAsStream(resource)) {
      return SafetensorsFile.read(in, resource);
    }
  }
}
