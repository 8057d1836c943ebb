// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/** A matrix was given to a backend that did not make it. Nothing was written. */
public class ForeignMatrixException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the operation, both sides, and what would fit
   */
  public ForeignMatrixException(String message) {
    super(message);
  }
}
