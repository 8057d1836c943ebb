// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Predictors of one thread that go on side by side: what they are {@link Predictor#feed fed} waits
 * until one of them needs its logits, or is fed again, and is then read together, the rows of all
 * streams in one product with the weights.
 *
 * <p>The bits are those of a {@link Predictor} that is alone, whatever waits at the same time,
 * since rows of a product do not meet (rule R12 of {@link io.github.rnn4j.api}).
 *
 * <p>Not thread-safe, nor are the predictors. {@link Predictors} are for many threads.
 */
public final class Lockstep {
  private final Network network;
  private final int most;
  private final PredictorLane lane;
  private final List<Together> waiting = new ArrayList<>();
  private final List<PredictorLane.Step> steps = new ArrayList<>();
  private int made;

  /**
   * Makes the storage.
   *
   * @param network the network, shared; nobody trains it meanwhile
   * @param most how many predictors there will be, at least 1
   */
  public Lockstep(Network network, int most) {
    this.network = network;
    this.most = most;
    this.lane = new PredictorLane(network, most);
  }

  /**
   * A predictor that has read nothing.
   *
   * @return a new one
   * @throws IllegalStateException if there are as many as were announced
   */
  public Predictor predictor() {
    if (made == most) {
      throw new IllegalStateException("there are " + most + " predictors already, all that may be");
    }
    made++;
    return new Predictor(network, new Together());
  }

  private void readWaiting() {
    steps.clear();
    for (int i = 0; i < waiting.size(); i++) {
      steps.add(waiting.get(i).step);
      waiting.get(i).waits = false;
    }
    waiting.clear();
    lane.read(steps);
  }

  /** One of the streams. */
  private final class Together implements Predictor.Stream {
    private final double[][][] state;
    private final PredictorLane.Step step;
    private boolean waits;

    Together() {
      NetworkConfig config = network.config();
      this.state = new double[config.layers()][config.cell().stateParts()][config.hiddenSize()];
      this.step = new PredictorLane.Step(state, 0, new double[0]);
    }

    @Override
    public void reset() {
      // What nobody asks for any more is not computed; nor does anybody else go on before its time.
      if (waits) {
        waits = false;
        waiting.remove(this);
      }
      for (double[][] layer : state) {
        for (double[] part : layer) {
          Arrays.fill(part, 0);
        }
      }
    }

    @Override
    public void read(int token, double[] logits) {
      feed(token, logits);
      settle();
    }

    @Override
    public void feed(int token, double[] logits) {
      Objects.checkIndex(token, network.config().vocabularySize());
      settle();
      step.token = token;
      step.logits = logits;
      waits = true;
      waiting.add(this);
    }

    @Override
    public void settle() {
      if (waits) {
        readWaiting();
      }
    }

    @Override
    public void logits(double[] logits) {
      settle();
      step.logits = logits;
      lane.logits(step);
    }

    @Override
    public double[][][] state() {
      settle();
      return state;
    }

    @Override
    public void restore(State from) {
      settle();
      for (int k = 0; k < state.length; k++) {
        for (int part = 0; part < state[k].length; part++) {
          System.arraycopy(from.values(k, part), 0, state[k][part], 0, state[k][part].length);
        }
      }
    }
  }
}
