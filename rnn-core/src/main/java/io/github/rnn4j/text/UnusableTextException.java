// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

/**
 * A text that cannot be worked with: empty, a single character, too short, or not made of whole
 * characters.
 */
public class UnusableTextException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * A text that cannot be used.
   *
   * @param message which text, what is wrong with the values, and the remedy
   */
  public UnusableTextException(String message) {
    super(message);
  }
}
