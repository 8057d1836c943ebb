// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.random.RandomStreams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializationTest {
  private static final RandomStreams RANDOM = new RandomStreams(20_260_722);
  private static final int VOCABULARY = 70;
  private static final int HIDDEN = 48;
  private static final int EMBEDDING = 32;
  private static final NetworkConfig LSTM =
      NetworkConfig.builder(CellType.LSTM, VOCABULARY, HIDDEN)
          .layers(2)
          .recurrentBias(true)
          .embedding(EMBEDDING)
          .build();

  private static Network start(InitScheme scheme, NetworkConfig config) {
    Network network = new Network(new EjmlLinearAlgebra(), config);
    Initialization.apply(scheme, network, RANDOM);
    return network;
  }

  private static double[] numbers(Network network, String name) {
    return network.parameters().get(name).value().toArray();
  }

  /** Within 5 deviations of what a sample of that size has. */
  private static void assertUniform(double[] numbers, double bound, String name) {
    double n = numbers.length;
    double deviation = bound / Math.sqrt(3);
    assertThat(Arrays.stream(numbers).map(Math::abs).max().orElseThrow())
        .as(name)
        .isBetween(bound * (1 - 20 / n), bound);
    assertThat(Arrays.stream(numbers).sum() / n)
        .as("mean of %s", name)
        .isCloseTo(0, within(5 * deviation / Math.sqrt(n)));
    assertThat(Arrays.stream(numbers).map(x -> x * x).sum() / n / (deviation * deviation))
        .as("variance of %s", name)
        .isCloseTo(1, within(5 * Math.sqrt(0.8 / n)));
  }

  private static void assertNormal(double[] numbers, double deviation, String name) {
    double n = numbers.length;
    double[] z = Arrays.stream(numbers).map(x -> x / deviation).toArray();
    assertThat(Arrays.stream(z).sum() / n)
        .as("mean of %s", name)
        .isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(Arrays.stream(z).map(x -> x * x).sum() / n)
        .as("variance of %s", name)
        .isCloseTo(1, within(5 * Math.sqrt(2 / n)));
    assertThat(Arrays.stream(z).map(x -> x * x * x * x).sum() / n)
        .as("fourth moment of %s", name)
        .isCloseTo(3, within(5 * Math.sqrt(96 / n)));
    // P(|z| < 0.674489750) = 1/2
    assertThat(Arrays.stream(z).filter(x -> Math.abs(x) < 0.674489750).count() / n)
        .as("the middle half of %s", name)
        .isCloseTo(0.5, within(2.5 / Math.sqrt(n)));
  }

  @Test
  void pytorch_isUniformByTheHiddenSizeAndNormalInTheEmbedding() {
    Network network = start(InitScheme.PYTORCH, LSTM);

    for (Parameter parameter : network.parameters()) {
      double[] numbers = parameter.value().toArray();
      if (parameter.name().equals("encoder.weight")) {
        assertNormal(numbers, 1, parameter.name());
      } else {
        assertUniform(numbers, 1 / Math.sqrt(HIDDEN), parameter.name());
      }
    }
  }

  @Test
  void pytorch_startsTiedWeightsAsADecoder() {
    NetworkConfig tied =
        NetworkConfig.builder(CellType.GRU, VOCABULARY, HIDDEN)
            .embedding(HIDDEN)
            .tieWeights(true)
            .build();

    assertUniform(
        numbers(start(InitScheme.PYTORCH, tied), "encoder.weight"),
        1 / Math.sqrt(HIDDEN),
        "encoder.weight");
  }

  @ParameterizedTest
  @CsvSource({
    "encoder.weight, 102",
    "rnn.weight_ih_l0, 80",
    "rnn.weight_hh_l0, 96",
    "rnn.weight_ih_l1, 96",
    "rnn.weight_hh_l1, 96",
    "decoder.weight, 118"
  })
  void xavier_isUniformByInputsAndOutputs(String name, int inputsAndOutputs) {
    assertUniform(
        numbers(start(InitScheme.XAVIER, LSTM), name), Math.sqrt(6.0 / inputsAndOutputs), name);
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void orthogonal_makesEveryRecurrentGateOrthogonal(CellType cell) {
    NetworkConfig config =
        NetworkConfig.builder(cell, VOCABULARY, HIDDEN).layers(2).embedding(EMBEDDING).build();
    Network network = start(InitScheme.ORTHOGONAL, config);

    for (int k = 0; k < 2; k++) {
      double[] whh = numbers(network, "rnn.weight_hh_l" + k);
      for (int gate = 0; gate < cell.gates(); gate++) {
        int from = gate * HIDDEN * HIDDEN;
        assertOrthogonal(Arrays.copyOfRange(whh, from, from + HIDDEN * HIDDEN), HIDDEN);
      }
    }
    assertUniform(
        numbers(network, "rnn.weight_ih_l0"),
        Math.sqrt(6.0 / (EMBEDDING + HIDDEN)),
        "rnn.weight_ih_l0");
    assertUniform(
        numbers(network, "decoder.weight"),
        Math.sqrt(6.0 / (VOCABULARY + HIDDEN)),
        "decoder.weight");
  }

  private static void assertOrthogonal(double[] q, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int l = 0; l < n; l++) {
          dot += q[i * n + l] * q[j * n + l];
        }
        assertThat(dot).as("rows %d and %d", i, j).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 200})
  void orthogonalMatrix_isOrthogonalAtEverySize(int n) {
    assertOrthogonal(Orthogonal.matrix(n, new Gaussian(RANDOM.stream("test", n))), n);
  }

  /**
   * Uniform in the sense of Haar: Q² has the mean 1/n everywhere, and E[Tr Q] = 0, E[Tr² Q] = 1.
   */
  @Test
  void orthogonalMatrix_favoursNoDirection() {
    int n = 4;
    int count = 20_000;
    Gaussian gaussian = new Gaussian(RANDOM.stream("test", 0));
    double[] sums = new double[n * n];
    double[] squares = new double[n * n];
    double trace = 0;
    double traceSquares = 0;
    int reflections = 0;
    for (int k = 0; k < count; k++) {
      double[] q = Orthogonal.matrix(n, gaussian);
      double t = 0;
      for (int i = 0; i < n * n; i++) {
        sums[i] += q[i];
        squares[i] += q[i] * q[i];
        t += i % (n + 1) == 0 ? q[i] : 0;
      }
      trace += t;
      traceSquares += t * t;
      reflections += determinant4(q) < 0 ? 1 : 0;
    }
    for (int i = 0; i < n * n; i++) {
      assertThat(sums[i] / count).isCloseTo(0, within(5 * 0.5 / Math.sqrt(count)));
      // The variance of Q² is 2(n − 1) / (n²(n + 2)).
      assertThat(squares[i] / count).isCloseTo(1.0 / n, within(5 * 0.25 / Math.sqrt(count)));
    }
    assertThat(trace / count).isCloseTo(0, within(5 / Math.sqrt(count)));
    assertThat(traceSquares / count).isCloseTo(1, within(5 * Math.sqrt(2.0 / count)));
    assertThat((double) reflections / count).isCloseTo(0.5, within(2.5 / Math.sqrt(count)));
  }

  private static double determinant4(double[] q) {
    double determinant = 0;
    for (int j = 0; j < 4; j++) {
      int a = j == 0 ? 1 : 0;
      int b = j <= 1 ? 2 : 1;
      int c = j <= 2 ? 3 : 2;
      double minor =
          q[4 + a] * (q[8 + b] * q[12 + c] - q[8 + c] * q[12 + b])
              - q[4 + b] * (q[8 + a] * q[12 + c] - q[8 + c] * q[12 + a])
              + q[4 + c] * (q[8 + a] * q[12 + b] - q[8 + b] * q[12 + a]);
      determinant += (j % 2 == 0 ? 1 : -1) * q[j] * minor;
    }
    return determinant;
  }

  @Test
  void normal_hasDeviationOneHundredthEverywhere() {
    Network network = start(InitScheme.NORMAL, LSTM);

    for (Parameter parameter : network.parameters()) {
      if (parameter.shape().rank() == 2) {
        assertNormal(parameter.value().toArray(), 0.01, parameter.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = InitScheme.class, mode = EnumSource.Mode.EXCLUDE, names = "PYTORCH")
  void biases_startAtZero(InitScheme scheme) {
    Network network = start(scheme, LSTM);

    for (Parameter parameter : network.parameters()) {
      if (parameter.shape().rank() == 1) {
        assertThat(parameter.value().toArray()).as(parameter.name()).containsOnly(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(InitScheme.class)
  void start_ofAParameterDoesNotDependOnTheOthers(InitScheme scheme) {
    Network deep = start(scheme, LSTM.toBuilder().layers(3).build());
    Network shallow = start(scheme, LSTM.toBuilder().layers(1).build());

    for (Parameter parameter : shallow.parameters()) {
      assertThat(numbers(deep, parameter.name())).isEqualTo(parameter.value().toArray());
    }
  }

  @ParameterizedTest
  @EnumSource(InitScheme.class)
  void parameters_differFromEachOther(InitScheme scheme) {
    Network network = start(scheme, LSTM);

    assertThat(numbers(network, "rnn.weight_hh_l0"))
        .isNotEqualTo(numbers(network, "rnn.weight_hh_l1"));
  }

  @Test
  void forgetBias_setsTheSumOfBothBiasesInTheForgetGateOnly() {
    Network before = start(InitScheme.PYTORCH, LSTM);
    Network after = start(InitScheme.PYTORCH, LSTM);
    Initialization.forgetBias(1.5, after);

    for (Parameter parameter : after.parameters()) {
      double[] expected = numbers(before, parameter.name());
      if (parameter.name().startsWith("rnn.bias_ih")) {
        Arrays.fill(expected, HIDDEN, 2 * HIDDEN, 1.5);
      } else if (parameter.name().startsWith("rnn.bias_hh")) {
        Arrays.fill(expected, HIDDEN, 2 * HIDDEN, 0);
      }
      assertThat(parameter.value().toArray()).as(parameter.name()).isEqualTo(expected);
    }
  }

  /** f = σ(100) = 1 and i = σ(−100) = 0: the cell state stays as it is. */
  @Test
  void forgetBias_isThatOfTheForgetGate() {
    Network network =
        new Network(new EjmlLinearAlgebra(), new NetworkConfig(CellType.LSTM, VOCABULARY, HIDDEN));
    double[] biases = new double[4 * HIDDEN];
    Arrays.fill(biases, 0, HIDDEN, -100);
    network.parameters().get("rnn.bias_ih_l0").value().copyFrom(biases, 0);
    network.parametersChanged();
    Initialization.forgetBias(100, network);
    Unrolled unrolled = new Unrolled(network, 1, 1, Unrolled.Gradients.NONE);
    unrolled.startState(0, 1).set(0, 3, 0.75);
    unrolled.forward(new int[] {5}, 1, 1);

    assertThat(unrolled.endState(0, 1).get(0, 3)).isCloseTo(0.75, within(1e-15));
  }

  @Test
  void forgetBias_isRefusedForOtherCells() {
    Network network = start(InitScheme.XAVIER, new NetworkConfig(CellType.GRU, VOCABULARY, HIDDEN));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Initialization.forgetBias(1, network))
        .withMessageContaining("this network is gru");
  }

  @Test
  void scheme_isFoundByItsName() {
    for (InitScheme scheme : InitScheme.values()) {
      assertThat(InitScheme.of(scheme.id())).isEqualTo(scheme);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InitScheme.of("he"))
        .withMessage(
            "there is no initialization 'he': there are pytorch, xavier, orthogonal, normal");
  }
}
