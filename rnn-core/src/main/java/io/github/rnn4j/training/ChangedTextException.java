// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.io.IOException;

/** The text that a run is to go on with is not the one that it began with. */
public final class ChangedTextException extends IOException {
  private static final long serialVersionUID = 1L;

  ChangedTextException(String message) {
    super(message);
  }
}
