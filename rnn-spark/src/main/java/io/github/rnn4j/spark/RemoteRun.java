// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.cli.Main;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * A command of the program in a task: a pure function of its arguments and of the files that it
 * reads, which are laid out in a folder that is gone afterwards.
 */
final class RemoteRun implements Function<RemoteRun.Command, RemoteRun.Result> {
  private static final long serialVersionUID = 1L;

  /** The text of a command line, which is no path. */
  private static final String TEXT = "--text=";

  private final Broadcast<SentFiles> files;

  /**
   * Runs commands.
   *
   * @param files what they read
   */
  RemoteRun(Broadcast<SentFiles> files) {
    this.files = files;
  }

  /**
   * A command.
   *
   * @param arguments the command, its options and operands
   * @param inputs names of what it reads
   * @param outputs names of files that it may write
   */
  record Command(List<String> arguments, List<String> inputs, List<String> outputs)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What a command left.
   *
   * @param files the content of each output that is there, by its number
   * @param error what went wrong; empty if nothing did
   */
  record Result(LinkedHashMap<Integer, byte[]> files, String error) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Result call(Command command) throws IOException {
    Path folder = Files.createTempDirectory("rnn-run");
    try {
      return run(command, folder);
    } finally {
      delete(folder);
    }
  }

  private Result run(Command command, Path folder) throws IOException {
    Map<Path, Path> places = new LinkedHashMap<>();
    for (String input : command.inputs) {
      places.put(Path.of(input), files.value().layOut(input, folder.resolve("in" + places.size())));
    }
    Path out = Files.createDirectory(folder.resolve("out"));
    List<Path> outputs = new ArrayList<>();
    for (String output : command.outputs) {
      Path name = Path.of(output).getFileName();
      if (name == null) {
        throw new IOException("'" + output + "' is no file");
      }
      outputs.add(out.resolve(name.toString()));
      places.put(Path.of(output), out.resolve(name.toString()));
    }
    String[] arguments =
        command.arguments.stream().map(word -> there(word, places)).toArray(String[]::new);
    String[] error = {""};
    Streams silent =
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Optional::empty);
    int code = Main.run(silent, message -> error[0] = message, arguments);
    LinkedHashMap<Integer, byte[]> written = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (Files.isRegularFile(outputs.get(i))) {
        written.put(i, Files.readAllBytes(outputs.get(i)));
      }
    }
    if (code == ExitCode.OK) {
      return new Result(written, "");
    }
    return new Result(written, error[0].isEmpty() ? "exit code " + code : error[0]);
  }

  /** A word of the command with the place that a path in it has here. */
  private static String there(String word, Map<Path, Path> places) {
    if (word.startsWith(TEXT)) {
      return word;
    }
    for (int from = word.startsWith("-") ? word.indexOf('=') + 1 : 0;
        from >= 0 && from < word.length();
        from = next(word, from)) {
      Path place = place(word.substring(from), places);
      if (place != null) {
        return word.substring(0, from) + place;
      }
    }
    return word;
  }

  private static int next(String word, int from) {
    int equals = word.indexOf('=', from);
    return equals < 0 ? -1 : equals + 1;
  }

  private static @Nullable Path place(String text, Map<Path, Path> places) {
    try {
      return places.get(Path.of(text));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }
}
