// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.network.DropoutRates.Kind;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Masks that hold for a window. For one stream each of them is a network without dropout whose
 * weights are scaled: units of h⟨t−1⟩, of the input and of outputs are columns of the weights that
 * they enter. So logits and gradients are held against such a network; a batch is held against its
 * streams, one by one.
 */
class VariationalDropoutTest {
  private static final RandomStreams RANDOM = new RandomStreams(20_260_722);
  private static final int VOCABULARY = 7;
  private static final int HIDDEN = 9;
  private static final int STEPS = 6;
  private static final long STEP = 41;

  private static final List<DropoutRates> KINDS =
      List.of(
          new DropoutRates(0.3, Kind.VARIATIONAL, 0, 0, 0),
          new DropoutRates(0, Kind.STANDARD, 0.4, 0, 0),
          new DropoutRates(0, Kind.STANDARD, 0, 0.3, 0),
          new DropoutRates(0, Kind.STANDARD, 0, 0, 0.3),
          new DropoutRates(0.2, Kind.VARIATIONAL, 0.3, 0.3, 0.3));

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (LinearAlgebra la :
        List.of(
            new EjmlLinearAlgebra(),
            new JavaLinearAlgebra(),
            new CommonsMathLinearAlgebra(),
            new VectorLinearAlgebra())) {
      for (CellType cell : CellType.values()) {
        for (DropoutRates rates : KINDS) {
          for (int embedding : new int[] {0, 5}) {
            cases.add(Arguments.of(la, cell, rates, embedding));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} {1} {2}, embedding of {3}")
  @MethodSource("cases")
  void oneStream_isThatOfANetworkWithScaledWeights(
      LinearAlgebra la, CellType cell, DropoutRates rates, int embedding) {
    Network network = network(la, cell, embedding);
    for (int stream : new int[] {0, 3}) {
      Dropout dropout = dropout(rates, stream);
      Network scaled = scaled(network, dropout);
      Run expected = new Run(scaled, 1, Dropout.none(), new int[0]);
      Run actual = new Run(network, 1, dropout, new int[0]);
      double tolerance = la.precision() == Precision.FLOAT32 ? 2e-5 : 1e-13;
      assertThat(actual.logits)
          .usingComparatorWithPrecision(tolerance)
          .containsExactly(expected.logits);
      for (Parameter parameter : network.parameters()) {
        double[] gradient = expected.gradients.get(parameter.name()).value().toArray();
        double[] factors = factors(network, parameter.name(), dropout);
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] *= factors[i];
        }
        assertThat(actual.gradients.get(parameter.name()).value().toArray())
            .as(parameter.name())
            .usingComparatorWithPrecision(2 * tolerance)
            .containsExactly(gradient);
      }
    }
  }

  /**
   * With records that begin within the window, in parts for threads, and with a short last step.
   */
  @ParameterizedTest(name = "{0} {1} {2}, embedding of {3}")
  @MethodSource("cases")
  void batch_isItsStreams(LinearAlgebra la, CellType cell, DropoutRates rates, int embedding) {
    Network network = network(la.withThreads(2), cell, embedding);
    int streams = 9;
    int[] resets = {streams + 2, 3 * streams + 2, 3 * streams + 5, 4 * streams};
    Run all = new Run(network, streams, dropout(rates, 0), resets);
    double tolerance = la.precision() == Precision.FLOAT32 ? 1e-5 : 1e-13;
    for (int b = 0; b < streams; b++) {
      int stream = b;
      int[] own =
          Arrays.stream(resets)
              .filter(row -> row % streams == stream)
              .map(row -> row / streams)
              .toArray();
      Run one = new Run(network, streams, b, dropout(rates, b), own);
      for (int t = 0; t < one.logits.length / VOCABULARY; t++) {
        int row = t * streams + b;
        assertThat(Arrays.copyOfRange(all.logits, row * VOCABULARY, (row + 1) * VOCABULARY))
            .as("stream %d, step %d", b, t)
            .usingComparatorWithPrecision(tolerance)
            .containsExactly(Arrays.copyOfRange(one.logits, t * VOCABULARY, (t + 1) * VOCABULARY));
      }
    }
  }

  // ------------------------------------------------------------------------------ masks

  @Test
  void outputMask_holdsForTheWindow_andStandardDoesNot() {
    double[] one = new double[5 * 4 * HIDDEN];
    dropout(KINDS.get(0), 0).mask(0, 4, 5 * 4, HIDDEN, one);
    double[] first = Arrays.copyOf(one, 4 * HIDDEN);
    for (int t = 1; t < 5; t++) {
      assertThat(Arrays.copyOfRange(one, t * 4 * HIDDEN, (t + 1) * 4 * HIDDEN)).isEqualTo(first);
    }
    double[] other = new double[5 * 4 * HIDDEN];
    new Dropout(0.3, RANDOM).mask(0, 4, 5 * 4, HIDDEN, other);
    assertThat(Arrays.copyOfRange(other, 4 * HIDDEN, 8 * HIDDEN))
        .isNotEqualTo(Arrays.copyOf(other, 4 * HIDDEN));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8})
  void masks_dropAFractionP_andDifferInEverything(double p) {
    int size = 200;
    Dropout dropout = new Dropout(new DropoutRates(p, Kind.VARIATIONAL, p, p, p), RANDOM, 0);
    List<double[]> masks = new ArrayList<>();
    for (long step = 0; step < 2; step++) {
      dropout.step(step);
      for (int layer = 0; layer < 2; layer++) {
        double[] outputs = new double[size * size];
        double[] states = new double[size * size];
        double[] weights = new double[size * size];
        dropout.mask(layer, size, size, size, outputs);
        dropout.stateMask(layer, size, size, states);
        dropout.weightMask(layer, size, size, weights);
        masks.addAll(List.of(outputs, states, weights));
      }
      double[] inputs = new double[size * size];
      int[] rows = new int[size];
      for (int token = 0; token < size; token++) {
        int[] tokens = new int[size];
        Arrays.fill(tokens, token);
        Arrays.fill(inputs, token * size, (token + 1) * size, 1 / (1 - p));
        int count = dropout.droppedInputs(0, tokens, size, size, rows);
        for (int i = 0; i < count; i++) {
          inputs[token * size + rows[i]] = 0;
        }
      }
      masks.add(inputs);
    }
    for (double[] mask : masks) {
      assertThat(mask).containsOnly(0, 1 / (1 - p));
      double dropped = Arrays.stream(mask).filter(x -> x == 0).count();
      assertThat(dropped)
          .isCloseTo(mask.length * p, within(4.5 * Math.sqrt(mask.length * p * (1 - p))));
    }
    double both = p * p + (1 - p) * (1 - p);
    for (int i = 0; i < masks.size(); i++) {
      for (int j = 0; j < i; j++) {
        int same = 0;
        for (int k = 0; k < size * size; k++) {
          same += masks.get(i)[k] == masks.get(j)[k] ? 1 : 0;
        }
        assertThat((double) same / (size * size)).isCloseTo(both, within(0.02));
      }
    }
  }

  @Test
  void rates_areRefusedOutOfRangeByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DropoutRates(0, Kind.STANDARD, 1, 0, 0))
        .withMessage("the input dropout must be a probability, at least 0 and below 1: 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DropoutRates(0, Kind.STANDARD, 0, -0.5, 0))
        .withMessageContaining("recurrent dropout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DropoutRates(0, Kind.STANDARD, 0, 0, Double.NaN))
        .withMessageContaining("weight drop");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kind.of("locked"))
        .withMessage("there is no kind of dropout 'locked': there are standard, variational");
  }

  // ------------------------------------------------------------------------------ the oracle

  private static Dropout dropout(DropoutRates rates, int stream) {
    Dropout dropout = new Dropout(rates, RANDOM, stream);
    dropout.step(STEP);
    return dropout;
  }

  private static Network network(LinearAlgebra la, CellType cell, int embedding) {
    Network network =
        new Network(
            la,
            NetworkConfig.builder(cell, VOCABULARY, HIDDEN)
                .layers(2)
                .embedding(embedding)
                .recurrentBias(true)
                .build());
    Initialization.apply(InitScheme.PYTORCH, network, RANDOM);
    return network;
  }

  private static Network scaled(Network network, Dropout dropout) {
    Network scaled = network.copy(network.la());
    for (Parameter parameter : scaled.parameters()) {
      double[] values = parameter.value().toArray();
      double[] factors = factors(network, parameter.name(), dropout);
      for (int i = 0; i < values.length; i++) {
        values[i] *= factors[i];
      }
      parameter.value().copyFrom(values, 0);
    }
    scaled.parametersChanged();
    return scaled;
  }

  /** What each weight is multiplied with, for the first of the dropout's streams. */
  private static double[] factors(Network network, String name, Dropout dropout) {
    Matrix value = network.parameters().get(name).value();
    double[] factors = new double[value.rows() * value.columns()];
    Arrays.fill(factors, 1);
    DropoutRates rates = dropout.rates();
    double[] columns = new double[value.columns()];
    Arrays.fill(columns, 1);
    double[] input = inputMask(dropout);
    if (name.equals("encoder.weight")) {
      for (int i = 0; i < factors.length; i++) {
        factors[i] = input[i / value.columns()];
      }
    } else if (name.equals("rnn.weight_ih_l0") && network.config().embedding() == 0) {
      columns = input;
    } else if (name.equals("rnn.weight_ih_l1") && rates.output() > 0) {
      dropout.mask(0, 1, 1, HIDDEN, columns);
    } else if (name.equals("decoder.weight") && rates.output() > 0) {
      dropout.mask(1, 1, 1, HIDDEN, columns);
    } else if (name.startsWith("rnn.weight_hh_l")) {
      int layer = name.charAt(name.length() - 1) - '0';
      if (rates.recurrent() > 0) {
        dropout.stateMask(layer, 1, HIDDEN, columns);
      }
      if (rates.weights() > 0) {
        dropout.weightMask(layer, value.rows(), HIDDEN, factors);
      }
    }
    for (int i = 0; i < factors.length; i++) {
      factors[i] *= columns[i % value.columns()];
    }
    return factors;
  }

  private static double[] inputMask(Dropout dropout) {
    double[] mask = new double[VOCABULARY];
    Arrays.fill(mask, 1);
    if (dropout.rates().input() > 0) {
      int[] row = new int[1];
      for (int token = 0; token < VOCABULARY; token++) {
        boolean drops = dropout.droppedInputs(0, new int[] {token}, 1, 1, row) == 1;
        mask[token] = drops ? 0 : 1 / (1 - dropout.rates().input());
      }
    }
    return mask;
  }

  /** A window forward and back. */
  private static final class Run {
    final double[] logits;
    final Parameters gradients;

    /** All streams, the last of which have a step less. */
    Run(Network network, int streams, Dropout dropout, int[] resets) {
      this(network, streams, -1, dropout, resets);
    }

    /** One of the streams by itself, unless it is below 0. */
    Run(Network network, int of, int only, Dropout dropout, int[] resets) {
      int streams = only < 0 ? of : 1;
      int longer = of == 1 ? 1 : of - 2;
      int steps = only >= longer ? STEPS - 1 : STEPS;
      int last = only < 0 ? longer : 1;
      Random random = new Random(5);
      int[] tokens = random.ints((long) STEPS * of, 0, VOCABULARY).toArray();
      int[] targets = random.ints((long) STEPS * of, 0, VOCABULARY).toArray();
      Unrolled unrolled =
          new Unrolled(network, STEPS, streams, Unrolled.Gradients.PARAMETERS, dropout);
      for (int k = 0; k < 2; k++) {
        for (int part = 0; part < unrolled.stateParts(); part++) {
          double[] all = random.doubles((long) of * HIDDEN, -0.9, 0.9).toArray();
          double[] own =
              only < 0 ? all : Arrays.copyOfRange(all, only * HIDDEN, (only + 1) * HIDDEN);
          unrolled.startState(k, part).copyFrom(own, 0);
        }
      }
      if (only >= 0) {
        tokens = every(tokens, only, of);
        targets = every(targets, only, of);
      }
      this.logits = unrolled.forward(tokens, steps, last, resets, resets.length).toArray();
      unrolled.loss(targets, 0.2);
      this.gradients = unrolled.backward();
    }

    private static int[] every(int[] all, int first, int distance) {
      int[] own = new int[all.length / distance];
      for (int t = 0; t < own.length; t++) {
        own[t] = all[t * distance + first];
      }
      return own;
    }
  }
}
