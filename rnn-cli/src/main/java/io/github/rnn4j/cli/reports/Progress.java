// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.training.Report;

/** Shows how a training run goes. */
public interface Progress {

  /**
   * The run begins, or goes on.
   *
   * @param step the steps that were done before
   * @param totalSteps the step at which it will end
   */
  default void begin(long step, long totalSteps) {}

  /**
   * A step was done.
   *
   * @param step how many there are now
   */
  default void step(long step) {}

  /**
   * A report is due.
   *
   * @param report how the run stands
   * @param pace how fast it is
   */
  default void report(Report report, Pace pace) {}

  /**
   * The held-out text was read.
   *
   * @param step how many steps there are now
   * @param epoch how many passes through the text
   * @param loss nats a character
   * @param best whether this is the lowest so far
   */
  default void validated(long step, double epoch, double loss, boolean best) {}

  /**
   * A sample was drawn.
   *
   * @param step how many steps there are now
   * @param epoch how many passes through the text
   * @param text what the model wrote
   */
  default void sampled(long step, double epoch, String text) {}

  /** A checkpoint will be written. */
  default void checkpoint() {}

  /**
   * The run went back to an earlier step.
   *
   * @param step how many steps there are now
   */
  default void wentBack(long step) {}

  /** The run is to end after its step, and be saved. */
  default void stopping() {}

  /**
   * Something else is to be printed.
   *
   * @param printing prints it
   */
  default void print(Runnable printing) {
    printing.run();
  }

  /** The run is over. */
  default void end() {}
}
