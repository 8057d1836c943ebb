// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;

/**
 * Reads one stream of tokens through a network, a token at a time: after each it has the logits of
 * the next. This is the memory of one text; threads share the network and have a predictor each.
 *
 * <p>Not thread-safe.
 */
public final class Predictor {
  private final Unrolled unrolled;
  private final int[] token = new int[1];
  private final double[] logits;
  private long tokensRead;

  /**
   * A predictor that has read nothing: its state is zero.
   *
   * @param network the network, shared
   */
  public Predictor(Network network) {
    this.unrolled = new Unrolled(network, 1, 1, Unrolled.Gradients.NONE);
    this.logits = new double[network.config().vocabularySize()];
  }

  /** Forgets what was read. */
  public void reset() {
    unrolled.resetState();
    tokensRead = 0;
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
    token[0] = id;
    Matrix z = unrolled.forward(token, 1, 1);
    z.copyTo(logits, 0);
    unrolled.carryState();
    tokensRead++;
    return logits;
  }

  /**
   * The logits of the token after those read, with the bits that {@link #read} gave, also after
   * {@link #restore}. If nothing was read, those that follow from a state of zero, which training
   * never used.
   *
   * @return V logits: the same array at each call
   */
  public double[] logits() {
    unrolled.startLogits().copyTo(logits, 0);
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
    NetworkConfig config = unrolled.network().config();
    double[][][] values = new double[config.layers()][unrolled.stateParts()][];
    for (int k = 0; k < values.length; k++) {
      for (int part = 0; part < values[k].length; part++) {
        values[k][part] = unrolled.startState(k, part).toArray();
      }
    }
    return new State(config.cell(), tokensRead, values);
  }

  /**
   * Goes on from a state, as if this predictor had read what made it.
   *
   * @param state a state of the same network
   * @throws IllegalArgumentException if it is one of a network of other sizes; this predictor is
   *     then as it was
   */
  public void restore(State state) {
    state.requireFits(unrolled.network().config());
    for (int k = 0; k < state.layers(); k++) {
      for (int part = 0; part < unrolled.stateParts(); part++) {
        unrolled.startState(k, part).copyFrom(state.values(k, part), 0);
      }
    }
    tokensRead = state.tokensRead();
  }
}
