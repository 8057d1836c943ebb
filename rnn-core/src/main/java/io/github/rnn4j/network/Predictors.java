// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.together.Together;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Predictors for many threads, whose tokens are read together where they come at the same time: the
 * rows of B streams go through one product with the weights, which then come from memory once for
 * all of them. A token that comes alone waits for nothing.
 *
 * <p>The bits are those of a {@link Predictor} that is alone, whatever comes at the same time,
 * since rows of a product do not meet (rule R12 of {@link io.github.rnn4j.api}).
 *
 * <p>Thread-safe; the predictors are not, each is for one thread.
 */
public final class Predictors {
  private final Network network;
  private final Together<Step> together;

  /**
   * No storage is made before it is needed.
   *
   * @param network the network, shared; nobody trains it meanwhile. Its backend should compute with
   *     one thread, if there is more than one lane
   * @param lanes how many threads may compute at a time, at least 1
   * @param most the most streams whose tokens are read together, at least 1
   */
  public Predictors(Network network, int lanes, int most) {
    this.network = network;
    this.together = new Together<>(lanes, most, () -> new Lane(network, most));
  }

  /**
   * A predictor that has read nothing.
   *
   * @return a new one, for one thread
   */
  public Predictor predictor() {
    return predictor(() -> {});
  }

  /**
   * A predictor that has read nothing, and can be stopped.
   *
   * @param before is run before each token; what it throws, reading the token throws
   * @return a new one, for one thread
   */
  public Predictor predictor(Runnable before) {
    return new Predictor(network, new Shared(before));
  }

  /**
   * How many tokens were read, by all predictors.
   *
   * @return from 0
   */
  public long tokens() {
    return together.calls();
  }

  /**
   * Through how many passes they were read.
   *
   * @return from 0 to {@link #tokens}
   */
  public long passes() {
    return together.batches();
  }

  /** A token of a stream, or −1 for the logits that follow from its state. */
  private static final class Step {
    final double[][][] state;
    final double[] logits;
    final int token;

    Step(double[][][] state, int token, double[] logits) {
      this.state = state;
      this.token = token;
      this.logits = logits;
    }
  }

  /** A stream of one thread. */
  private final class Shared implements Predictor.Stream {
    private final Runnable before;
    private final double[][][] state;

    Shared(Runnable before) {
      this.before = before;
      NetworkConfig config = network.config();
      this.state = new double[config.layers()][config.cell().stateParts()][config.hiddenSize()];
    }

    @Override
    public void reset() {
      for (double[][] layer : state) {
        for (double[] part : layer) {
          Arrays.fill(part, 0);
        }
      }
    }

    @Override
    public void read(int token, double[] logits) {
      before.run();
      Objects.checkIndex(token, network.config().vocabularySize());
      together.call(new Step(state, token, logits));
    }

    @Override
    public void logits(double[] logits) {
      together.call(new Step(state, -1, logits));
    }

    @Override
    public double[][][] state() {
      return state;
    }

    @Override
    public void restore(State from) {
      for (int k = 0; k < state.length; k++) {
        for (int part = 0; part < state[k].length; part++) {
          System.arraycopy(from.values(k, part), 0, state[k][part], 0, state[k][part].length);
        }
      }
    }
  }

  /** The storage with which one thread at a time reads tokens of up to {@code most} streams. */
  private static final class Lane implements Together.Lane<Step> {
    private final Unrolled one;
    private final Unrolled many;
    private final int hidden;
    private final int vocabulary;
    private final int[] tokens;
    private final double[] rows;
    private final double[] logits;

    Lane(Network network, int most) {
      this.hidden = network.config().hiddenSize();
      this.vocabulary = network.config().vocabularySize();
      this.one = new Unrolled(network, 1, 1, Unrolled.Gradients.NONE);
      this.many = most == 1 ? one : new Unrolled(network, 1, most, Unrolled.Gradients.NONE);
      this.tokens = new int[most];
      this.rows = new double[most * hidden];
      this.logits = new double[most * vocabulary];
    }

    @Override
    public void work(List<Step> steps) {
      int count = 0;
      for (Step step : steps) {
        if (step.token < 0) {
          logits(step);
        } else {
          tokens[count++] = step.token;
        }
      }
      if (count > 0) {
        read(steps.stream().filter(step -> step.token >= 0).toList());
      }
    }

    private void logits(Step step) {
      start(one, List.of(step));
      one.startLogits().copyTo(step.logits, 0);
    }

    private void read(List<Step> steps) {
      int count = steps.size();
      Unrolled unrolled = count == 1 ? one : many;
      start(unrolled, steps);
      Matrix z = unrolled.forward(tokens, 1, count);
      z.copyTo(logits, 0);
      for (int i = 0; i < count; i++) {
        System.arraycopy(logits, i * vocabulary, steps.get(i).logits, 0, vocabulary);
      }
      for (int k = 0; k < steps.get(0).state.length; k++) {
        for (int part = 0; part < unrolled.stateParts(); part++) {
          unrolled.endState(k, part).copyTo(rows, 0);
          for (int i = 0; i < count; i++) {
            System.arraycopy(rows, i * hidden, steps.get(i).state[k][part], 0, hidden);
          }
        }
      }
    }

    /** Puts the streams' states where the pass starts. */
    private void start(Unrolled unrolled, List<Step> steps) {
      for (int k = 0; k < steps.get(0).state.length; k++) {
        for (int part = 0; part < unrolled.stateParts(); part++) {
          for (int i = 0; i < steps.size(); i++) {
            System.arraycopy(steps.get(i).state[k][part], 0, rows, i * hidden, hidden);
          }
          Matrix start = unrolled.startState(k, part);
          (steps.size() == start.rows() ? start : start.rows(0, steps.size())).copyFrom(rows, 0);
        }
      }
    }
  }
}
