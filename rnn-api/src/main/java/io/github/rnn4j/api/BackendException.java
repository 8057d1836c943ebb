// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/** There is no backend to work with, or not one without doubt. The message names the remedy. */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was asked for, what there is, and what to do: one line
   */
  public BackendException(String message) {
    super(message);
  }
}
