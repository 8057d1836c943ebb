// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/**
 * The rows of a window and where streams start anew in it.
 *
 * <p>Rows are time-major: row t·B + b is step t of stream b.
 */
interface WindowShape {
  /** T' ≤ T, the time steps of the window. */
  int steps();

  /** The streams of its last time step. */
  int rowsOfLastStep();

  /** The rows whose streams start anew, ascending; {@link #resetCount} of them. */
  int[] resets();

  /** How many rows start anew. */
  int resetCount();
}
