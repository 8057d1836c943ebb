// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import io.github.rnn4j.cli.console.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Runs the program in this JVM. */
public final class Cli {

  /**
   * What a run left.
   *
   * @param code the exit code
   * @param out standard output
   * @param err standard error
   */
  public record Result(int code, String out, String err) {}

  /**
   * What a run left, standard output as it stands.
   *
   * @param code the exit code
   * @param out standard output
   * @param err standard error
   */
  public record Raw(int code, byte[] out, String err) {}

  private Cli() {}

  /** Runs a command with nothing on standard input. */
  public static Result rnn(Object... arguments) {
    return rnn(new byte[0], arguments);
  }

  public static Result rnn(byte[] in, Object... arguments) {
    Raw raw = raw(false, in, arguments);
    return new Result(raw.code, new String(raw.out, StandardCharsets.UTF_8), raw.err);
  }

  /** Runs a command whose standard output is a terminal, or not. */
  public static Raw raw(boolean terminal, byte[] in, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(new ByteArrayInputStream(in), out, err, Optional::empty, () -> terminal);
    int code =
        Main.run(streams, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Raw(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  /** Trains a small model on "hello world" and saves it. */
  public static Path helloWorld(Path file) {
    Result result =
        rnn(
            "train",
            "--model",
            "rnn",
            "--text",
            "hello world",
            "--hidden",
            "16",
            "--steps",
            "300",
            "--out",
            file);
    if (result.code() != 0) {
      throw new AssertionError(result.err());
    }
    return file;
  }
}
