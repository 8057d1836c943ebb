// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/** The shapes of the operands do not fit together, or a size is impossible. Nothing was written. */
public class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the operation, both sides, and what would fit
   */
  public ShapeException(String message) {
    super(message);
  }
}
