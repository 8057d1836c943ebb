// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.reports.FileProgress;
import io.github.rnn4j.compression.CompressedWriter;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.files.NamedInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file that is compressed or decompressed, and where the result goes. */
final class PackedFile {
  /** What the names of compressed files end with. */
  static final String ENDING = ".rnn";

  /** Stands for a standard stream. */
  static final String STANDARD = "-";

  private final Console console;
  private final String source;
  private final Optional<Path> out;

  /**
   * A file.
   *
   * @param source its name, or -
   * @param out where the result goes; empty for standard output
   */
  PackedFile(Console console, String source, Optional<Path> out) {
    this.console = console;
    this.source = source;
    this.out = out;
  }

  boolean isStandardInput() {
    return source.equals(STANDARD);
  }

  /** What messages call it. */
  String name() {
    return isStandardInput() ? "standard input" : source;
  }

  boolean toStandardOutput() {
    return out.isEmpty();
  }

  /** What messages call the result. */
  String outName() {
    return out.map(Path::toString).orElse("standard output");
  }

  /**
   * Checks the place of the result.
   *
   * @param others what else is read
   * @param replaced whether a file that is there may be lost
   */
  void requirePlace(List<Path> others, boolean replaced) throws IOException {
    if (out.isPresent() && !OutputFile.isStream(out.get())) {
      List<Path> inputs = new ArrayList<>(others);
      if (!isStandardInput()) {
        inputs.add(Path.of(source));
      }
      OutputFile.requireFree(out.get(), inputs, replaced);
    }
  }

  /** Opens the file; a standard stream stays open when this is closed. */
  InputStream open() throws IOException {
    if (isStandardInput()) {
      return new BufferedInputStream(new NamedInput(console.streams().in(), name())) {
        @Override
        public void close() {
          // It is the program's.
        }
      };
    }
    return new BufferedInputStream(NamedInput.open(Path.of(source)));
  }

  /** Its length; −1 if nobody knows. */
  long length() throws IOException {
    return !isStandardInput() && Files.isRegularFile(Path.of(source))
        ? Files.size(Path.of(source))
        : -1;
  }

  /** Makes the result. */
  @FunctionalInterface
  interface Making {
    CompressedWriter.Summary make(OutputStream out, FileProgress progress) throws IOException;
  }

  /** Has the result made, in full or not at all. */
  CompressedWriter.Summary make(String task, long bytes, Making making) throws IOException {
    CompressedWriter.Summary[] summary = new CompressedWriter.Summary[1];
    try (FileProgress progress = new FileProgress(console.streams(), task, bytes)) {
      if (out.isPresent()) {
        AtomicFile.write(out.get(), stream -> summary[0] = making.make(stream, progress));
      } else {
        summary[0] = making.make(new Standard(), progress);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return summary[0];
  }

  /** Standard output, which tells as soon as it fails. */
  private final class Standard extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      console.streams().out().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      console.streams().out().write(bytes, offset, length);
      console.streams().flushSoon();
    }

    @Override
    public void flush() throws IOException {
      console.streams().flush();
    }
  }
}
