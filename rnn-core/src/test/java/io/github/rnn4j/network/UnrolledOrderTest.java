// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.Unrolled.Gradients;
import io.github.rnn4j.random.RandomStreams;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every order of three calls, followed by a whole step: each call gives what a fresh object gives
 * that did only what the call needs, to the bit, or refuses and names what has to come before it.
 */
class UnrolledOrderTest {
  private static final int VOCABULARY = 5;
  private static final int HIDDEN = 3;
  private static final int STEPS = 3;
  private static final int BATCH = 2;
  private static final double SCALE = 0.25;
  private static final RandomStreams RANDOM = new RandomStreams(20_261_125);
  private static final int[] TARGETS = tokens(9);

  private static int[] tokens(int seed) {
    return new Random(seed).ints((long) STEPS * BATCH, 0, VOCABULARY).toArray();
  }

  /** What a caller can do. */
  private enum Call {
    RESET_STATE,
    CARRY_STATE,
    SET_START_STATE,
    FORWARD,
    FORWARD_WITH_A_SHORT_STEP,
    FORWARD_OF_RECORDS,
    FORWARD_OF_NO_TOKEN,
    START_LOGITS,
    LOSSES,
    LOSS,
    LOSS_OF_NO_TOKEN,
    BACKWARD,
    END_STATE,
    START_STATE_GRADIENT,
    GRADIENTS,
    PARAMETERS_CHANGED
  }

  private static final List<Call> A_STEP =
      List.of(
          Call.FORWARD,
          Call.LOSSES,
          Call.LOSS,
          Call.BACKWARD,
          Call.GRADIENTS,
          Call.START_STATE_GRADIENT,
          Call.CARRY_STATE,
          Call.START_LOGITS);

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(CellType.RNN, 0.0),
        Arguments.of(CellType.LSTM, 0.4),
        Arguments.of(CellType.GRU, 0.0),
        Arguments.of(new MinimalGatedCell(), 0.0));
  }

  @ParameterizedTest(name = "{0} dropout={1}")
  @MethodSource("cases")
  void everyOrder_isThatOfFreshObjectsOrRefused(Cell cell, double dropout) {
    LinearAlgebra la = new EjmlLinearAlgebra();
    Network network =
        new Network(la, NetworkConfig.builder(cell, VOCABULARY, HIDDEN).layers(2).build());
    Initialization.apply(InitScheme.PYTORCH, network, RANDOM);
    Fresh fresh = new Fresh(network, dropout);
    int refused = 0;
    for (Call first : Call.values()) {
      for (Call second : Call.values()) {
        for (Call third : Call.values()) {
          List<Call> calls = new ArrayList<>(List.of(first, second, third));
          calls.addAll(A_STEP);
          refused += check(network, dropout, fresh, calls);
        }
      }
    }
    assertThat(refused).as("calls that were refused").isGreaterThan(1_000);
  }

  private static int check(Network network, double dropout, Fresh fresh, List<Call> calls) {
    Unrolled used = unrolled(network, dropout);
    Expected expected = new Expected(fresh);
    int refused = 0;
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      Optional<double[]> wanted = expected.of(call);
      Optional<double[]> found;
      try {
        found = Optional.of(apply(call, used, network));
      } catch (IllegalStateException e) {
        assertThat(e).as("%s of %s", call, calls).hasMessageContaining("call ");
        found = Optional.empty();
        refused++;
      }
      assertThat(found.isPresent())
          .as("whether %s is allowed, call %d of %s", call, i, calls)
          .isEqualTo(wanted.isPresent());
      if (wanted.isPresent() && !Arrays.equals(found.get(), wanted.get())) {
        assertThat(found.get()).as("%s, call %d of %s", call, i, calls).isEqualTo(wanted.get());
      }
    }
    return refused;
  }

  private static Unrolled unrolled(Network network, double probability) {
    Dropout dropout = new Dropout(probability, RANDOM);
    dropout.step(3);
    return new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS_AND_START_STATE, dropout);
  }

  /** Makes a call; its result, or nothing in particular where it has none. */
  private static double[] apply(Call call, Unrolled unrolled, Network network) {
    switch (call) {
      case RESET_STATE -> unrolled.resetState();
      case CARRY_STATE -> unrolled.carryState();
      case SET_START_STATE -> setStart(unrolled, someState());
      case FORWARD -> {
        return unrolled.forward(tokens(1), STEPS, BATCH).toArray();
      }
      case FORWARD_WITH_A_SHORT_STEP -> {
        return unrolled.forward(tokens(2), STEPS - 1, BATCH - 1).toArray();
      }
      case FORWARD_OF_RECORDS -> {
        int[] rows = {0, 3, 4};
        return unrolled.forward(tokens(3), STEPS, BATCH, rows, rows.length).toArray();
      }
      case FORWARD_OF_NO_TOKEN -> refusesIndex(() -> unrolled.forward(noToken(), STEPS, BATCH));
      case START_LOGITS -> {
        return unrolled.startLogits().toArray();
      }
      case LOSSES -> {
        double[] nats = new double[STEPS * BATCH];
        unrolled.losses(TARGETS, nats);
        return nats;
      }
      case LOSS -> {
        return new double[] {unrolled.loss(TARGETS, SCALE)};
      }
      case LOSS_OF_NO_TOKEN -> refusesIndex(() -> unrolled.loss(noToken(), SCALE));
      case BACKWARD -> {
        return numbers(unrolled.backward());
      }
      case END_STATE -> {
        return state((k, part) -> unrolled.endState(k, part), unrolled);
      }
      case START_STATE_GRADIENT -> {
        return state((k, part) -> unrolled.startStateGradient(k, part), unrolled);
      }
      case GRADIENTS -> {
        return numbers(unrolled.gradients());
      }
      case PARAMETERS_CHANGED -> network.parametersChanged();
    }
    return state((k, part) -> unrolled.startState(k, part), unrolled);
  }

  private static int[] noToken() {
    int[] tokens = tokens(4);
    tokens[1] = VOCABULARY;
    return tokens;
  }

  private static void refusesIndex(Runnable call) {
    try {
      call.run();
    } catch (IndexOutOfBoundsException e) {
      return;
    }
    throw new AssertionError("a token that does not exist was taken");
  }

  private static double[] someState() {
    return new Random(5).doubles(100, -0.9, 0.9).toArray();
  }

  private interface Part {
    Matrix of(int layer, int part);
  }

  private static double[] state(Part storage, Unrolled unrolled) {
    double[][] parts = new double[2 * unrolled.stateParts()][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = storage.of(i % 2, i / 2).toArray();
    }
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void setStart(Unrolled unrolled, double[] state) {
    for (int i = 0; i < 2 * unrolled.stateParts(); i++) {
      unrolled.startState(i % 2, i / 2).copyFrom(state, i * BATCH * HIDDEN);
    }
  }

  private static double[] numbers(Parameters parameters) {
    double[] all = new double[0];
    for (Parameter parameter : parameters) {
      double[] more = parameter.value().toArray();
      all = Arrays.copyOf(all, all.length + more.length);
      System.arraycopy(more, 0, all, all.length - more.length, more.length);
    }
    return all;
  }

  /** What fresh objects give, each of which does what one result needs and no more. */
  private static final class Fresh {
    private final Network network;
    private final double dropout;
    private final Map<List<Object>, double[]> known = new HashMap<>();

    Fresh(Network network, double dropout) {
      this.network = network;
      this.dropout = dropout;
    }

    /** The last of some calls, from a start state. */
    double[] last(double[] start, Call... calls) {
      List<Object> key = List.of(DoubleBuffer.wrap(start), List.of(calls));
      return known.computeIfAbsent(
          key,
          asked -> {
            Unrolled fresh = unrolled(network, dropout);
            setStart(fresh, start);
            double[] result = start;
            for (Call call : calls) {
              result = apply(call, fresh, network);
            }
            return result;
          });
    }

    double[] start() {
      return last(new double[100], Call.RESET_STATE);
    }
  }

  /** What the calls must give: nothing but values. */
  private static final class Expected {
    private final Fresh fresh;

    /** The start state of the next window. */
    private double[] start;

    /** The start state of the present window, and the call that made it. */
    private double[] startOfWindow;

    private Call window;
    private boolean lossDone;
    private boolean backwardDone;
    private boolean changed;
    private double[] gradients;
    private double[] startGradients;

    Expected(Fresh fresh) {
      this.fresh = fresh;
      this.start = fresh.start();
    }

    /** The result of a call; empty if it must be refused. */
    Optional<double[]> of(Call call) {
      switch (call) {
        case RESET_STATE -> start = new double[start.length];
        case SET_START_STATE -> start = Arrays.copyOf(someState(), start.length);
        case FORWARD, FORWARD_WITH_A_SHORT_STEP, FORWARD_OF_RECORDS -> {
          window = call;
          startOfWindow = start;
          lossDone = false;
          backwardDone = false;
          changed = false;
          return Optional.of(fresh.last(start, call));
        }
        case FORWARD_OF_NO_TOKEN -> window = null;
        case START_LOGITS -> {
          return Optional.of(fresh.last(start, call));
        }
        case PARAMETERS_CHANGED -> changed = true;
        case CARRY_STATE -> {
          if (window == null || window == Call.FORWARD_WITH_A_SHORT_STEP) {
            return Optional.empty();
          }
          start = fresh.last(startOfWindow, window, Call.END_STATE);
        }
        case END_STATE -> {
          return window == null
              ? Optional.empty()
              : Optional.of(fresh.last(startOfWindow, window, call));
        }
        case LOSSES, LOSS -> {
          if (window == null || lossDone) {
            return Optional.empty();
          }
          lossDone = call == Call.LOSS;
          return Optional.of(fresh.last(startOfWindow, window, call));
        }
        case LOSS_OF_NO_TOKEN -> {
          if (window == null || lossDone) {
            return Optional.empty();
          }
        }
        case BACKWARD -> {
          if (window == null || !lossDone || backwardDone || changed) {
            return Optional.empty();
          }
          backwardDone = true;
          gradients = fresh.last(startOfWindow, window, Call.LOSS, call);
          startGradients =
              fresh.last(startOfWindow, window, Call.LOSS, call, Call.START_STATE_GRADIENT);
          return Optional.of(gradients);
        }
        case GRADIENTS -> {
          return Optional.ofNullable(gradients);
        }
        case START_STATE_GRADIENT -> {
          return Optional.ofNullable(startGradients);
        }
      }
      return Optional.of(start);
    }
  }
}
