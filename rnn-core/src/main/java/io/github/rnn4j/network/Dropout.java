// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.random.RandomStreams;

/**
 * Dropout: in training, each output of a recurrent layer is dropped with probability p on its way
 * up, and what is kept is scaled by 1/(1 − p), so that the expected value stays and evaluation
 * needs no change. The state that goes on to the next step is not touched.
 *
 * <p>Whether a unit is dropped depends on the seed, the training step, the layer, the step in the
 * window, the stream and the unit alone: not on the backend, not on how the streams are divided
 * among threads, and a resumed run has the same masks.
 *
 * <p>{@link #step(long)} belongs to whoever trains; between its calls an instance may be shared by
 * threads.
 *
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al., Dropout,
 *     2014</a>
 * @see <a href="https://arxiv.org/abs/1409.2329">Zaremba, Sutskever and Vinyals, Recurrent neural
 *     network regularization, 2014</a>
 */
public final class Dropout {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final double probability;
  private final double kept;
  private final RandomStreams random;
  private final int firstStream;
  private long step;

  /**
   * Dropout, at training step 0.
   *
   * @param probability p, at least 0 and below 1; 0 drops nothing
   * @param random the run's random streams
   * @throws IllegalArgumentException if p is out of range
   */
  public Dropout(double probability, RandomStreams random) {
    this(probability, random, 0);
  }

  /**
   * Dropout of some streams of a batch, at training step 0: the masks that these streams have in
   * the whole batch.
   *
   * @param probability p, at least 0 and below 1; 0 drops nothing
   * @param random the run's random streams
   * @param firstStream the number of the first of them in the batch, at least 0
   * @throws IllegalArgumentException if p is out of range, or the number is negative
   */
  public Dropout(double probability, RandomStreams random, int firstStream) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "the dropout probability must be at least 0 and below 1: " + probability);
    }
    this.probability = probability;
    this.kept = 1 / (1 - probability);
    if (firstStream < 0) {
      throw new IllegalArgumentException("there is no stream " + firstStream);
    }
    this.random = random;
    this.firstStream = firstStream;
  }

  static Dropout none() {
    return new Dropout(0, new RandomStreams(0));
  }

  /**
   * The probability with which a unit is dropped.
   *
   * @return p
   */
  public double probability() {
    return probability;
  }

  /**
   * Names the training step to which the next passes belong: another step, other masks.
   *
   * @param step the number of parameter updates before it
   */
  public void step(long step) {
    this.step = step;
  }

  /**
   * The mask of a layer for a window: 0 for what is dropped, 1/(1 − p) for what is kept.
   *
   * @param layer from 0
   * @param batch B
   * @param rows n, rows in time-major order
   * @param units H
   * @param mask written from 0 on, n·H values, row-major
   */
  void mask(int layer, int batch, int rows, int units, double[] mask) {
    long key = random.stream("dropout/l" + layer, step).nextLong();
    for (int row = 0, at = 0; row < rows; row++) {
      // SplitMix64, from a start of its own for each step t and stream b.
      int t = row / batch;
      int b = firstStream + row % batch;
      long state = RandomStreams.mix(RandomStreams.mix(key + t) + b);
      for (int j = 0; j < units; j++) {
        state += GOLDEN_GAMMA;
        double uniform = (RandomStreams.mix(state) >>> 11) * 0x1p-53;
        mask[at++] = uniform < probability ? 0 : kept;
      }
    }
  }
}
