// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/**
 * An output shares elements with an operand in a way that the operation does not allow. Nothing was
 * written.
 */
public class OverlapException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the operation, both sides, and what would fit
   */
  public OverlapException(String message) {
    super(message);
  }
}
