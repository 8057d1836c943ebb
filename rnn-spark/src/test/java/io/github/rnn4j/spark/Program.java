// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.cli.Main;
import io.github.rnn4j.cli.console.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The program, here and on Spark: its exit code and what it wrote. */
record Program(int code, String out, String err) {

  /** {@code rnn} in this process. */
  static Program here(String... arguments) {
    return run(streams -> Main.commandLine(streams, arguments).execute(arguments));
  }

  /**
   * A command in this process that goes well.
   *
   * @param arguments the command, its options and operands
   * @return standard output
   */
  static String rnn(Object... arguments) {
    Program done = here(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    // detect says so when it found something.
    if (done.code != 0 && done.code != 3) {
      throw new AssertionError(done.err);
    }
    return done.out;
  }

  /** {@link Train} on a cluster. */
  static Program on(SparkConf cluster, String... arguments) {
    return run(streams -> Train.run(streams, Train.settings(cluster.clone()), arguments));
  }

  /** {@code rnn} on a cluster that is there. */
  static Program on(JavaSparkContext spark, String... arguments) {
    return run(
        streams -> {
          try (SparkCluster cluster = new SparkCluster(spark)) {
            return Main.run(streams, cluster, arguments);
          }
        });
  }

  private static Program run(ToIntFunction<Streams> program) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = new Streams(InputStream.nullInputStream(), out, err, Optional::empty);
    int code = program.applyAsInt(streams);
    streams.finish();
    return new Program(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The SHA-256 of a file. */
  static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
