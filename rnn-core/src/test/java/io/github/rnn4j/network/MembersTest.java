// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.network.Unrolled.Gradients;
import io.github.rnn4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A network of several members against networks that are one of them alone, which are those that
 * the gradient checks and PyTorch's references are for.
 */
class MembersTest {
  private static final RandomStreams RANDOM = new RandomStreams(20_261_126);
  private static final int VOCABULARY = 7;
  private static final int HIDDEN = 5;
  private static final int STEPS = 4;
  private static final int BATCH = 3;
  private static final int LAST_ROWS = 2;
  private static final int ROWS = (STEPS - 1) * BATCH + LAST_ROWS;
  private static final int[] RESETS = {2, BATCH + 1, 2 * BATCH, 2 * BATCH + 1};
  private static final double SCALE = 0.25;

  static Stream<Arguments> networks() {
    List<Arguments> cases = new ArrayList<>();
    for (LinearAlgebra la :
        List.of(
            new EjmlLinearAlgebra(),
            new CommonsMathLinearAlgebra(),
            new JavaLinearAlgebra(),
            new VectorLinearAlgebra(),
            new VectorLinearAlgebra().withThreads(2))) {
      for (Cell cell : Cells.all()) {
        NetworkConfig two = NetworkConfig.builder(cell, VOCABULARY, HIDDEN).members(2).build();
        cases.add(Arguments.of(la, two));
        cases.add(
            Arguments.of(
                la, two.toBuilder().layers(3).residual(true).layerNorm(true).members(3).build()));
        cases.add(
            Arguments.of(
                la,
                two.toBuilder()
                    .layers(2)
                    .embedding(HIDDEN)
                    .tieWeights(true)
                    .recurrentBias(true)
                    .members(4)
                    .build()));
      }
    }
    return cases.stream();
  }

  private static Network network(LinearAlgebra la, NetworkConfig config) {
    Network network = new Network(la, config);
    Initialization.apply(InitScheme.PYTORCH, network, RANDOM);
    return network;
  }

  /** A network that is a member of another one alone. */
  private static Network alone(Network of, int member) {
    Network alone = new Network(of.la(), of.config().member());
    alone.parameters().copyFrom(of.parameters().member(member));
    alone.parametersChanged();
    return alone;
  }

  private static int[] tokens(int seed) {
    return new Random(seed).ints(ROWS, 0, VOCABULARY).toArray();
  }

  private static double tolerance(LinearAlgebra la) {
    return la.precision() == Precision.FLOAT32 ? 1e-5 : 1e-12;
  }

  private static Unrolled unrolled(Network network) {
    return new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS_AND_START_STATE);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void eachMember_hasTheStatesAndGradientsThatItHasAlone(LinearAlgebra la, NetworkConfig config) {
    Network network = network(la, config);
    Unrolled together = unrolled(network);
    int layers = config.layers();
    double[] mean = new double[ROWS * VOCABULARY];
    List<Unrolled> each = new ArrayList<>();
    for (int m = 0; m < config.members(); m++) {
      Unrolled alone = unrolled(alone(network, m));
      each.add(alone);
      for (int k = 0; k < layers; k++) {
        for (int part = 0; part < alone.stateParts(); part++) {
          double[] start = new Random(31 * m + k).doubles(BATCH * HIDDEN, -1, 1).toArray();
          alone.startState(k, part).copyFrom(start, 0);
          together.startState(m * layers + k, part).copyFrom(start, 0);
        }
      }
      double[] logits = alone.forward(tokens(1), STEPS, LAST_ROWS, RESETS, RESETS.length).toArray();
      addProbabilities(logits, 1.0 / config.members(), mean);
      alone.loss(tokens(2), SCALE);
      alone.backward();
    }
    assertThat(together.forward(tokens(1), STEPS, LAST_ROWS, RESETS, RESETS.length).toArray())
        .containsExactly(Arrays.stream(mean).map(Math::log).toArray(), within(tolerance(la)));
    together.loss(tokens(2), SCALE);
    Parameters gradients = together.backward();
    for (int m = 0; m < config.members(); m++) {
      Unrolled alone = each.get(m);
      for (Parameter gradient : gradients.member(m)) {
        assertThat(gradient.value().toArray())
            .as("%s of member %s", gradient.name(), m)
            .isEqualTo(alone.gradients().get(gradient.name()).value().toArray());
      }
      for (int k = 0; k < layers; k++) {
        for (int part = 0; part < alone.stateParts(); part++) {
          assertThat(together.startStateGradient(m * layers + k, part).toArray())
              .isEqualTo(alone.startStateGradient(k, part).toArray());
          assertThat(together.states(m * layers + k, part).toArray())
              .isEqualTo(alone.states(k, part).toArray());
        }
      }
    }
  }

  /** To a sum the probabilities of each row, times a factor. */
  private static void addProbabilities(double[] logits, double factor, double[] sum) {
    for (int row = 0; row < logits.length; row += VOCABULARY) {
      double all = 0;
      for (int k = row; k < row + VOCABULARY; k++) {
        all += Math.exp(logits[k]);
      }
      for (int k = row; k < row + VOCABULARY; k++) {
        sum[k] += factor * Math.exp(logits[k]) / all;
      }
    }
  }

  /** The definition: ŷ = 1/M Σ ŷ_m. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void loss_isThatOfTheMembersMean(LinearAlgebra la, NetworkConfig config) {
    Network network = network(la, config);
    double[] mean = new double[ROWS * VOCABULARY];
    double meanLoss = 0;
    for (int m = 0; m < config.members(); m++) {
      Unrolled alone = unrolled(alone(network, m));
      double[] logits = alone.forward(tokens(1), STEPS, LAST_ROWS).toArray();
      addProbabilities(logits, 1.0 / config.members(), mean);
      meanLoss += alone.loss(tokens(2), 1) / config.members();
    }
    double expected = 0;
    for (int row = 0; row < ROWS; row++) {
      expected -= Math.log(mean[row * VOCABULARY + tokens(2)[row]]);
    }
    Unrolled together = unrolled(network);
    together.forward(tokens(1), STEPS, LAST_ROWS);
    double[] nats = new double[ROWS];
    together.losses(tokens(2), nats);
    double loss = together.loss(tokens(2), 1);
    double tolerance = 20 * tolerance(la);
    assertThat(loss).isCloseTo(expected, within(tolerance)).isLessThan(meanLoss);
    assertThat(Arrays.stream(nats).sum()).isCloseTo(loss, within(tolerance));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void startLogits_areThoseOfTheLastStep(LinearAlgebra la, NetworkConfig config) {
    Unrolled together = unrolled(network(la, config));
    double[] last = together.forward(tokens(3), 1, BATCH).toArray();
    together.carryState();
    assertThat(together.startLogits().toArray()).containsExactly(last, within(tolerance(la)));
    assertThat(together.startLogits().toArray()).containsExactly(last, within(tolerance(la)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void predictor_goesOnFromAState(LinearAlgebra la, NetworkConfig config) {
    Network network = network(la, config);
    Predictor first = new Predictor(network);
    first.read(1);
    State state = first.state();
    assertThat(state.layers()).isEqualTo(config.members() * config.layers());
    double[] expected = first.read(2).clone();
    for (Predictor other :
        List.of(
            new Predictor(network),
            new Lockstep(network, 2).predictor(),
            new Predictors(network, 1, 2).predictor())) {
      other.restore(state);
      assertThat(other.read(2)).isEqualTo(expected);
    }
    Predictor alone = new Predictor(alone(network, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alone.restore(state))
        .withMessageContaining("does not fit a network of");
  }

  /** Masks are drawn for each member: with the same weights they have other gradients. */
  @Test
  void members_haveDropoutOfTheirOwn_theFirstOneThatItHasAlone() {
    DropoutRates[] kinds = {
      DropoutRates.ofOutput(0.4),
      new DropoutRates(0, DropoutRates.Kind.STANDARD, 0.4, 0, 0),
      new DropoutRates(0, DropoutRates.Kind.STANDARD, 0, 0.4, 0),
      new DropoutRates(0, DropoutRates.Kind.STANDARD, 0, 0, 0.4)
    };
    for (DropoutRates rates : kinds) {
      NetworkConfig config =
          NetworkConfig.builder(CellType.LSTM, VOCABULARY, HIDDEN).layers(2).members(2).build();
      Network network = network(new EjmlLinearAlgebra(), config);
      network.parameters().member(1).copyFrom(network.parameters().member(0));
      network.parametersChanged();
      double[] together = encoderGradient(network, rates, 0);
      assertThat(encoderGradient(network, rates, 1)).as("%s", rates).isNotEqualTo(together);
      assertThat(encoderGradient(alone(network, 0), rates, 0)).isEqualTo(together);
    }
  }

  private static double[] encoderGradient(Network network, DropoutRates rates, int member) {
    Dropout dropout = new Dropout(rates, RANDOM, 0);
    dropout.step(5);
    Unrolled unrolled = new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS, dropout);
    unrolled.forward(tokens(1), STEPS, BATCH - 1);
    unrolled.loss(tokens(2), 1);
    Matrix gradient = unrolled.backward().member(member).get(ParameterNames.inputWeight(0)).value();
    return gradient.toArray();
  }

  @Test
  void members_startApart_theFirstOneAsItWouldAlone() {
    NetworkConfig config =
        NetworkConfig.builder(CellType.LSTM, VOCABULARY, HIDDEN).layers(2).members(2).build();
    for (InitScheme scheme : InitScheme.values()) {
      Network network = new Network(new EjmlLinearAlgebra(), config);
      Initialization.apply(scheme, network, RANDOM);
      Initialization.forgetBias(1.5, network);
      Network alone = new Network(new EjmlLinearAlgebra(), config.member());
      Initialization.apply(scheme, alone, RANDOM);
      Initialization.forgetBias(1.5, alone);
      for (Parameter parameter : alone.parameters()) {
        String name = parameter.name();
        assertThat(network.parameters().member(0).get(name).value().toArray())
            .as("%s %s", scheme, name)
            .isEqualTo(parameter.value().toArray());
        if (name.contains("weight")) {
          assertThat(network.parameters().member(1).get(name).value().toArray())
              .as("%s %s", scheme, name)
              .isNotEqualTo(parameter.value().toArray());
        }
      }
      for (int k = 0; k < 2; k++) {
        double[] second = network.parameters().get("members.1.rnn.bias_ih_l" + k).value().toArray();
        assertThat(Arrays.copyOfRange(second, HIDDEN, 2 * HIDDEN)).containsOnly(1.5);
      }
    }
  }

  @Test
  void names_areThoseOfAModuleList() {
    NetworkConfig one = NetworkConfig.builder(CellType.GRU, VOCABULARY, HIDDEN).layers(2).build();
    NetworkConfig two = one.toBuilder().members(2).build();
    assertThat(two.parameterCount()).isEqualTo(2 * one.parameterCount());
    assertThat(two.allLayers()).isEqualTo(4);
    assertThat(two.member()).isEqualTo(one).isNotEqualTo(two);
    assertThat(two.toString()).isEqualTo("2 members of " + one);
    assertThat(two.parameterShapes())
        .extracting(ParameterShape::name)
        .contains("members.0.rnn.weight_ih_l0", "members.1.rnn.weight_hh_l1")
        .contains("members.1.decoder.bias")
        .allMatch(ParameterNames::isParameter);
    Parameters parameters = new Parameters(new EjmlLinearAlgebra(), two);
    assertThat(parameters.member(1).get("decoder.bias").value())
        .isSameAs(parameters.get("members.1.decoder.bias").value());
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> parameters.member(2));
    Parameters single = new Parameters(new EjmlLinearAlgebra(), one);
    assertThat(single.member(0)).isSameAs(single);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.toBuilder().members(0).build())
        .withMessage("the number of members must be at least 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.toBuilder().members(Integer.MAX_VALUE).build())
        .withMessageContaining("members of 2 layers are more than");
  }
}
