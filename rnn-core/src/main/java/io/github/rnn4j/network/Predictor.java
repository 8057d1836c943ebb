package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;

/**
 * Reads one stream of tokens through a network, a token at a time: after each it has the logits of
 * the next. This is the memory of one text; threads share the network and have a predictor each.
 */
public final class Predictor {
  private final Unrolled unrolled;
  private final int[] token = new int[1];
  private final double[] logits;

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
  }

  /**
   * Reads a token.
   *
   * @param id the token, 0 to V − 1
   * @return the V logits of the token after it: the same array at each call
   * @throws IndexOutOfBoundsException if there is no such token; the state is as it was
   */
  public double[] read(int id) {
    token[0] = id;
    Matrix z = unrolled.forward(token, 1, 1);
    z.copyTo(logits, 0);
    unrolled.carryState();
    return logits;
  }
}
