// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/**
 * Notices a training whose numbers are finite, but which has lost its way: window after window, the
 * loss is more than three times that of guessing blindly, ln V, and more than three times what it
 * was at the start.
 *
 * <p>No training that learns is hit. What is three times as bad as a model of zeros would be, and
 * as the model that it began with, a hundred windows long (a fifth of a short run, but ten at
 * least), is not on its way down from its start: a model trained on another text may begin far
 * above ln V, and a step that was too long may throw it there for some windows. The held-out loss
 * is no sign: a model that knows its text by heart may well be worse than blind on another one.
 */
final class Runaway {
  private static final double FACTOR = 3;
  private static final int LEAST_WINDOWS = 10;
  private static final int MOST_WINDOWS = 100;

  private final double blind;
  private final int patience;
  private double first = Double.NaN;
  private int windows;

  /**
   * Before the first step.
   *
   * @param vocabularySize V
   * @param totalSteps the length of the run
   */
  Runaway(int vocabularySize, long totalSteps) {
    this.blind = StrictMath.log(vocabularySize);
    this.patience = (int) Math.max(LEAST_WINDOWS, Math.min(MOST_WINDOWS, totalSteps / 5));
  }

  /**
   * Tells of a window.
   *
   * @param loss nats a character, before the update
   * @return whether it is time to give up
   */
  boolean observe(double loss) {
    if (Double.isNaN(first)) {
      first = loss;
    }
    windows = loss > FACTOR * Math.max(blind, first) ? windows + 1 : 0;
    return windows >= patience;
  }

  /** The loss of the first window; NaN before it. */
  double first() {
    return first;
  }

  /** The windows in a row that were hopeless. */
  int windows() {
    return windows;
  }

  /** How it is told. */
  String describe(double loss) {
    return "for "
        + windows
        + " steps the loss was over three times what it was at first, "
        + first
        + ", and what blind guessing has, "
        + blind
        + ": it is "
        + loss;
  }

  void restore(double firstLoss, int hopelessWindows) {
    first = firstLoss;
    windows = hopelessWindows;
  }
}
