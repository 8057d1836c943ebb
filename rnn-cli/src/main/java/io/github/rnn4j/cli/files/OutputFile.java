// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.files;

import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.files.OwnFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file to be written after long work. That it can be written is checked before the work, and that
 * nothing else is lost by it: a file that is there already is replaced only if it is known to be
 * one that this program wrote.
 */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Checks the place of a model.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than a model of ours
   */
  public static void requireModel(Path path, List<Path> inputs) throws IOException {
    require(path, OwnFile.MODEL, inputs);
  }

  /**
   * Checks the place of a metrics file.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than metrics of ours
   */
  public static void requireMetrics(Path path, List<Path> inputs) throws IOException {
    if (!isStream(path)) {
      require(path, OwnFile.METRICS, inputs);
    }
  }

  /**
   * Checks the place of a plot.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than a plot of ours
   */
  public static void requirePlot(Path path, List<Path> inputs) throws IOException {
    require(path, OwnFile.PLOT, inputs);
  }

  /**
   * Checks the place of a page.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than a page of ours
   */
  public static void requirePage(Path path, List<Path> inputs) throws IOException {
    require(path, OwnFile.PAGE, inputs);
  }

  /**
   * Checks the place of a report.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than a report of ours
   */
  public static void requireReport(Path path, List<Path> inputs) throws IOException {
    require(path, OwnFile.REPORT, inputs);
  }

  /**
   * Checks the place of the results of a sweep.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than results of ours
   */
  public static void requireSweep(Path path, List<Path> inputs) throws IOException {
    require(path, OwnFile.SWEEP, inputs);
  }

  /**
   * Checks the place of a file that is anybody's.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @param replaced whether a file that is there may be lost
   * @throws IOException if it cannot be written, or is there and may not be lost
   */
  public static void requireFree(Path path, List<Path> inputs, boolean replaced)
      throws IOException {
    requireNoInput(path, inputs);
    if (Files.isRegularFile(path) && !replaced) {
      throw new FileAlreadyExistsException(
          path.toString(), null, "this file is there already: name another one, or say --force");
    }
    AtomicFile.requireWritable(path);
  }

  /**
   * Whether a path stands for a pipe or a device, or for a standard stream of this process: it is
   * written to as it stands, once, and neither read nor replaced.
   *
   * @param path any
   * @return false for a regular file, and where there is nothing yet
   */
  public static boolean isStream(Path path) {
    return standardStream(path) > 0 || Files.exists(path) && !Files.isRegularFile(path);
  }

  /**
   * Whether a path stands for standard output.
   *
   * @param path any
   * @return whether it is one of its names
   */
  public static boolean isStandardOutput(Path path) {
    return standardStream(path) == 1;
  }

  /**
   * Opens a file that is written piece by piece.
   *
   * @param path a file, which is made or cut to nothing; or a stream, which is written on. What
   *     stands for standard output or standard error is this very stream: opened by its name, a
   *     file that it leads to would lose what it holds
   * @return the open file
   * @throws IOException if it cannot be opened
   */
  public static FileOutputStream open(Path path) throws IOException {
    return switch (standardStream(path)) {
      case 1 -> new Standard(FileDescriptor.out);
      case 2 -> new Standard(FileDescriptor.err);
      default -> new FileOutputStream(path.toFile());
    };
  }

  /** Stays open when it is closed, for what else the program says. */
  private static final class Standard extends FileOutputStream {
    Standard(FileDescriptor descriptor) {
      super(descriptor);
    }

    @Override
    public void close() {
      // Nothing is held back.
    }
  }

  /** The number of a standard output stream; 0 for another path. */
  private static int standardStream(Path path) {
    return switch (path.toString()) {
      case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1" -> 1;
      case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2" -> 2;
      default -> 0;
    };
  }

  private static void require(Path path, OwnFile kind, List<Path> inputs) throws IOException {
    requireNoInput(path, inputs);
    if (Files.isRegularFile(path)
        && Files.size(path) > 0
        && !OwnFile.of(path).equals(Optional.of(kind))) {
      throw new FileAlreadyExistsException(
          path.toString(),
          null,
          "this file is something else than "
              + kind.noun()
              + ", and is not replaced: name another one");
    }
    AtomicFile.requireWritable(path);
  }

  private static void requireNoInput(Path path, List<Path> inputs) throws IOException {
    for (Path input : inputs) {
      boolean same =
          Files.exists(path) && Files.exists(input)
              ? Files.isSameFile(path, input)
              : path.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize());
      if (same && !Files.isDirectory(path)) {
        throw new FileAlreadyExistsException(
            path.toString(), null, "this file has another part in the same run: name another one");
      }
    }
  }
}
