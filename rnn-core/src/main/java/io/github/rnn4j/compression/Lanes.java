// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.Vocabulary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Streams of tokens that a network reads side by side, a step at a time: the rows of all of them in
 * one product with the weights. What comes out for a stream is the same bits whatever the others
 * are, since rows of a product do not meet (rule R12 of {@link io.github.rnn4j.api}).
 *
 * <p>A stream begins with a state of zero, and first reads the last token of the border, of a model
 * of records; else a line feed, or, where the vocabulary has none, token 0. Of a model of records
 * it begins anew after each border.
 */
final class Lanes {
  /** Logits of a step, at the most: large vocabularies get fewer lanes. */
  private static final int MOST_LOGITS = 1 << 21;

  private final @Nullable LaneLearner learner;
  private final Unrolled unrolled;
  private final int first;
  private final int[] border;
  private final int size;
  private final int[] inputs;
  private final boolean[] starts;
  private final int[] rows;
  private final double[] logits;

  /** The last tokens of each lane, as many as the border has; NONE for what was none. */
  private final int[][] last;

  private boolean begun;

  /** Lanes that read with the model as it is. */
  Lanes(Model model, int size) {
    this(model, size, 0);
  }

  /**
   * Lanes that may learn from what they read.
   *
   * @param rate η of {@link LaneLearner}; 0 for lanes that do not learn
   */
  Lanes(Model model, int size, double rate) {
    Vocabulary vocabulary = model.vocabulary();
    this.learner = rate > 0 ? new LaneLearner(model, size, rate) : null;
    Network network = learner == null ? model.network() : learner.network();
    this.unrolled = new Unrolled(network, 1, size, Unrolled.Gradients.NONE);
    this.border = model.borderTokens();
    int lineFeed = vocabulary.idOf('\n');
    this.first =
        border.length > 0 ? border[border.length - 1] : lineFeed == Vocabulary.NONE ? 0 : lineFeed;
    this.size = size;
    this.inputs = new int[size];
    this.starts = new boolean[size];
    this.rows = new int[size];
    this.last = new int[size][border.length];
    this.logits = new double[Math.multiplyExact(size, vocabulary.size())];
    for (int lane = 0; lane < size; lane++) {
      begin(lane);
    }
  }

  /** How many lanes a model may have at a time. */
  static int most(Model model, int wanted) {
    return Math.max(1, Math.min(wanted, MOST_LOGITS / model.vocabulary().size()));
  }

  /** How many lanes a model may have at a time that learn at a rate, or 0. */
  static int most(Model model, int wanted, double rate) {
    int most = most(model, wanted);
    int logits = MOST_LOGITS / LaneLearner.STEPS / model.vocabulary().size();
    return rate > 0 ? Math.max(1, Math.min(Math.min(most, LaneLearner.MOST_LANES), logits)) : most;
  }

  int size() {
    return size;
  }

  /** Has a lane start anew with its next step. */
  void begin(int lane) {
    inputs[lane] = first;
    starts[lane] = true;
    Arrays.fill(last[lane], Vocabulary.NONE);
  }

  /** The next thing of a lane is a token, which its next step reads. */
  void read(int lane, int token) {
    note(lane, token);
    follows(lane, token);
    inputs[lane] = token;
    if (borderEnds(lane)) {
      begin(lane);
    }
  }

  /** The next thing of a lane is none that the network reads. */
  void pass(int lane) {
    note(lane, Vocabulary.NONE);
  }

  /** The next thing of a lane is read as the unknown symbol. */
  void readUnknown(int lane, int token) {
    note(lane, Vocabulary.NONE);
    follows(lane, token);
    inputs[lane] = token;
  }

  private void follows(int lane, int token) {
    if (learner != null) {
      learner.follows(lane, token);
    }
  }

  private void note(int lane, int token) {
    if (border.length > 0) {
      System.arraycopy(last[lane], 1, last[lane], 0, border.length - 1);
      last[lane][border.length - 1] = token;
    }
  }

  private boolean borderEnds(int lane) {
    return border.length > 0 && Arrays.equals(last[lane], border);
  }

  /** Whether a lane has read nothing since a border, or at all. */
  boolean atStart(int lane) {
    return starts[lane];
  }

  /** Every lane reads what is next. */
  void step() {
    int count = 0;
    for (int lane = 0; lane < size; lane++) {
      if (starts[lane]) {
        rows[count++] = lane;
        starts[lane] = false;
      }
    }
    if (learner != null) {
      learner.step(inputs, rows, count);
    }
    if (begun) {
      unrolled.carryState();
    }
    Matrix z = unrolled.forward(inputs, 1, size, rows, count);
    z.copyTo(logits, 0);
    begun = true;
  }

  /** Takes up what the last step predicts of a lane. */
  void predict(int lane, Frequencies frequencies) {
    frequencies.set(logits, lane * (logits.length / size));
  }
}
