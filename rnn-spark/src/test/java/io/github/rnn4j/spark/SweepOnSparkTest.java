// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn train --sweep} on Spark leaves the files of one machine. */
class SweepOnSparkTest {
  @TempDir private Path folder;

  @Test
  void models_areThoseOfOneMachine() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Files.writeString(texts.resolve("a.txt"), "to be or not to be, that is. ".repeat(20));
    Files.writeString(texts.resolve("b.txt"), "the question, whether it is nobler. ".repeat(20));
    Path held = Files.writeString(folder.resolve("held.txt"), "to be, that is the question");
    Path sweep =
        Files.writeString(
            folder.resolve("grid.json"),
            """
            {"options": {"steps": 20, "model": "gru"},
             "grid": {"hidden": [3, 5], "batch-size": [2, 100000]}}
            """);
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    String[] common = {
      texts + "/", "--validation-file", held.toString(), "--sweep", sweep.toString()
    };
    Program one = Program.here(words(List.of("train"), common, "--out", here.toString()));
    assertThat(one.code()).as(one.err()).isEqualTo(1);
    Program many =
        Program.on(
            LocalCluster.conf("local[2]"), words(List.of(), common, "--out", there.toString()));
    assertThat(many.code()).as(many.err()).isEqualTo(1);
    assertThat(names(there)).isEqualTo(names(here)).hasSize(8);
    for (String name : names(here)) {
      if (name.endsWith(".safetensors")) {
        assertThat(there.resolve(name)).hasSameBinaryContentAs(here.resolve(name));
      }
    }
    // The same reasons, the same losses; the times are others.
    assertThat(rows(there)).isEqualTo(rows(here)).hasSize(5);
    assertThat(many.out()).contains("hidden=5_batch-size=100000 failed: ");

    // What was done there is done here.
    Program again = Program.here(words(List.of("train"), common, "--out", there.toString()));
    assertThat(again.err()).contains("2 done before, 0 from a checkpoint, 2 to do");
  }

  private static String[] words(List<String> first, String[] common, String... last) {
    return Stream.of(first.stream(), Stream.of(common), Stream.of(last))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> rows(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("sweep.csv")).stream()
        .map(
            row -> {
              String[] fields = row.replace(folder.toString(), "").split(",", -1);
              fields[8] = "";
              return String.join(",", fields);
            })
        .toList();
  }
}
