// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A terminal.
 *
 * @param columns its width
 */
public record Terminal(int columns) {
  private static final int USUAL_COLUMNS = 80;

  /** A terminal of which nothing is known. */
  public static final Terminal USUAL = new Terminal(USUAL_COLUMNS);

  /**
   * The terminal that standard error is connected to. Java cannot tell, a shell can.
   *
   * @return empty if standard error is a file or a pipe, or there is no shell, or the terminal
   *     cannot move its cursor
   */
  static Optional<Terminal> ofStandardError() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return Optional.empty();
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", "test -t 2 && stty size <&2")
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectError(Redirect.INHERIT)
              .start();
      String size =
          new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return shell.waitFor() == 0 ? Optional.of(new Terminal(columns(size))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Whether standard output is connected to a terminal. False if there is no shell to ask. */
  static boolean isStandardOutput() {
    try {
      return new ProcessBuilder("sh", "-c", "test -t 1")
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The second number of "rows columns"; a terminal without a size says 0. */
  private static int columns(String size) {
    String[] numbers = size.split(" ");
    if (numbers.length == 2 && numbers[1].matches("[1-9][0-9]{0,4}")) {
      return Integer.parseInt(numbers[1]);
    }
    return USUAL_COLUMNS;
  }
}
