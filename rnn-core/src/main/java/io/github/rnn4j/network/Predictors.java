// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.together.Together;
import java.util.Arrays;
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
  private final Together<PredictorLane.Step> together;

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
    this.together = new Together<>(lanes, most, () -> new PredictorLane(network, most));
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

  /** A stream of one thread. */
  private final class Shared implements Predictor.Stream {
    private final Runnable before;
    private final double[][][] state;

    Shared(Runnable before) {
      this.before = before;
      NetworkConfig config = network.config();
      this.state = new double[config.allLayers()][config.cell().stateParts()][config.hiddenSize()];
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
      together.call(new PredictorLane.Step(state, token, logits));
    }

    @Override
    public void logits(double[] logits) {
      together.call(new PredictorLane.Step(state, -1, logits));
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
}
