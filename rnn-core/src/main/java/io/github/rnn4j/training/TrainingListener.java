// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.io.IOException;

/**
 * Hears what happens in a {@link TrainingRun}, in the thread that runs it. Every method may throw
 * {@link IOException}, which ends the run.
 */
public interface TrainingListener {

  /**
   * After every step: for a progress bar. Costs nothing unless overridden.
   *
   * @param trainer where the run is
   */
  default void stepped(Trainer trainer) {}

  /**
   * A report is due.
   *
   * @param report the numbers
   * @throws IOException if it cannot be passed on
   */
  default void report(Report report) throws IOException {}

  /**
   * The held-out text was evaluated.
   *
   * @param run the run
   * @param loss nats a character
   * @param best whether this is the lowest so far: the moment to save the model
   * @throws IOException if the model cannot be saved
   */
  default void validated(TrainingRun run, double loss, boolean best) throws IOException {}

  /**
   * A checkpoint is due.
   *
   * @param run the run, to be saved with {@link TrainingRun#save}
   * @throws IOException if it cannot be saved
   */
  default void checkpoint(TrainingRun run) throws IOException {}

  /**
   * The run diverged, has gone back to its last good state, and goes on at half the learning rate.
   *
   * @param cause what went wrong, and at which step
   * @param step the step at which the run goes on
   * @param learningRate its learning rate
   * @throws IOException if it cannot be passed on
   */
  default void wentBack(DivergenceException cause, long step, double learningRate)
      throws IOException {}
}
