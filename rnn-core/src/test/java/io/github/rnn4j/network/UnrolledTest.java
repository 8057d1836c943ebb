// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.network.Unrolled.Gradients;
import io.github.rnn4j.random.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnrolledTest {
  private static final RandomStreams RANDOM = new RandomStreams(20_260_722);
  private static final int VOCABULARY = 11;
  private static final int HIDDEN = 18;
  private static final int STEPS = 6;
  private static final int BATCH = 5;

  static Stream<Arguments> networks() {
    return Stream.of(
            new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra())
        .flatMap(
            la ->
                Cells.all().stream()
                    .map(
                        cell ->
                            Arguments.of(
                                la,
                                NetworkConfig.builder(cell, VOCABULARY, HIDDEN)
                                    .layers(2)
                                    .embedding(7)
                                    .build())));
  }

  private static Network network(LinearAlgebra la, NetworkConfig config) {
    Network network = new Network(la, config);
    Initialization.apply(InitScheme.PYTORCH, network, RANDOM);
    return network;
  }

  private static int[] tokens(int count) {
    return new Random(count).ints(count, 0, VOCABULARY).toArray();
  }

  private static double[] gradient(Parameters gradients, String name) {
    return gradients.get(name).value().toArray();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void carriedState_makesTwoWindowsOne(LinearAlgebra la, NetworkConfig config) {
    Network network = network(la, config);
    int[] tokens = tokens(STEPS * BATCH);
    double[] whole =
        new Unrolled(network, STEPS, BATCH, Gradients.NONE).forward(tokens, STEPS, BATCH).toArray();
    Unrolled parts = new Unrolled(network, 4, BATCH, Gradients.NONE);
    double[] joined = new double[whole.length];
    parts.forward(tokens, 4, BATCH).copyTo(joined, 0);
    parts.carryState();
    int[] rest = Arrays.copyOfRange(tokens, 4 * BATCH, tokens.length);
    parts.forward(rest, 2, BATCH).copyTo(joined, 4 * BATCH * VOCABULARY);

    assertThat(joined).isEqualTo(whole);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void resetState_startsAnew(LinearAlgebra la, NetworkConfig config) {
    Unrolled unrolled = new Unrolled(network(la, config), STEPS, BATCH, Gradients.NONE);
    int[] tokens = tokens(STEPS * BATCH);
    double[] first = unrolled.forward(tokens, STEPS, BATCH).toArray();
    unrolled.carryState();
    double[] carried = unrolled.forward(tokens, STEPS, BATCH).toArray();
    unrolled.resetState();

    assertThat(carried).isNotEqualTo(first);
    assertThat(unrolled.forward(tokens, STEPS, BATCH).toArray()).isEqualTo(first);
  }

  /** What lets streams be divided among threads: none of them knows of the others. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void stream_hasTheSameBitsAloneAsAmongOthers(LinearAlgebra la, NetworkConfig config) {
    Network network = network(la, config);
    int[] tokens = tokens(STEPS * BATCH);
    Matrix all = new Unrolled(network, STEPS, BATCH, Gradients.NONE).forward(tokens, STEPS, BATCH);

    for (int b = 0; b < BATCH; b++) {
      int[] own = new int[STEPS];
      for (int t = 0; t < STEPS; t++) {
        own[t] = tokens[t * BATCH + b];
      }
      Matrix alone = new Unrolled(network, STEPS, 1, Gradients.NONE).forward(own, STEPS, 1);
      for (int t = 0; t < STEPS; t++) {
        assertThat(alone.rows(t, t + 1).toArray())
            .isEqualTo(all.rows(t * BATCH + b, t * BATCH + b + 1).toArray());
      }
    }
  }

  /** Storage is used again and again: nothing of an earlier window may be left. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void gradients_doNotDependOnEarlierWindows(LinearAlgebra la, NetworkConfig config) {
    Network network = network(la, config);
    int[] tokens = tokens(STEPS * BATCH);
    Unrolled fresh = new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS_AND_START_STATE);
    Unrolled used = new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS_AND_START_STATE);
    int[] other = tokens(STEPS * BATCH + 1);
    used.forward(other, STEPS, BATCH);
    used.loss(tokens, 3);
    used.backward();
    for (Unrolled unrolled : new Unrolled[] {fresh, used}) {
      unrolled.forward(tokens, 4, 2);
      unrolled.loss(tokens, 0.1);
      unrolled.backward();
    }

    for (Parameter gradient : fresh.gradients()) {
      assertThat(gradient(used.gradients(), gradient.name()))
          .as(gradient.name())
          .isEqualTo(gradient.value().toArray());
    }
    for (int part = 0; part < fresh.stateParts(); part++) {
      assertThat(used.startStateGradient(1, part).toArray())
          .isEqualTo(fresh.startStateGradient(1, part).toArray());
    }
  }

  /** Σ over the two uses: that of an untied network with the same weights in both places. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void tiedGradient_isTheSumOfBothUses(LinearAlgebra la, NetworkConfig config) {
    Network tied = network(la, config.toBuilder().embedding(HIDDEN).tieWeights(true).build());
    Network untied = network(la, config.toBuilder().embedding(HIDDEN).build());
    for (Parameter parameter : untied.parameters()) {
      String name = parameter.name().equals("decoder.weight") ? "encoder.weight" : parameter.name();
      la.copy(tied.parameters().get(name).value(), parameter.value());
    }
    untied.parametersChanged();
    int[] tokens = tokens(STEPS * BATCH);
    int[] targets = tokens(STEPS * BATCH + 1);
    Unrolled one = new Unrolled(tied, STEPS, BATCH, Gradients.PARAMETERS);
    Unrolled two = new Unrolled(untied, STEPS, BATCH, Gradients.PARAMETERS);

    assertThat(one.forward(tokens, STEPS, BATCH).toArray())
        .isEqualTo(two.forward(tokens, STEPS, BATCH).toArray());
    one.loss(targets, 1);
    two.loss(targets, 1);
    Parameters sums = one.backward();
    Parameters parts = two.backward();
    double[] encoder = gradient(parts, "encoder.weight");
    double[] decoder = gradient(parts, "decoder.weight");
    double[] sum = gradient(sums, "encoder.weight");
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i]).isCloseTo(encoder[i] + decoder[i], within(1e-12));
    }
    assertThat(gradient(sums, "rnn.weight_hh_l0")).isEqualTo(gradient(parts, "rnn.weight_hh_l0"));
  }

  /** An embedding is a product: W_ih·W_encᵀ as the weights of one-hot input gives the same. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("networks")
  void embedding_isAProductOfWeights(LinearAlgebra la, NetworkConfig config) {
    Network embedded = network(la, config);
    Network oneHot = new Network(la, config.toBuilder().embedding(0).build());
    for (Parameter parameter : oneHot.parameters()) {
      Matrix value = embedded.parameters().get(parameter.name()).value();
      if (parameter.name().equals("rnn.weight_ih_l0")) {
        Matrix encoder = embedded.parameters().get("encoder.weight").value();
        la.gemm(1, value, Transpose.NO, encoder, Transpose.YES, 0, parameter.value());
      } else {
        la.copy(value, parameter.value());
      }
    }
    oneHot.parametersChanged();
    int[] tokens = tokens(STEPS * BATCH);
    double[] expected =
        new Unrolled(oneHot, STEPS, BATCH, Gradients.NONE).forward(tokens, STEPS, BATCH).toArray();

    assertThat(
            new Unrolled(embedded, STEPS, BATCH, Gradients.NONE)
                .forward(tokens, STEPS, BATCH)
                .toArray())
        .usingComparatorWithPrecision(1e-13)
        .containsExactly(expected);
  }

  @Test
  void impossibleShapes_areRefused() {
    LinearAlgebra la = new EjmlLinearAlgebra();
    Network network = network(la, new NetworkConfig(CellType.LSTM, VOCABULARY, HIDDEN));
    Unrolled unrolled = new Unrolled(network, STEPS, BATCH, Gradients.NONE);
    int[] tokens = tokens(STEPS * BATCH);

    unrolled.forward(tokens, STEPS, BATCH - 1);
    assertThatIllegalStateException()
        .isThrownBy(unrolled::carryState)
        .withMessageContaining("had 4 of 5 streams");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unrolled.forward(tokens, STEPS + 1, 1))
        .withMessageContaining("a window of 7 steps, the last with 1 streams");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Unrolled(network, 0, BATCH, Gradients.NONE))
        .withMessageContaining("at least 1 step and 1 stream: 0 and 5");
  }

  @Test
  void whatWasNotWanted_isRefused() {
    LinearAlgebra la = new EjmlLinearAlgebra();
    Network network = network(la, new NetworkConfig(CellType.LSTM, VOCABULARY, HIDDEN));
    int[] tokens = tokens(STEPS * BATCH);
    Unrolled none = new Unrolled(network, STEPS, BATCH, Gradients.NONE);
    none.forward(tokens, STEPS, BATCH);
    none.loss(tokens, 1);
    assertThatIllegalStateException()
        .isThrownBy(none::backward)
        .withMessageContaining("no backward pass");
    assertThatIllegalStateException()
        .isThrownBy(none::gradients)
        .withMessageContaining("no gradients");

    Unrolled parameters = new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS);
    parameters.forward(tokens, STEPS, BATCH);
    parameters.loss(tokens, 1);
    parameters.backward();
    assertThatIllegalStateException()
        .isThrownBy(() -> parameters.startStateGradient(0, 1))
        .withMessageContaining("no such gradient");
  }

  @Test
  void networkWithoutWeights_isRefused() {
    Network network =
        new Network(new EjmlLinearAlgebra(), new NetworkConfig(CellType.LSTM, VOCABULARY, HIDDEN));
    Unrolled unrolled = new Unrolled(network, STEPS, BATCH, Gradients.NONE);
    int[] tokens = tokens(STEPS * BATCH);
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> unrolled.forward(tokens, STEPS, BATCH),
            unrolled::startLogits,
            () -> new Predictor(network).read(0),
            () -> Initialization.forgetBias(1, network))) {
      assertThatIllegalStateException()
          .isThrownBy(use)
          .withMessageContaining("no weights yet: give it some with Initialization.apply");
    }
    Initialization.apply(InitScheme.PYTORCH, network, RANDOM);

    assertThat(unrolled.forward(tokens, STEPS, BATCH).toArray()).doesNotContain(Double.NaN);
  }
}
