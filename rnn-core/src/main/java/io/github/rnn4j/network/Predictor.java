// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;

/**
 * Reads one stream of tokens through a network, a token at a time: after each it has the logits of
 * the next. This is the memory of one text; threads share the network and have a predictor each.
 *
 * <p>Not thread-safe. Those of many threads that go on at the same time are faster together: {@link
 * Predictors} makes such, and {@link Lockstep} those of one thread, which give the same bits.
 */
public final class Predictor {

  /** Where the state of a stream is kept, and what reads the tokens. */
  interface Stream {
    /** Makes the state zero. */
    void reset();

    /** Reads a token; the logits of the next are written. */
    void read(int token, double[] logits);

    /** Reads a token, at the latest at {@link #settle}. */
    default void feed(int token, double[] logits) {
      read(token, logits);
    }

    /** After it the logits of the token that was fed are written. */
    default void settle() {}

    /** The logits that follow from the state. */
    void logits(double[] logits);

    /** The state: for each layer its parts, fresh arrays or not to be modified. */
    double[][][] state();

    /** Takes over a state that fits. */
    void restore(State state);
  }

  private final Network network;
  private final Stream stream;
  private final double[] logits;
  private long tokensRead;

  /** Whether the last token was fed, and its logits were not asked for yet. */
  private boolean fed;

  /**
   * A predictor that has read nothing: its state is zero.
   *
   * @param network the network, shared
   */
  public Predictor(Network network) {
    this(network, new Alone(network));
  }

  Predictor(Network network, Stream stream) {
    this.network = network;
    this.stream = stream;
    this.logits = new double[network.config().vocabularySize()];
  }

  /** Forgets what was read. */
  public void reset() {
    stream.reset();
    tokensRead = 0;
    fed = false;
  }

  /**
   * Reads a token.
   *
   * @param id the token, 0 to V − 1
   * @return the V logits of the token after it: the same array at each call
   * @throws IndexOutOfBoundsException if there is no such token; the state is as it was
   * @throws IllegalStateException if the network has no weights yet
   */
  public double[] read(int id) {
    stream.read(id, logits);
    tokensRead++;
    fed = false;
    return logits;
  }

  /**
   * Reads a token, whose logits {@link #logits()} gives: like {@link #read}, but a predictor of a
   * {@link Lockstep} may wait for others before it computes.
   *
   * @param id the token, 0 to V − 1
   * @throws IndexOutOfBoundsException if there is no such token; the state is as it was
   * @throws IllegalStateException if the network has no weights yet
   */
  public void feed(int id) {
    stream.feed(id, logits);
    tokensRead++;
    fed = true;
  }

  /**
   * The logits of the token after those read, with the bits that {@link #read} gave, also after
   * {@link #restore}. If nothing was read, those that follow from a state of zero, which training
   * never used.
   *
   * @return V logits: the same array at each call
   */
  public double[] logits() {
    if (fed) {
      stream.settle();
      fed = false;
    } else {
      stream.logits(logits);
    }
    return logits;
  }

  /**
   * The number of tokens read, those before a {@link #restore} included.
   *
   * @return at least 0
   */
  public long tokensRead() {
    return tokensRead;
  }

  /**
   * The memory of what was read so far. This predictor does not change it when it goes on.
   *
   * @return a value of its own
   */
  public State state() {
    return new State(network.config().cell(), tokensRead, stream.state());
  }

  /**
   * Goes on from a state, as if this predictor had read what made it.
   *
   * @param state a state of the same network
   * @throws IllegalArgumentException if it is one of a network of other sizes; this predictor is
   *     then as it was
   */
  public void restore(State state) {
    state.requireFits(network.config());
    stream.restore(state);
    tokensRead = state.tokensRead();
    fed = false;
  }

  /**
   * Whether this is a predictor of a network.
   *
   * @param other the network
   * @return true if it reads through this very network
   */
  public boolean isOf(Network other) {
    return network == other;
  }

  /** A stream with storage of its own. */
  private static final class Alone implements Stream {
    private final Unrolled unrolled;
    private final int[] token = new int[1];

    Alone(Network network) {
      this.unrolled = new Unrolled(network, 1, 1, Unrolled.Gradients.NONE);
    }

    @Override
    public void reset() {
      unrolled.resetState();
    }

    @Override
    public void read(int id, double[] logits) {
      token[0] = id;
      Matrix z = unrolled.forward(token, 1, 1);
      z.copyTo(logits, 0);
      unrolled.carryState();
    }

    @Override
    public void logits(double[] logits) {
      unrolled.startLogits().copyTo(logits, 0);
    }

    @Override
    public double[][][] state() {
      double[][][] values = new double[unrolled.network().config().allLayers()][][];
      for (int k = 0; k < values.length; k++) {
        values[k] = new double[unrolled.stateParts()][];
        for (int part = 0; part < values[k].length; part++) {
          values[k][part] = unrolled.startState(k, part).toArray();
        }
      }
      return values;
    }

    @Override
    public void restore(State state) {
      for (int k = 0; k < state.layers(); k++) {
        for (int part = 0; part < unrolled.stateParts(); part++) {
          unrolled.startState(k, part).copyFrom(state.values(k, part), 0);
        }
      }
    }
  }
}
