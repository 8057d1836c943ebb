// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/**
 * What a training reads: windows of T time steps of B streams. A window is counted from the start
 * of the run; it is a step of the training, or one of those that {@link Accumulation} gives to a
 * step.
 *
 * <p>Any step can be asked for; one after the other is fast. The shape is that of the window that
 * was filled in last.
 */
interface Windows extends WindowShape {
  /**
   * The rows of the largest window.
   *
   * @return at most B·T
   */
  int largest();

  /**
   * Fills in the window of a step.
   *
   * @param step the step of the training, from 0
   * @param inputs receives the tokens to read
   * @param targets receives the tokens to predict
   * @return n, the rows of the window
   */
  int fill(long step, int[] inputs, int[] targets);

  /**
   * Whether all streams begin with this step: their state is zero.
   *
   * @param step the step, from 0
   */
  boolean beginsAt(long step);

  /**
   * The passes that are done before a step.
   *
   * @param step the step, from 0
   */
  double epochs(long step);

  /**
   * Where a step begins, if the step does not tell.
   *
   * @param step the next one to be filled in, or the one that was filled in last
   * @return empty if the step tells
   */
  default long[] place(long step) {
    return new long[0];
  }

  /**
   * Goes to where a step begins.
   *
   * @param step the next one to be filled in
   * @param place what {@link #place} gave; empty if that is not known
   * @throws IllegalArgumentException if the step does not begin there
   */
  default void goTo(long step, long... place) {}

  /**
   * The windows of a pass, if each pass begins with a window.
   *
   * @return 0 if one pass follows the other within a window
   */
  default long windowsOfPass() {
    return 0;
  }

  /**
   * The first step at which so many passes are done.
   *
   * @param epochs passes, from 0
   */
  long stepsFor(long epochs);
}
