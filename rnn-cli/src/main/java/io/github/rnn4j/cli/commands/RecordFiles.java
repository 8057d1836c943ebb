// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.files.NamedInput;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.text.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The files whose records a command reads, one after the other. */
final class RecordFiles {
  private static final String STANDARD_INPUT = "-";

  private RecordFiles() {}

  /**
   * Reads all of them.
   *
   * @param sources files, or - for standard input
   * @param encoding how they are read as characters
   * @throws IOException if one is missing or cannot be read, or from the reader's sink
   */
  static void read(
      List<String> sources, TextEncoding encoding, Console console, RecordReader reader)
      throws IOException {
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        reader.read(console.streams().in(), "standard input", encoding);
      } else {
        read(Path.of(source), encoding, reader);
      }
    }
  }

  private static void read(Path path, TextEncoding encoding, RecordReader reader)
      throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a directory: name the files in it");
    }
    try (InputStream in = NamedInput.open(path)) {
      reader.read(in, path.toString(), encoding);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(path.toString(), null, "permission to read it is denied");
    }
  }
}
