// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.cli.Main;
import io.github.rnn4j.cli.console.Streams;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Runs the program in this JVM. */
final class Program {
  private Program() {}

  /**
   * Runs a command that goes well.
   *
   * @param arguments the command, its options and operands
   * @return standard output
   */
  static String rnn(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = new Streams(InputStream.nullInputStream(), out, err, Optional::empty);
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code = Main.commandLine(streams, words).execute(words);
    streams.finish();
    // detect says so when it found something.
    if (code != 0 && code != 3) {
      throw new AssertionError(err.toString(StandardCharsets.UTF_8));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
