// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.text.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The files whose records a command reads, one after the other. */
final class RecordFiles {
  private static final String STANDARD_INPUT = "-";
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};

  private RecordFiles() {}

  /**
   * Reads all of them.
   *
   * @param sources files, which are unpacked if they are .gz, or - for standard input
   * @param encoding how they are read as characters
   * @throws IOException if one is missing or cannot be read, or from the reader's sink
   */
  static void read(
      List<String> sources, TextEncoding encoding, Console console, RecordReader reader)
      throws IOException {
    Charset charset =
        encoding.equals(TextEncoding.AUTO)
            ? StandardCharsets.UTF_8
            : Charset.forName(encoding.id());
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        reader.read(console.streams().in(), charset);
      } else {
        read(Path.of(source), charset, reader);
      }
    }
  }

  private static void read(Path path, Charset charset, RecordReader reader) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a directory: name the files in it");
    }
    try (InputStream in = Files.newInputStream(path)) {
      PushbackInputStream head = new PushbackInputStream(in, GZIP.length);
      byte[] first = head.readNBytes(GZIP.length);
      head.unread(first);
      reader.read(Arrays.equals(first, GZIP) ? new GZIPInputStream(head) : head, charset);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(path.toString(), null, "permission to read it is denied");
    }
  }
}
