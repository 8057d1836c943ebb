// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Waits for a loss above the lowest one of those that lie more than n evaluations back: losses that
 * go up and down, but down in the long run, do not end the wait.
 *
 * @see <a href="https://github.com/salesforce/awd-lstm-lm">awd-lstm-lm, main.py: {@code
 *     len(best_val_loss) > args.nonmono and val_loss > min(best_val_loss[:-args.nonmono])}</a>
 */
final class NonMonotone {
  private static final String LOWEST = "lowest";
  private static final String RECENT = "recent-";

  private final int interval;
  private final ArrayDeque<Double> recent = new ArrayDeque<>();

  /** The lowest loss before the recent ones; infinite if there was none. */
  private double lowest = Double.POSITIVE_INFINITY;

  /**
   * Before the first evaluation.
   *
   * @param interval n, at least 1
   */
  NonMonotone(int interval) {
    this.interval = interval;
  }

  /**
   * Tells of an evaluation.
   *
   * @param loss a finite number
   * @return whether the wait is over
   */
  boolean observe(double loss) {
    boolean over = loss > lowest;
    recent.addLast(loss);
    if (recent.size() > interval) {
      lowest = Math.min(lowest, recent.removeFirst());
    }
    return over;
  }

  /** What the evaluations so far have left: at most n + 1 numbers, by name. */
  Map<String, Double> state() {
    Map<String, Double> state = new LinkedHashMap<>();
    if (lowest < Double.POSITIVE_INFINITY) {
      state.put(LOWEST, lowest);
    }
    int i = 0;
    for (double loss : recent) {
      state.put(RECENT + i++, loss);
    }
    return state;
  }

  /**
   * Takes over a state.
   *
   * @throws IllegalArgumentException if it is none; nothing is changed
   */
  void restore(Map<String, Double> state) {
    ArrayDeque<Double> losses = new ArrayDeque<>();
    Double next = state.get(RECENT + 0);
    while (next != null) {
      losses.addLast(next);
      next = state.get(RECENT + losses.size());
    }
    Double low = state.get(LOWEST);
    int named = losses.size() + (low == null ? 0 : 1);
    if (named != state.size()
        || losses.size() > interval
        || (low != null && losses.size() < interval)
        || !state.values().stream().allMatch(loss -> Double.isFinite(loss) && loss >= 0)) {
      throw new IllegalArgumentException(
          "the state of waiting for a loss that rises is '"
              + LOWEST
              + "', if more than "
              + interval
              + " were seen, and '"
              + RECENT
              + "0' on, numbers from 0 on: "
              + state);
    }
    recent.clear();
    recent.addAll(losses);
    lowest = low == null ? Double.POSITIVE_INFINITY : low;
  }
}
