// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.Unrolled.Gradients;
import io.github.rnn4j.random.RandomStreams;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records side by side and one after the other, each from a state of zero that reads the border
 * first, are as records that are alone: the same losses, and gradients that are their sum. A stream
 * starts anew anywhere: in the first row of a window, in its short last step, in step after step.
 */
class RecordsTest {
  private static final long SEED = 20_261_125;
  private static final int VOCABULARY = 7;
  private static final int HIDDEN = 6;
  private static final int BORDER = 0;
  private static final int STEPS = 9;
  private static final int BATCH = 17;
  private static final double SCALE = 0.125;

  /** What a record reads: the border, then its tokens; it predicts the tokens, then the border. */
  private record Record(int stream, int step, int[] tokens) {
    int rows() {
      return tokens.length;
    }

    int target(int i) {
      return i + 1 < tokens.length ? tokens[i + 1] : BORDER;
    }
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Cell cell : Cells.all()) {
      for (int layers = 1; layers <= 3; layers++) {
        for (int threads = 1; threads <= 4; threads++) {
          for (int lastRows : threads == 1 ? new int[] {BATCH, BATCH - 4, 1} : new int[] {BATCH}) {
            cases.add(Arguments.of(cell.id(), layers, threads, lastRows, cell));
          }
        }
      }
    }
    return cases.stream();
  }

  static Stream<Arguments> casesOfTwoLayers() {
    return cases().filter(arguments -> arguments.get()[1].equals(2));
  }

  @ParameterizedTest(name = "{0}, {1} layers, {2} threads, {3} streams in the last step")
  @MethodSource("cases")
  void recordsTogether_areAsEachAlone(String id, int layers, int threads, int lastRows, Cell cell) {
    LinearAlgebra la = threaded(threads);
    Network network = network(la, cell, layers);
    List<Record> records = deal(STEPS, lastRows);
    Unrolled together = new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS_AND_START_STATE);
    disturb(together, layers);
    int[] tokens = new int[STEPS * BATCH];
    int[] targets = new int[STEPS * BATCH];
    int[] resets = lay(records, 0, tokens, targets);

    // Twice: nothing of an earlier window may be left.
    for (int round = 0; round < 2; round++) {
      together.forward(tokens, STEPS, lastRows, resets, resets.length);
      double[] nats = new double[STEPS * BATCH];
      together.losses(targets, nats);
      together.loss(targets, SCALE);
      Parameters gradients = together.backward();

      double[][] sums = new double[gradients.size()][];
      double[][] sizes = new double[gradients.size()][];
      for (Record record : records) {
        Unrolled alone = new Unrolled(network, record.rows(), 1, Gradients.PARAMETERS);
        double[] own = alone(alone, record);
        for (int i = 0; i < record.rows(); i++) {
          int row = (record.step + i) * BATCH + record.stream;
          assertThat(nats[row]).as("row %d of %s", i, record).isEqualTo(own[i]);
        }
        add(alone.backward(), sums, sizes);
      }
      for (int i = 0; i < sums.length; i++) {
        assertClose(gradients.get(i), sums[i], sizes[i], records.size());
      }
      for (int k = 0; k < layers; k++) {
        for (int part = 0; part < cell.stateParts(); part++) {
          assertThat(together.startStateGradient(k, part).toArray()).containsOnly(0.0);
        }
      }
    }
  }

  /** Records that go on in the next window have the losses of records that are alone. */
  @ParameterizedTest(name = "{0}, {1} layers, {2} threads, {3} streams in the last step")
  @MethodSource("casesOfTwoLayers")
  void recordsAcrossWindows_costWhatEachCostsAlone(
      String id, int layers, int threads, int lastRows, Cell cell) {
    int length = 4;
    LinearAlgebra la = threaded(threads);
    Network network = network(la, cell, layers);
    List<Record> records = deal(STEPS, lastRows);
    Unrolled windows = new Unrolled(network, length, BATCH, Gradients.NONE);
    double[] nats = new double[STEPS * BATCH];
    for (int from = 0; from < STEPS; from += length) {
      int steps = Math.min(length, STEPS - from);
      int[] tokens = new int[length * BATCH];
      int[] targets = new int[length * BATCH];
      int[] resets = lay(records, from, tokens, targets);
      double[] own = new double[length * BATCH];
      windows.forward(
          tokens, steps, from + steps == STEPS ? lastRows : BATCH, resets, resets.length);
      windows.losses(targets, own);
      System.arraycopy(own, 0, nats, from * BATCH, steps * BATCH);
      if (from + steps < STEPS) {
        windows.carryState();
      }
    }
    for (Record record : records) {
      double[] own = alone(new Unrolled(network, record.rows(), 1, Gradients.PARAMETERS), record);
      for (int i = 0; i < record.rows(); i++) {
        assertThat(nats[(record.step + i) * BATCH + record.stream])
            .as("row %d of %s", i, record)
            .isEqualTo(own[i]);
      }
    }
  }

  @Test
  void rowsThatAreNotInOrder_areRefused() {
    Network network = network(new EjmlLinearAlgebra(), CellType.LSTM, 1);
    Unrolled unrolled = new Unrolled(network, STEPS, BATCH, Gradients.PARAMETERS);
    int[] tokens = new int[STEPS * BATCH];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unrolled.forward(tokens, STEPS, BATCH, new int[] {5, 3}, 2))
        .withMessageContaining("ascend from 0 to 152: row 3 comes after 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unrolled.forward(tokens, STEPS, 1, new int[] {STEPS * BATCH - 1}, 1))
        .withMessageContaining("ascend from 0 to 136: row 152 is the first");
    assertThatIllegalStateException().isThrownBy(() -> unrolled.loss(tokens, 1));
    unrolled.forward(tokens, STEPS, BATCH, new int[] {3, 5}, 2);
    assertThat(unrolled.loss(tokens, 1)).isPositive();
  }

  private static Network network(LinearAlgebra la, Cell cell, int layers) {
    Network network =
        new Network(la, NetworkConfig.builder(cell, VOCABULARY, HIDDEN).layers(layers).build());
    Initialization.apply(InitScheme.PYTORCH, network, new RandomStreams(SEED));
    return network;
  }

  /** Records of random lengths, one after the other in each stream until it is full. */
  private static List<Record> deal(int steps, int lastRows) {
    Random random = new Random(SEED);
    List<Record> records = new ArrayList<>();
    for (int b = 0; b < BATCH; b++) {
      int end = b < lastRows ? steps : steps - 1;
      for (int t = 0; t < end; ) {
        int rows = Math.min(end - t, 1 + random.nextInt(b == 0 ? 1 : 6));
        int[] tokens = random.ints(rows, 1, VOCABULARY).toArray();
        tokens[0] = BORDER;
        records.add(new Record(b, t, tokens));
        t += rows;
      }
    }
    return records;
  }

  /** Fills a window that begins at a step; the rows that start anew, ascending. */
  private static int[] lay(List<Record> records, int from, int[] tokens, int[] targets) {
    IntStream.Builder resets = IntStream.builder();
    for (Record record : records) {
      for (int i = 0; i < record.rows(); i++) {
        int row = (record.step + i - from) * BATCH + record.stream;
        if (row >= 0 && row < tokens.length) {
          tokens[row] = record.tokens[i];
          targets[row] = record.target(i);
          if (i == 0) {
            resets.add(row);
          }
        }
      }
    }
    return resets.build().sorted().toArray();
  }

  /** A start state that must not matter. */
  private static void disturb(Unrolled unrolled, int layers) {
    double[] numbers = new Random(3).doubles(BATCH * HIDDEN, -0.9, 0.9).toArray();
    for (int k = 0; k < layers; k++) {
      for (int part = 0; part < unrolled.stateParts(); part++) {
        unrolled.startState(k, part).copyFrom(numbers, 0);
      }
    }
  }

  /** Forward and loss; what each row costs. */
  private static double[] alone(Unrolled unrolled, Record record) {
    int[] targets = IntStream.range(0, record.rows()).map(record::target).toArray();
    double[] nats = new double[record.rows()];
    unrolled.forward(record.tokens, record.rows(), 1);
    unrolled.losses(targets, nats);
    unrolled.loss(targets, SCALE);
    return nats;
  }

  private static void add(Parameters gradients, double[][] sums, double[][] sizes) {
    for (int i = 0; i < sums.length; i++) {
      double[] own = gradients.get(i).value().toArray();
      if (sums[i] == null) {
        sums[i] = new double[own.length];
        sizes[i] = new double[own.length];
      }
      for (int j = 0; j < own.length; j++) {
        sums[i][j] += own[j];
        sizes[i][j] += Math.abs(own[j]);
      }
    }
  }

  /**
   * The error of a sum of n numbers in either order is within γ(n)·Σ|x|, Higham §4.2; a record's
   * own sum has at most as many addends as it has rows, and cancels within itself.
   */
  private static void assertClose(Parameter gradient, double[] sums, double[] sizes, int records) {
    double[] actual = gradient.value().toArray();
    double unit = Math.ulp(1.0) / 2;
    for (int j = 0; j < actual.length; j++) {
      double bound = 4 * (records + STEPS) * unit * (sizes[j] + SCALE);
      double error = Math.abs(actual[j] - sums[j]);
      if (!(error <= bound)) {
        throw new AssertionError(
            gradient.name() + "[" + j + "] is " + actual[j] + ", the sum is " + sums[j]);
      }
    }
  }

  /** Float64 with threads of its own: a task each, as {@link LinearAlgebra#parallel} allows. */
  private static LinearAlgebra threaded(int threads) {
    LinearAlgebra la = new EjmlLinearAlgebra();
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            RecordsTest.class.getClassLoader(),
            new Class<?>[] {LinearAlgebra.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("parallelism")) {
                return threads;
              }
              if (method.getName().equals("parallel")) {
                IntConsumer body = (IntConsumer) arguments[1];
                List<Thread> running =
                    IntStream.range(0, (int) arguments[0])
                        .mapToObj(i -> new Thread(() -> body.accept(i)))
                        .toList();
                running.forEach(Thread::start);
                for (Thread thread : running) {
                  thread.join();
                }
                return null;
              }
              try {
                return method.invoke(la, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
