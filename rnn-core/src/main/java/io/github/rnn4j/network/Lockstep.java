// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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

  /** The streams of the last pass, in its order, whose states are still where it left them. */
  private final List<Together> held = new ArrayList<>();

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
   * Predictors that go on side by side, or one that is alone.
   *
   * @param network the network, shared; nobody trains it meanwhile
   * @param count how many, at least 1
   * @return new ones, which have read nothing
   */
  public static List<Predictor> predictors(Network network, int count) {
    if (count == 1) {
      return List.of(new Predictor(network));
    }
    Lockstep lockstep = new Lockstep(network, count);
    return Stream.generate(lockstep::predictor).limit(count).toList();
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
    if (isHeldAsItWaits()) {
      lane.carry(held.size());
      for (int i = 0; i < held.size(); i++) {
        if (held.get(i).forgotten) {
          lane.forget(held.size(), i);
        }
      }
    } else {
      release();
      steps.clear();
      for (int i = 0; i < waiting.size(); i++) {
        steps.add(waiting.get(i).step);
      }
      lane.load(steps);
    }
    held.clear();
    for (int i = 0; i < waiting.size(); i++) {
      Together stream = waiting.get(i);
      stream.waits = false;
      stream.isHeld = true;
      stream.forgotten = false;
      held.add(stream);
    }
    waiting.clear();
    lane.pass(steps);
  }

  /** Whether those that wait are those of the last pass, in the same order. */
  private boolean isHeldAsItWaits() {
    boolean same = held.size() == waiting.size();
    for (int i = 0; i < waiting.size() && same; i++) {
      same = held.get(i) == waiting.get(i);
    }
    return same;
  }

  /** Gives each stream of the last pass its state. */
  private void release() {
    if (held.isEmpty()) {
      return;
    }
    lane.store(steps);
    for (int i = 0; i < held.size(); i++) {
      Together stream = held.get(i);
      stream.isHeld = false;
      if (stream.forgotten) {
        stream.forgotten = false;
        stream.clear();
      }
    }
    held.clear();
  }

  /** One of the streams. */
  private final class Together implements Predictor.Stream {
    private final double[][][] state;
    private final PredictorLane.Step step;
    private boolean waits;

    /** Whether the state is where the last pass left it, and not in {@link #state}. */
    private boolean isHeld;

    /** Whether that state does not count any more, but one of zeros. */
    private boolean forgotten;

    Together() {
      NetworkConfig config = network.config();
      this.state = new double[config.allLayers()][config.cell().stateParts()][config.hiddenSize()];
      this.step = new PredictorLane.Step(state, 0, new double[0]);
    }

    @Override
    public void reset() {
      // What nobody asks for any more is not computed; nor does anybody else go on before its time.
      if (waits) {
        waits = false;
        waiting.remove(this);
      }
      if (isHeld) {
        forgotten = true;
      } else {
        clear();
      }
    }

    private void clear() {
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
      release();
      step.logits = logits;
      lane.logits(step);
    }

    @Override
    public double[][][] state() {
      settle();
      release();
      return state;
    }

    @Override
    public void restore(State from) {
      settle();
      release();
      for (int k = 0; k < state.length; k++) {
        for (int part = 0; part < state[k].length; part++) {
          System.arraycopy(from.values(k, part), 0, state[k][part], 0, state[k][part].length);
        }
      }
    }
  }
}
