package io.github.rnn4j.training;

import java.util.Locale;

/**
 * Notices a training whose numbers are finite, but which has lost its way: the loss of most windows
 * is more than twice that of guessing blindly, ln V, and more than twice what it was at the start.
 * A hopeless window counts 1, any other takes 1 back; a hundred (a fifth of a short run's steps,
 * but ten at least) are too many.
 *
 * <p>No training that learns is hit. What is so long twice as bad as a model of zeros would be, and
 * as the model that it began with, is not on its way down from its start: a model trained on
 * another text may begin far above ln V, and a step that was too long may throw it there for some
 * windows. The held-out loss is no sign: a model that knows its text by heart may well be worse
 * than blind on another one.
 */
final class Runaway {
  private static final double FACTOR = 2;
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
    boolean lost = loss > FACTOR * Math.max(blind, first);
    windows = lost ? windows + 1 : Math.max(0, windows - 1);
    return windows >= patience;
  }

  /** The loss of the first window; NaN before it. */
  double first() {
    return first;
  }

  /** The hopeless windows, less the others after them. */
  int windows() {
    return windows;
  }

  /** How it is told. */
  String describe(double loss) {
    return String.format(
        Locale.ROOT,
        "for %d steps the loss was over twice what it was at first, %.4f, and what blind guessing"
            + " has, %.4f: it is %.4f",
        windows,
        first,
        blind,
        loss);
  }

  void restore(double firstLoss, int hopelessWindows) {
    first = firstLoss;
    windows = hopelessWindows;
  }
}
