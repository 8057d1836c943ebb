// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** What the system says of a file without saying which: "No space left on device". */
public final class Failures {
  private Failures() {}

  /**
   * A failure to read that says of what.
   *
   * @param name what was read, such as a path
   * @param e the failure
   * @return one with the name; {@code e} itself if it has it
   */
  public static IOException reading(String name, IOException e) {
    return named(name, "cannot be read: " + cause(e), e);
  }

  /**
   * A failure to write that says to what, and what helps.
   *
   * @param name what was written, such as a path
   * @param e the failure
   * @return one with the name; {@code e} itself if it has it
   */
  public static IOException writing(String name, IOException e) {
    String cause = cause(e).toLowerCase(Locale.ROOT);
    boolean full =
        cause.contains("no space left")
            || cause.contains("quota")
            || cause.contains("enough space");
    return named(
        name,
        "cannot be written: "
            + cause(e)
            + (full ? ": make room on its disk, or name a file on another one" : ""),
        e);
  }

  private static String cause(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The failure itself if it names a file, or is an interrupt. */
  private static IOException named(String name, String reason, IOException e) {
    if (e instanceof FileSystemException || e instanceof ClosedByInterruptException) {
      return e;
    }
    FileSystemException named = new FileSystemException(name, null, reason);
    named.initCause(e);
    return named;
  }
}
