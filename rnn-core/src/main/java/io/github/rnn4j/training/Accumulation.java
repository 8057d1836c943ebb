// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/**
 * Which windows a step of training reads: N in a row, one after the other; fewer where a pass
 * through a continuous text ends, so that a pass ends with a step.
 *
 * <p>Steps and windows are counted from the start of the run, from 0.
 *
 * @param windows the windows
 * @param most N, at least 1
 */
record Accumulation(Windows windows, int most) {

  /** The first window of a step; the one after the last of the step before. */
  long first(long step) {
    long ofPass = windows.windowsOfPass();
    if (ofPass == 0) {
      return step * most;
    }
    long steps = ceil(ofPass);
    return step / steps * ofPass + step % steps * most;
  }

  /** The first step at which so many passes are done. */
  long stepsFor(long epochs) {
    return windows.windowsOfPass() == 0
        ? ceil(windows.stepsFor(epochs))
        : Math.multiplyExact(ceil(windows.windowsOfPass()), epochs);
  }

  /** The passes that are done before a step. */
  double epochs(long step) {
    return windows.epochs(first(step));
  }

  /** The steps that so many windows take. */
  private long ceil(long count) {
    return Math.floorDiv(count - 1, (long) most) + 1;
  }
}
