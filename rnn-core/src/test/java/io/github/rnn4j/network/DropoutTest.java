// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.random.RandomStreams;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final RandomStreams RANDOM = new RandomStreams(20_260_722);
  private static final int BATCH = 10;
  private static final int STEPS = 20;
  private static final int UNITS = 100;

  private static double[] mask(Dropout dropout, int layer, int batch, int rows) {
    double[] mask = new double[rows * UNITS];
    dropout.mask(layer, batch, rows, UNITS, mask);
    return mask;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8})
  void mask_dropsAFractionPAndScalesTheRest(double p) {
    double[] mask = mask(new Dropout(p, RANDOM), 0, BATCH, BATCH * STEPS);

    double kept = 1 / (1 - p);
    assertThat(mask).containsOnly(0, kept);
    long dropped = Arrays.stream(mask).filter(x -> x == 0).count();
    double deviation = Math.sqrt(mask.length * p * (1 - p));
    assertThat((double) dropped).isCloseTo(mask.length * p, within(4 * deviation));
  }

  /** Of two units a lag apart, both are dropped in a fraction p² of all cases. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, UNITS, BATCH * UNITS, BATCH * UNITS + 1})
  void mask_isIndependentBetweenUnitsStreamsAndSteps(int lag) {
    double p = 0.5;
    double[] mask = mask(new Dropout(p, RANDOM), 0, BATCH, BATCH * STEPS);

    int both = 0;
    for (int i = lag; i < mask.length; i++) {
      both += mask[i] == 0 && mask[i - lag] == 0 ? 1 : 0;
    }
    double count = mask.length - lag;
    assertThat(both / count).isCloseTo(p * p, within(4 * Math.sqrt(p * p * (1 + 2 * p) / count)));
  }

  @Test
  void mask_differsBetweenStepsLayersAndSeeds() {
    Dropout dropout = new Dropout(0.5, RANDOM);
    double[] first = mask(dropout, 0, BATCH, BATCH);
    double[] otherLayer = mask(dropout, 1, BATCH, BATCH);
    double[] otherSeed = mask(new Dropout(0.5, new RandomStreams(1)), 0, BATCH, BATCH);
    dropout.step(1);
    double[] otherStep = mask(dropout, 0, BATCH, BATCH);

    for (double[] other : new double[][] {otherLayer, otherSeed, otherStep}) {
      int same = 0;
      for (int i = 0; i < first.length; i++) {
        same += first[i] == other[i] ? 1 : 0;
      }
      assertThat((double) same / first.length).isCloseTo(0.5, within(0.07));
    }
  }

  @Test
  void mask_ofAResumedRunIsThatOfTheUnbrokenOne() {
    Dropout unbroken = new Dropout(0.3, RANDOM);
    for (long step = 0; step <= 1000; step++) {
      unbroken.step(step);
    }
    Dropout resumed = new Dropout(0.3, new RandomStreams(RANDOM.seed()));
    resumed.step(1000);

    assertThat(mask(resumed, 1, BATCH, 3 * BATCH)).isEqualTo(mask(unbroken, 1, BATCH, 3 * BATCH));
  }

  /** What a thread with some of the streams finds for its rows is what one thread finds for all. */
  @Test
  void mask_ofAStreamDoesNotDependOnHowManyThereAre() {
    Dropout dropout = new Dropout(0.3, RANDOM);
    double[] all = mask(dropout, 0, BATCH, 3 * BATCH);
    double[] few = mask(dropout, 0, 4, 3 * 4);

    for (int t = 0; t < 3; t++) {
      for (int b = 0; b < 4; b++) {
        int from = (t * BATCH + b) * UNITS;
        int row = (t * 4 + b) * UNITS;
        assertThat(Arrays.copyOfRange(few, row, row + UNITS))
            .isEqualTo(Arrays.copyOfRange(all, from, from + UNITS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void probability_isRefusedOutOfRange(double p) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(p, RANDOM))
        .withMessageContaining("at least 0 and below 1: " + p);
  }

  static Stream<LinearAlgebra> backends() {
    return Stream.of(
        new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra());
  }

  private static double[] logits(Network network, Dropout dropout) {
    int[] tokens = new Random(3).ints(12, 0, 6).toArray();
    return new Unrolled(network, 4, 3, Unrolled.Gradients.NONE, dropout)
        .forward(tokens, 4, 3)
        .toArray();
  }

  private static Network network(LinearAlgebra la) {
    Network network =
        new Network(la, NetworkConfig.builder(CellType.LSTM, 6, 20).layers(2).build());
    Initialization.apply(InitScheme.PYTORCH, network, RANDOM);
    return network;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void evaluation_dropsNothing(LinearAlgebra la) {
    Network network = network(la);
    Dropout half = new Dropout(0.5, RANDOM);
    double[] trained = logits(network, half);
    int[] tokens = new Random(3).ints(12, 0, 6).toArray();
    double[] evaluated =
        new Unrolled(network, 4, 3, Unrolled.Gradients.NONE).forward(tokens, 4, 3).toArray();

    assertThat(evaluated).isNotEqualTo(trained);
    assertThat(evaluated).isEqualTo(logits(network, new Dropout(0, RANDOM)));
  }

  /** Over many masks, dropout before a linear decoder changes nothing on the average. */
  @Test
  void dropout_leavesTheExpectedLogitsAsTheyAre() {
    Network network = new Network(new EjmlLinearAlgebra(), new NetworkConfig(CellType.GRU, 6, 20));
    Initialization.apply(InitScheme.PYTORCH, network, RANDOM);
    double[] expected = logits(network, Dropout.none());
    Dropout dropout = new Dropout(0.4, RANDOM);
    double[] sum = new double[expected.length];
    double[] squares = new double[expected.length];
    int runs = 2000;
    for (int run = 0; run < runs; run++) {
      dropout.step(run);
      double[] logits = logits(network, dropout);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += logits[i] - expected[i];
        squares[i] += (logits[i] - expected[i]) * (logits[i] - expected[i]);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i] / runs).isCloseTo(0, within(4.5 * Math.sqrt(squares[i]) / runs));
    }
  }

  @Test
  void logits_haveTheSameMasksOnEveryBackend() {
    double[] ejml = logits(network(new EjmlLinearAlgebra()), new Dropout(0.5, RANDOM));
    double[] commonsMath =
        logits(network(new CommonsMathLinearAlgebra()), new Dropout(0.5, RANDOM));

    assertThat(ejml).usingComparatorWithPrecision(1e-12).containsExactly(commonsMath);
  }
}
