// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/** Reads what is held out with a model as it is now. */
@FunctionalInterface
interface HeldOutLoss {
  /**
   * Reads all of it.
   *
   * @return the mean cross-entropy in nats a prediction
   */
  double mean();
}
