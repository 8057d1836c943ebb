package io.github.rnn4j.cli;

import io.github.rnn4j.training.Report;

/** Shows how a training run goes. */
interface Progress {

  /**
   * The run begins.
   *
   * @param totalSteps the step at which it will end
   */
  default void begin(long totalSteps) {}

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
