// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one JVM compressed, another one reads: with the backend {@code vector}, two threads, the
 * machine's vectors and its optimizing compiler there, and one thread, vectors of 128 bits, and, if
 * there is one, another Java here. A single bit of a single logit that differs would show.
 */
class CompressElsewhereTest {
  @TempDir Path directory;

  @Test
  void anotherJvm_readsIt() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), text());
    Path model = directory.resolve("model.safetensors");
    here("train", text, "--hidden", 24, "--layers", 2, "--steps", 20, "--out", model);
    for (String how : List.of("--force", "--by-record", "--dynamic")) {
      Path small = directory.resolve("small" + how);
      here("compress", model, text, "--threads", 2, how, "--out", small);
      assertThat(Files.size(small)).isLessThan(Files.size(text) * 2 / 3);
      Path back = directory.resolve("back" + how);
      run(
          otherJava().orElse(java(Path.of(System.getProperty("java.home")))),
          List.of("-XX:MaxVectorSize=16", "-XX:TieredStopAtLevel=4"),
          "decompress",
          model,
          small,
          "--threads",
          1,
          "--out",
          back);
      assertThat(back).hasSameBinaryContentAs(text);
    }
  }

  private static String text() {
    SplittableRandom random = new SplittableRandom(12);
    List<String> words = List.of("in", "the", "beginning", "was", "a", "word,", "and", "then\n");
    StringBuilder text = new StringBuilder();
    while (text.length() < 20_000) {
      text.append(words.get(random.nextInt(words.size()))).append(' ');
    }
    return text.append('é').toString();
  }

  private static void here(Object... arguments) throws Exception {
    run(java(Path.of(System.getProperty("java.home"))), List.of(), arguments);
  }

  private static void run(Path java, List<String> options, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m"));
    command.addAll(options);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", Child.classPath(entry -> false), Main.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("RNN_BACKEND");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Cli.Result result = Child.result(builder.start());
    assertThat(result.code()).as(result.err()).isZero();
  }

  private static Path java(Path home) {
    return home.resolve("bin/java");
  }

  /** A Java of another version, from 17 on. */
  private static Optional<Path> otherJava() throws IOException {
    List<Path> homes = new ArrayList<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.matches("JAVA_HOME_\\d+")) {
                homes.add(Path.of(value));
              }
            });
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> installed = Files.list(usual)) {
        installed.sorted().forEach(homes::add);
      }
    }
    for (Path home : homes) {
      int version = version(home);
      if (version >= 17 && version != Runtime.version().feature()) {
        return Optional.of(java(home));
      }
    }
    return Optional.empty();
  }

  /** The number of a Java's version; 0 if there is none. */
  private static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(java(home)) || !Files.isReadable(release)) {
      return 0;
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.matches("JAVA_VERSION=\"\\d+[\".].*"))
        .findFirst()
        .map(line -> Integer.parseInt(line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1")))
        .orElse(0);
  }
}
