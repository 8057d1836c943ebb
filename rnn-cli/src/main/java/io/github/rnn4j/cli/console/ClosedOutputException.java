// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.io.IOException;
import java.util.Locale;

/** The reader of standard output went away, as {@code head} does: no error, but time to end. */
public final class ClosedOutputException extends IOException {
  private static final long serialVersionUID = 1L;

  ClosedOutputException(IOException cause) {
    super("standard output was closed by its reader", cause);
  }

  /** Whether that is what an exception means; there is no class for it. */
  static boolean is(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe is being closed");
  }
}
