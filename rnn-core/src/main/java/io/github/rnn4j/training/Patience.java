// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts the evaluations in a row without improvement: a loss below (1 − threshold) times the best
 * one before it.
 */
final class Patience {
  static final String BEST = "best";
  static final String SINCE = "since-best";

  private final int patience;
  private final double threshold;
  private double best = Double.POSITIVE_INFINITY;
  private int since;

  Patience(int patience, double threshold) {
    this.patience = patience;
    this.threshold = threshold;
  }

  /** Counts an evaluation; NaN is no improvement. */
  void observe(double loss) {
    if (loss < best * (1 - threshold)) {
      best = loss;
      since = 0;
    } else {
      since++;
    }
  }

  /** The evaluations since the best one. */
  int since() {
    return since;
  }

  int patience() {
    return patience;
  }

  /** Begins to count again; the best loss remains. */
  void renew() {
    since = 0;
  }

  /** The best loss, if there was one, and the count. */
  Map<String, Double> state() {
    Map<String, Double> state = new LinkedHashMap<>();
    if (best < Double.POSITIVE_INFINITY) {
      state.put(BEST, best);
    }
    state.put(SINCE, (double) since);
    return state;
  }

  /**
   * Takes over a state.
   *
   * @throws IllegalArgumentException if it is none; nothing is changed
   */
  void restore(Map<String, Double> state) {
    Double count = state.get(SINCE);
    double loss = state.getOrDefault(BEST, 0.0);
    if (count == null || !(count >= 0 && count == Math.rint(count) && count <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "the state's '" + SINCE + "' is " + count + ": it must be a whole number from 0 on");
    }
    if (!Double.isFinite(loss)) {
      throw new IllegalArgumentException(
          "the state's '" + BEST + "' is " + loss + ": it must be finite");
    }
    if (!Set.of(BEST, SINCE).containsAll(state.keySet())) {
      throw new IllegalArgumentException(
          "the state of waiting for a better loss is '" + BEST + "' and '" + SINCE + "': " + state);
    }
    best = state.getOrDefault(BEST, Double.POSITIVE_INFINITY);
    since = count.intValue();
  }
}
