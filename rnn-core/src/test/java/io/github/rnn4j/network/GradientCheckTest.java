// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every gradient against central differences, (L(x + ε) − L(x − ε)) / 2ε: each parameter and each
 * part of the start state, of every cell at depth 1 to 3, with all options. All sizes differ, and
 * the last step has fewer streams. Where layers are normalized the loss bends so much over few
 * units that the error of ε² counts; Richardson's step, (4 D(ε) − D(2ε)) / 3, takes it out.
 */
class GradientCheckTest {
  private static final long SEED = 20_260_722;
  private static final double EPSILON = 6e-6;
  private static final double TOLERANCE = 1e-6;
  private static final double FLOOR = 1e-3;
  private static final int VOCABULARY = 7;
  private static final int HIDDEN = 5;
  private static final int EMBEDDING = 6;
  private static final int STEPS = 4;
  private static final int BATCH = 3;
  private static final int LAST_ROWS = 2;
  private static final double SCALE = 0.125;
  private static final DropoutRates SOME = DropoutRates.ofOutput(0.3);

  /** Each kind alone, and all together. */
  private static final List<DropoutRates> KINDS =
      List.of(
          new DropoutRates(0.3, DropoutRates.Kind.VARIATIONAL, 0, 0, 0),
          new DropoutRates(0, DropoutRates.Kind.STANDARD, 0.4, 0, 0),
          new DropoutRates(0, DropoutRates.Kind.STANDARD, 0, 0.3, 0),
          new DropoutRates(0, DropoutRates.Kind.STANDARD, 0, 0, 0.3),
          new DropoutRates(0.2, DropoutRates.Kind.VARIATIONAL, 0.3, 0.3, 0.3));

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Cell cell : Cells.all()) {
      for (int layers = 1; layers <= 3; layers++) {
        NetworkConfig plain =
            NetworkConfig.builder(cell, VOCABULARY, HIDDEN).layers(layers).build();
        for (NetworkConfig config :
            List.of(
                plain,
                plain.toBuilder().recurrentBias(true).build(),
                plain.toBuilder().embedding(EMBEDDING).build(),
                plain.toBuilder().embedding(HIDDEN).tieWeights(true).recurrentBias(true).build())) {
          cases.add(Arguments.of(new EjmlLinearAlgebra(), config, DropoutRates.NONE));
          cases.add(Arguments.of(new EjmlLinearAlgebra(), config, SOME));
        }
        if (layers > 1) {
          NetworkConfig residual = plain.toBuilder().residual(true).build();
          NetworkConfig tied =
              residual.toBuilder().embedding(HIDDEN).tieWeights(true).recurrentBias(true).build();
          for (LinearAlgebra la :
              List.of(
                  new EjmlLinearAlgebra(),
                  new CommonsMathLinearAlgebra(),
                  new JavaLinearAlgebra())) {
            cases.add(Arguments.of(la, residual, DropoutRates.NONE));
            cases.add(Arguments.of(la, residual, SOME));
          }
          cases.add(Arguments.of(new EjmlLinearAlgebra(), tied, SOME));
        }
        NetworkConfig norm = plain.toBuilder().layerNorm(true).build();
        for (LinearAlgebra la :
            List.of(
                new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra())) {
          cases.add(Arguments.of(la, norm, DropoutRates.NONE));
        }
        cases.add(
            Arguments.of(
                new EjmlLinearAlgebra(),
                norm.toBuilder().recurrentBias(true).embedding(EMBEDDING).build(),
                SOME));
        cases.add(Arguments.of(new EjmlLinearAlgebra(), norm, KINDS.get(4)));
        cases.add(
            Arguments.of(
                new EjmlLinearAlgebra(),
                norm.toBuilder()
                    .embedding(HIDDEN)
                    .tieWeights(true)
                    .residual(layers > 1)
                    .recurrentBias(true)
                    .build(),
                SOME));
        NetworkConfig embedded = plain.toBuilder().embedding(EMBEDDING).build();
        NetworkConfig tied = embedded.toBuilder().embedding(HIDDEN).tieWeights(true).build();
        for (DropoutRates kind : KINDS) {
          cases.add(Arguments.of(new EjmlLinearAlgebra(), plain, kind));
          cases.add(Arguments.of(new JavaLinearAlgebra(), tied, kind));
        }
        cases.add(Arguments.of(new CommonsMathLinearAlgebra(), embedded, KINDS.get(4)));
        cases.add(Arguments.of(new CommonsMathLinearAlgebra(), embedded, SOME));
        cases.add(Arguments.of(new JavaLinearAlgebra(), embedded, SOME));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} {1} dropout={2}")
  @MethodSource("cases")
  void everyGradient_equalsCentralDifference(
      LinearAlgebra la, NetworkConfig config, DropoutRates rates) {
    check(la, config, rates, STEPS, LAST_ROWS, new int[0]);
  }

  @ParameterizedTest(name = "{0} {1} dropout={2}")
  @MethodSource("cases")
  void everyGradient_ofOneShortStepEqualsCentralDifference(
      LinearAlgebra la, NetworkConfig config, DropoutRates rates) {
    check(la, config, rates, 1, LAST_ROWS, new int[0]);
  }

  @ParameterizedTest(name = "{0} {1} dropout={2}")
  @MethodSource("cases")
  void everyGradient_whereStreamsStartAnewEqualsCentralDifference(
      LinearAlgebra la, NetworkConfig config, DropoutRates rates) {
    int[] resets = {2, BATCH + 1, 2 * BATCH, 2 * BATCH + 1, 3 * BATCH + 1};
    check(la, config, rates, STEPS, LAST_ROWS, resets);
  }

  private static void check(
      LinearAlgebra la,
      NetworkConfig config,
      DropoutRates rates,
      int steps,
      int lastRows,
      int[] resets) {
    Case it = new Case(la, config, rates, steps, lastRows, resets);
    it.loss();
    Parameters gradients = it.unrolled.backward();
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = it.network.parameters().get(i);
      it.assertGradient(parameter.name(), parameter.value(), gradients.get(i).value());
    }
    for (int k = 0; k < config.layers(); k++) {
      for (int part = 0; part < it.unrolled.stateParts(); part++) {
        it.assertGradient(
            "start state " + part + " of layer " + k,
            it.unrolled.startState(k, part),
            it.unrolled.startStateGradient(k, part));
      }
    }
  }

  private static final class Case {
    final Network network;
    final Unrolled unrolled;
    final int steps;
    final int lastRows;
    final int[] tokens;
    final int[] targets;
    final int[] resets;

    Case(
        LinearAlgebra la,
        NetworkConfig config,
        DropoutRates rates,
        int steps,
        int lastRows,
        int[] resets) {
      this.resets = resets;
      RandomStreams streams = new RandomStreams(SEED);
      this.network = new Network(la, config);
      Initialization.apply(InitScheme.PYTORCH, network, streams);
      Random gains = new Random(SEED);
      for (Parameter parameter : network.parameters()) {
        if (ParameterNames.isGain(parameter.name())
            || ParameterNames.isStateBias(parameter.name())) {
          int count = parameter.value().columns();
          parameter.value().copyFrom(gains.doubles(count, 0.5, 1.5).toArray(), 0);
        }
      }
      Dropout dropout = new Dropout(rates, streams, 0);
      dropout.step(17);
      this.unrolled =
          new Unrolled(
              network, STEPS, BATCH, Unrolled.Gradients.PARAMETERS_AND_START_STATE, dropout);
      this.steps = steps;
      this.lastRows = lastRows;
      int rows = (steps - 1) * BATCH + lastRows;
      Random random = new Random(SEED);
      this.tokens = random.ints(rows, 0, VOCABULARY).toArray();
      this.targets = random.ints(rows, 0, VOCABULARY).toArray();
      for (int k = 0; k < config.layers(); k++) {
        for (int part = 0; part < unrolled.stateParts(); part++) {
          unrolled
              .startState(k, part)
              .copyFrom(random.doubles(BATCH * HIDDEN, -0.9, 0.9).toArray(), 0);
        }
      }
    }

    double loss() {
      network.parametersChanged();
      unrolled.forward(tokens, steps, lastRows, resets, resets.length);
      return SCALE * unrolled.loss(targets, SCALE);
    }

    void assertGradient(String name, Matrix x, Matrix gradient) {
      double[] analytic = gradient.toArray();
      for (int i = 0; i < analytic.length; i++) {
        int row = i / x.columns();
        int column = i % x.columns();
        double numeric = slope(x, row, column, EPSILON);
        if (network.config().layerNorm()) {
          numeric = (4 * numeric - slope(x, row, column, 2 * EPSILON)) / 3;
        }
        double size = Math.max(FLOOR, Math.max(Math.abs(analytic[i]), Math.abs(numeric)));
        assertThat(Math.abs(analytic[i] - numeric) / size)
            .as("%s(%d, %d): %s, numerically %s", name, row, column, analytic[i], numeric)
            .isLessThanOrEqualTo(TOLERANCE);
      }
    }

    private double slope(Matrix x, int row, int column, double epsilon) {
      double value = x.get(row, column);
      x.set(row, column, value + epsilon);
      double above = loss();
      x.set(row, column, value - epsilon);
      double below = loss();
      x.set(row, column, value);
      return (above - below) / (2 * epsilon);
    }
  }
}
