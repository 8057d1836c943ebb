// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.Map;

/**
 * Ends a run when {@code patience} evaluations in a row brought no improvement: none had a loss
 * below (1 − threshold) times the best one before it.
 */
public final class EarlyStopping {
  private final Patience patience;

  /**
   * Before the first evaluation.
   *
   * @param patience the evaluations without improvement that end the run, at least 1
   * @param threshold the relative fall of the loss that is an improvement, 0 to less than 1
   */
  public EarlyStopping(int patience, double threshold) {
    if (patience < 1 || !(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "early stopping has a patience of at least 1 and a threshold from 0 to less than 1: "
              + patience
              + " and "
              + threshold);
    }
    this.patience = new Patience(patience, threshold);
  }

  /**
   * Tells of an evaluation.
   *
   * @param loss the validation loss; NaN is no improvement
   * @return {@link #due()}
   */
  public boolean observe(double loss) {
    patience.observe(loss);
    return due();
  }

  /**
   * Whether the run should end.
   *
   * @return true after {@code patience} evaluations without improvement
   */
  public boolean due() {
    return patience.since() >= patience.patience();
  }

  /**
   * What the evaluations so far have left.
   *
   * @return finite numbers by name, a copy
   */
  public Map<String, Double> state() {
    return patience.state();
  }

  /**
   * Takes over a state.
   *
   * @param state as {@link #state()} gave it; not modified
   * @throws IllegalArgumentException if it is not of that kind; nothing is changed
   */
  public void restore(Map<String, Double> state) {
    patience.restore(state);
  }
}
