// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.random.RandomStreams;

/**
 * Dropout: in training, something is dropped with probability p, and what is kept is scaled by 1/(1
 * − p), so that the expected value stays and evaluation needs no change. With masks m of 0 and 1/(1
 * − p), each drawn by itself:
 *
 * <pre>
 *   outputs, standard      uk⟨t⟩ = hk⟨t⟩ ⊙ m⟨t⟩           another mask at each step and stream
 *   outputs, variational   uk⟨t⟩ = hk⟨t⟩ ⊙ m              one for a window and stream
 *   input                  z⟨t⟩ = W_ih (x⟨t⟩ ⊙ m) + …     x one-hot: one for a window and stream
 *   recurrent              z⟨t⟩ = W_hh (h⟨t−1⟩ ⊙ m) + …   one for a window and stream
 *   weights                z⟨t⟩ = (W_hh ⊙ M) h⟨t−1⟩ + …   one for a window, of all streams
 * </pre>
 *
 * <p>Recurrent dropout is on the way into the product alone: the state that a gate carries on past
 * it is not touched. A record that begins within a window goes on with the masks of its stream.
 *
 * <p>What is dropped depends on the seed, the window (a number from the start of the run), the
 * layer (those of all members counted), the stream, the unit, and in standard dropout the step
 * alone: not on the backend, not on how the streams are divided among threads, and a resumed run
 * has the same masks.
 *
 * <p>{@link #step(long)} belongs to whoever trains; between its calls an instance may be shared by
 * threads.
 *
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al., Dropout,
 *     2014</a>
 * @see <a href="https://arxiv.org/abs/1409.2329">Zaremba, Sutskever and Vinyals, Recurrent neural
 *     network regularization, 2014, for outputs</a>
 * @see <a href="https://arxiv.org/abs/1512.05287">Gal and Ghahramani, A theoretically grounded
 *     application of dropout in recurrent neural networks, 2016, for masks that hold for a window,
 *     of outputs, input (their word types) and state</a>
 * @see <a href="https://arxiv.org/abs/1708.02182">Merity, Keskar and Socher, Regularizing and
 *     optimizing LSTM language models, 2018, for the weights: DropConnect on W_hh</a>
 */
public final class Dropout {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final DropoutRates rates;
  private final RandomStreams random;
  private final int firstStream;
  private long step;

  /**
   * Dropout of outputs, at training step 0.
   *
   * @param probability p, at least 0 and below 1; 0 drops nothing
   * @param random the run's random streams
   * @throws IllegalArgumentException if p is out of range
   */
  public Dropout(double probability, RandomStreams random) {
    this(DropoutRates.ofOutput(probability), random, 0);
  }

  /**
   * Dropout of outputs of some streams of a batch, at training step 0: the masks that these streams
   * have in the whole batch.
   *
   * @param probability p, at least 0 and below 1; 0 drops nothing
   * @param random the run's random streams
   * @param firstStream the number of the first of them in the batch, at least 0
   * @throws IllegalArgumentException if p is out of range, or the number is negative
   */
  public Dropout(double probability, RandomStreams random, int firstStream) {
    this(DropoutRates.ofOutput(probability), random, firstStream);
  }

  /**
   * Dropout in some streams of a batch, at training step 0: the masks that these streams have in
   * the whole batch.
   *
   * @param rates what is dropped
   * @param random the run's random streams
   * @param firstStream the number of the first of them in the batch, at least 0
   * @throws IllegalArgumentException if the number is negative
   */
  public Dropout(DropoutRates rates, RandomStreams random, int firstStream) {
    if (firstStream < 0) {
      throw new IllegalArgumentException("there is no stream " + firstStream);
    }
    this.rates = rates;
    this.random = random;
    this.firstStream = firstStream;
  }

  static Dropout none() {
    return new Dropout(DropoutRates.NONE, new RandomStreams(0), 0);
  }

  /**
   * What is dropped.
   *
   * @return the probabilities
   */
  public DropoutRates rates() {
    return rates;
  }

  /**
   * The probability with which an output is dropped.
   *
   * @return p
   */
  public double probability() {
    return rates.output();
  }

  /**
   * Names the training step to which the next passes belong: another step, other masks.
   *
   * @param step the number of the window, from the start of the run
   */
  public void step(long step) {
    this.step = step;
  }

  /**
   * The mask of a layer's outputs for a window: 0 for what is dropped, 1/(1 − p) for what is kept.
   *
   * @param layer from 0, those of all members counted
   * @param batch B
   * @param rows n, rows in time-major order
   * @param units H
   * @param mask written from 0 on, n·H values, row-major
   */
  void mask(int layer, int batch, int rows, int units, double[] mask) {
    long key = key("dropout/l" + layer);
    boolean own = rates.kind() == DropoutRates.Kind.STANDARD;
    int drawn = own ? rows : Math.min(rows, batch);
    for (int row = 0; row < drawn; row++) {
      row(key, row / batch, firstStream + row % batch, rates.output(), units, mask, row * units);
    }
    for (int row = drawn; row < rows; row++) {
      System.arraycopy(mask, row % batch * units, mask, row * units, units);
    }
  }

  /**
   * The mask of a layer's h⟨t−1⟩ for all steps of a window.
   *
   * @param layer from 0, those of all members counted
   * @param batch B
   * @param units H
   * @param mask written from 0 on, B·H values, row-major
   */
  void stateMask(int layer, int batch, int units, double[] mask) {
    long key = key("dropout/state/l" + layer);
    for (int b = 0; b < batch; b++) {
      row(key, 0, firstStream + b, rates.recurrent(), units, mask, b * units);
    }
  }

  /**
   * The mask of a layer's W_hh for all steps of a window and all streams.
   *
   * @param layer from 0, those of all members counted
   * @param rows gH
   * @param units H
   * @param mask written from 0 on, gH·H values, row-major
   */
  void weightMask(int layer, int rows, int units, double[] mask) {
    long key = key("dropout/weights/l" + layer);
    for (int i = 0; i < rows; i++) {
      row(key, 0, i, rates.weights(), units, mask, i * units);
    }
  }

  /**
   * The rows of a window whose tokens are dropped on their way into a first layer.
   *
   * @param member the member of the network, from 0
   * @param tokens the window's tokens, time-major; not modified
   * @param batch B
   * @param rows n
   * @param dropped written from 0 on, ascending
   * @return how many they are
   */
  int droppedInputs(int member, int[] tokens, int batch, int rows, int[] dropped) {
    long key = key(member == 0 ? "dropout/input" : "dropout/input/m" + member);
    int count = 0;
    for (int row = 0; row < rows; row++) {
      long state = start(key, 0, firstStream + row % batch) + (tokens[row] + 1L) * GOLDEN_GAMMA;
      if (uniform(state) < rates.input()) {
        dropped[count++] = row;
      }
    }
    return count;
  }

  /** The factor on what is kept. */
  static double kept(double probability) {
    return 1 / (1 - probability);
  }

  private long key(String purpose) {
    return random.stream(purpose, step).nextLong();
  }

  /** A row of a mask: SplitMix64, from a start of its own for each step and stream. */
  private static void row(
      long key, int t, int stream, double probability, int units, double[] mask, int at) {
    double kept = kept(probability);
    long state = start(key, t, stream);
    for (int j = 0; j < units; j++) {
      state += GOLDEN_GAMMA;
      mask[at + j] = uniform(state) < probability ? 0 : kept;
    }
  }

  private static long start(long key, int t, int stream) {
    return RandomStreams.mix(RandomStreams.mix(key + t) + stream);
  }

  private static double uniform(long state) {
    return (RandomStreams.mix(state) >>> 11) * 0x1p-53;
  }
}
