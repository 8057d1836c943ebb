// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.spark.training.SmallTraining;
import io.github.rnn4j.spark.training.SparkShards;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two executors that are processes of their own, one of which is killed: a training, the runs of a
 * sweep and the scores of a column have the bytes of one machine.
 */
@Timeout(300)
class ExecutorsTest {
  private static final long KILLED_AFTER = 9;

  private static SparkSession session;
  private static JavaSparkContext spark;
  @TempDir private Path folder;

  @BeforeAll
  static void begin() {
    session = LocalCluster.executors(2);
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void end() throws IOException {
    session.close();
  }

  /** The processes of some tasks. */
  private static List<Long> processes() {
    return spark
        .parallelize(List.of(1, 2, 3, 4), 4)
        .map(i -> ProcessHandle.current().pid())
        .collect();
  }

  @Test
  void executors_areProcessesOfTheirOwnAndSeeTheBackend() {
    assertThat(new TreeSet<>(processes()))
        .hasSizeBetween(1, 2)
        .doesNotContain(ProcessHandle.current().pid());
    List<String> seen =
        spark
            .parallelize(List.of(1, 2, 3, 4), 4)
            .map(i -> Backends.onClassPath().choose().name())
            .collect();
    assertThat(seen).containsOnly("vector");
  }

  // --------------------------------------------------------------------------------- a training

  @Test
  void model_isThatOfOneMachine_alsoWhenAnExecutorIsKilled() throws IOException {
    LinearAlgebra la = new VectorLinearAlgebra();
    byte[] here = SmallTraining.with(la).run().toBytes();
    try (SparkShards shards = new SparkShards(spark, la)) {
      Killer killer = new Killer();
      byte[] there = SmallTraining.with(la).shardsBy(shards).listener(killer).run().toBytes();
      assertThat(there).isEqualTo(here);
      assertThat(killer.killed).isTrue();
      assertThat(shards.times().steps()).isGreaterThanOrEqualTo(SmallTraining.STEPS - 1);
    }
  }

  /** Kills the process of an executor after a step, which has then not heard of it. */
  private static final class Killer implements TrainingListener {
    boolean killed;

    @Override
    public void stepped(Trainer trainer) {
      if (trainer.steps() == KILLED_AFTER) {
        long victim = new TreeSet<>(processes()).first();
        assertThat(victim).isNotEqualTo(ProcessHandle.current().pid());
        killed = ProcessHandle.of(victim).orElseThrow().destroyForcibly();
      }
    }
  }

  // ----------------------------------------------------------------------------------- a column

  @Test
  void scores_areThoseOfTheProgram() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      lines.add("user " + "abc".charAt(i % 3) + " logged in from 10.0.0." + i * i % 71);
    }
    Path file = Files.write(folder.resolve("some.log"), lines);
    Path log = folder.resolve("log.safetensors");
    Program.rnn("train", file, "--records", "lines", "--hidden", 7, "--steps", 20, "--out", log);
    Dataset<Row> rows = session.read().text(file.toString()).repartition(4);
    Dataset<Row> scored = TextScoring.load(session, log.toString()).score(rows, "value");
    List<String> told =
        scored.select("value", "score.nats").collectAsList().stream()
            .map(row -> row.getString(0) + " " + row.getDecimal(1).toPlainString())
            .toList();
    List<String> printed = Program.rnn("score", log, file).lines().toList();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      expected.add(lines.get(i) + " " + printed.get(i).split("\t")[2]);
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
  }

  // ------------------------------------------------------------------------------------ a sweep

  @Test
  void sweep_leavesTheFilesOfOneMachine() throws IOException {
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
      "train", texts + "/", "--validation-file", held.toString(), "--sweep", sweep.toString()
    };
    Program one = Program.here(words(common, "--out", here.toString()));
    assertThat(one.code()).as(one.err()).isEqualTo(1);
    Program many = Program.on(spark, words(common, "--out", there.toString()));
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
    Program again = Program.here(words(common, "--out", there.toString()));
    assertThat(again.err()).contains("2 done before, 0 from a checkpoint, 2 to do");
  }

  private static String[] words(String[] common, String... last) {
    return Stream.of(common, last).flatMap(Stream::of).toArray(String[]::new);
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
