package io.github.rnn4j.cli.files;

import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.safetensors.SafetensorsException;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file to be written after long work. That it can be written is checked before the work, and that
 * nothing else is lost by it: a file that is there already is replaced only if it is of the same
 * kind.
 */
public final class OutputFile {
  private static final int PNG = 0x89;

  private OutputFile() {}

  /**
   * Checks the place of a model.
   *
   * @param path the file
   * @param inputs what is read
   * @throws IOException if it cannot be written, or there is something else than a model
   */
  public static void requireModel(Path path, List<Path> inputs) throws IOException {
    requireNoInput(path, inputs);
    if (Files.isRegularFile(path) && Files.size(path) > 0 && !isModel(path)) {
      throw otherKind(path, "an rnn4j model");
    }
    AtomicFile.requireWritable(path);
  }

  /**
   * Checks the place of a metrics file.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than JSON Lines
   */
  public static void requireMetrics(Path path, List<Path> inputs) throws IOException {
    requireNoInput(path, inputs);
    if (Files.isRegularFile(path) && Files.size(path) > 0 && !isJsonLines(path)) {
      throw otherKind(path, "JSON Lines");
    }
    AtomicFile.requireWritable(path);
  }

  /**
   * Checks the place of an image.
   *
   * @param path the file
   * @param inputs what is read, and what else is written
   * @throws IOException if it cannot be written, or there is something else than an image
   */
  public static void requireImage(Path path, List<Path> inputs) throws IOException {
    requireNoInput(path, inputs);
    if (Files.isRegularFile(path) && Files.size(path) > 0 && !isImage(path)) {
      throw otherKind(path, "an image");
    }
    AtomicFile.requireWritable(path);
  }

  private static boolean isImage(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      int first = in.read();
      return first == PNG || first == '<';
    }
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

  private static boolean isModel(Path path) throws IOException {
    try {
      return ModelFormat.isOurs(SafetensorsFile.read(path));
    } catch (SafetensorsException e) {
      return false;
    }
  }

  private static boolean isJsonLines(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == '{';
    }
  }

  private static IOException otherKind(Path path, String kind) {
    return new FileAlreadyExistsException(
        path.toString(),
        null,
        "this file is something else than " + kind + ", and is not replaced: name another one");
  }
}
