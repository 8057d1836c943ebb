// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import io.github.rnn4j.api.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What a user is told of an exception. */
final class Errors {
  private Errors() {}

  /** The message, without the program's name. */
  static String message(Throwable e) {
    if (e instanceof UncheckedIOException unchecked) {
      return message(Objects.requireNonNull(unchecked.getCause()));
    }
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    if (e instanceof InvalidPathException path) {
      return "'" + path.getInput() + "' is no path: " + path.getReason();
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory: smaller sizes need less (--hidden, --batch-size, --seq-length), and"
          + " RNN_JAVA_OPTS=-Xmx4g would give the program 4 GB";
    }
    if (e instanceof InternalError && String.valueOf(e.getMessage()).contains("memory access")) {
      return "a file that was read through memory, a --cache most likely, was shortened or can no"
          + " longer be read: delete it, to have it made anew, and resume the last checkpoint";
    }
    boolean told =
        e instanceof IOException
            || e instanceof IllegalArgumentException
            || e instanceof BackendException
            || e instanceof ArithmeticException;
    if (told && e.getMessage() != null) {
      return e.getMessage();
    }
    return "this is a fault of the program: " + e + " (--stacktrace shows where it arose)";
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission is denied";
    }
    return "it cannot be used (" + e.getClass().getSimpleName() + ")";
  }
}
