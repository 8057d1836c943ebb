// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import io.github.rnn4j.cli.bench.Speedometer.Window;
import java.util.OptionalDouble;

/**
 * A window of time, and what a core could do right before and right after it.
 *
 * <p>The clock of a processor moves with the heat, and with what other cores and, in a virtual
 * machine, other guests do. So a window is held against the peak of its own seconds: the mean of
 * the two, each measured in the thread that works in the window. The highest peak that was ever
 * seen would blame the program for a clock that has gone down.
 *
 * @param window what was done in it
 * @param before the most operations a second that one core did before it; empty if that is not
 *     measured
 * @param after the same after it
 */
record MeasuredWindow(Window window, OptionalDouble before, OptionalDouble after) {
  double rate() {
    return window.rate();
  }

  long steps() {
    return window.steps();
  }

  /** Operations a second that one core could do in these seconds; empty if not measured. */
  OptionalDouble peak() {
    return before.isPresent() && after.isPresent()
        ? OptionalDouble.of((before.getAsDouble() + after.getAsDouble()) / 2)
        : OptionalDouble.empty();
  }

  /**
   * The part of the peak that was used: operations a second / (cores · peak).
   *
   * @param flopsPerCharacter operations for a character
   * @param cores the cores in use
   * @return a number from 0 to about 1; empty if the peak was not measured
   */
  OptionalDouble fraction(double flopsPerCharacter, int cores) {
    OptionalDouble peak = peak();
    return peak.isPresent()
        ? OptionalDouble.of(rate() * flopsPerCharacter / (cores * peak.getAsDouble()))
        : peak;
  }
}
