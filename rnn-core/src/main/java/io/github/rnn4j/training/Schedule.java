// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.Map;

/**
 * How the learning rate changes during a run.
 *
 * <p>A schedule is a formula of the step and the epoch, so that a resumed run has the rates of one
 * that never stopped. One that follows the validation loss has a state besides, {@link #state()},
 * which a checkpoint keeps.
 */
public interface Schedule {

  /**
   * η for a step. Asking changes nothing.
   *
   * @param base η₀, the learning rate that the run was given
   * @param step the updates before this one, over all epochs
   * @param epoch the epochs completed before this step
   * @return η
   */
  double rate(double base, long step, int epoch);

  /**
   * Tells of an evaluation. Only a schedule that follows the loss takes notice.
   *
   * @param loss the validation loss, or another that is to fall; NaN is no improvement
   */
  default void observe(double loss) {}

  /**
   * What the evaluations so far have left.
   *
   * @return finite numbers by name, a copy; empty for a schedule that is a formula
   */
  default Map<String, Double> state() {
    return Map.of();
  }

  /**
   * Takes over the state of a schedule of the same configuration.
   *
   * @param state as {@link #state()} gave it; not modified
   * @throws IllegalArgumentException if it is not of that kind; nothing is changed
   */
  default void restore(Map<String, Double> state) {
    if (!state.isEmpty()) {
      throw new IllegalArgumentException(
          "this schedule is a formula and has no state, what is to be restored has "
              + state.keySet());
    }
  }
}
