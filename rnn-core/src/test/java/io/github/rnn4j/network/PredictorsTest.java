// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class PredictorsTest {
  private static final int STREAMS = 23;
  private static final int TOKENS = 40;

  static Stream<Arguments> networks() {
    return Stream.of(
            new EjmlLinearAlgebra(),
            new CommonsMathLinearAlgebra(),
            new JavaLinearAlgebra(),
            new VectorLinearAlgebra())
        .flatMap(
            la ->
                Stream.of(
                    Arguments.of(la, CellType.RNN, 1, 7, 5),
                    Arguments.of(la, CellType.LSTM, 2, 33, 61),
                    Arguments.of(la, CellType.GRU, 3, 16, 17)));
  }

  private static Network network(LinearAlgebra la, CellType cell, int layers, int hidden, int v) {
    Network network =
        new Network(la, NetworkConfig.builder(cell, v, hidden).layers(layers).build());
    Initialization.apply(InitScheme.PYTORCH, network, new RandomStreams(5));
    return network;
  }

  /** The logits after each token of a stream, which forgets and goes on from a state on its way. */
  private static List<double[]> read(Predictor predictor, int seed, int vocabulary) {
    SplittableRandom random = new SplittableRandom(seed);
    List<double[]> all = new ArrayList<>();
    State kept = null;
    for (int t = 0; t < TOKENS; t++) {
      all.add(predictor.read(random.nextInt(vocabulary)).clone());
      if (t == 7) {
        kept = predictor.state();
      } else if (t == 15) {
        predictor.reset();
      } else if (t == 22) {
        predictor.restore(kept);
        all.add(predictor.logits().clone());
      }
    }
    assertThat(predictor.tokensRead()).isEqualTo(TOKENS - 1 - 22 + 8);
    return all;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void streamsSideBySide_haveTheBitsOfEachAlone(
      LinearAlgebra la, CellType cell, int layers, int hidden, int vocabulary) throws Exception {
    Network network = network(la, cell, layers, hidden, vocabulary);
    for (int lanes : new int[] {1, 2}) {
      Predictors predictors = new Predictors(network, lanes, 16);
      ExecutorService pool = Executors.newFixedThreadPool(STREAMS);
      List<Future<List<double[]>>> side = new ArrayList<>();
      for (int s = 0; s < STREAMS; s++) {
        int seed = s;
        side.add(pool.submit(() -> read(predictors.predictor(), seed, vocabulary)));
      }
      for (int s = 0; s < STREAMS; s++) {
        List<double[]> alone = read(new Predictor(network), s, vocabulary);
        assertThat(side.get(s).get())
            .as("stream %d, %d lanes", s, lanes)
            .usingElementComparator((a, b) -> java.util.Arrays.equals(a, b) ? 0 : 1)
            .isEqualTo(alone);
      }
      pool.shutdown();
      assertThat(predictors.tokens()).isEqualTo((TOKENS + 1L) * STREAMS);
      assertThat(predictors.passes()).isBetween(1L, predictors.tokens());
    }
  }

  /** Whatever each of them does, and whoever goes on: several together, some, or one. */
  @ParameterizedTest
  @MethodSource("networks")
  void streamsInLockstep_haveTheBitsOfEachAlone(
      LinearAlgebra la, CellType cell, int layers, int hidden, int vocabulary) {
    Network network = network(la, cell, layers, hidden, vocabulary);
    for (int count : new int[] {1, 2, 9}) {
      Lockstep lockstep = new Lockstep(network, count);
      SplittableRandom random = new SplittableRandom(count);
      List<Predictor> side = new ArrayList<>();
      List<Predictor> alone = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        side.add(lockstep.predictor());
        alone.add(new Predictor(network));
      }
      State kept = alone.get(0).state();
      for (int round = 0; round < 200; round++) {
        // Long runs of all, and rounds in which something else happens.
        int rare = round % 40 < 20 ? 200 : 5;
        for (int i = 0; i < count; i++) {
          Predictor one = side.get(i);
          Predictor other = alone.get(i);
          int token = random.nextInt(vocabulary);
          switch (random.nextInt(rare)) {
            case 0 -> {
              one.reset();
              other.reset();
            }
            case 1 -> {
              one.restore(kept);
              other.restore(kept);
            }
            case 2 -> {
              kept = one.state();
              assertThat(kept).isEqualTo(other.state());
            }
            case 3 -> assertThat(one.read(token)).isEqualTo(other.read(token));
            case 4 -> {
              one.feed(token);
              one.reset();
              other.reset();
            }
            default -> {
              if (round % 3 == 0) {
                assertThat(one.logits()).isEqualTo(other.logits());
              }
              one.feed(token);
              other.feed(token);
            }
          }
        }
      }
      for (int i = 0; i < count; i++) {
        assertThat(side.get(i).logits()).isEqualTo(alone.get(i).logits());
        assertThat(side.get(i).state()).isEqualTo(alone.get(i).state());
      }
    }
  }

  @Test
  void wrongToken_isRefusedAlone() {
    Predictors predictors =
        new Predictors(network(new JavaLinearAlgebra(), CellType.GRU, 1, 4, 3), 1, 4);
    Predictor predictor = predictors.predictor();
    predictor.read(1);
    State before = predictor.state();
    assertThatThrownBy(() -> predictor.read(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> predictor.read(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(predictor.state()).isEqualTo(before);
  }

  @Test
  void predictor_isStoppedByWhatRunsBeforeEachToken() {
    Predictors predictors =
        new Predictors(network(new JavaLinearAlgebra(), CellType.RNN, 1, 4, 3), 1, 4);
    int[] left = {2};
    Predictor predictor =
        predictors.predictor(
            () -> {
              if (left[0]-- == 0) {
                throw new IllegalStateException("enough");
              }
            });
    predictor.read(0);
    predictor.read(0);
    assertThatThrownBy(() -> predictor.read(0)).hasMessage("enough");
  }
}
