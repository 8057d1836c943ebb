// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rnn train --sweep}. */
class SweepTest {
  private static final String GRID =
      """
      {"options": {"steps": 30, "model": "rnn"}, "grid": {"hidden": [4, 7], "seed": [1, 2]}}
      """;

  @TempDir private Path folder;
  private Path text;
  private Path file;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("t.txt"), "to be or not to be, that is. ".repeat(30));
    file = Files.writeString(folder.resolve("grid.json"), GRID);
    out = folder.resolve("runs");
  }

  private Result sweep(Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", text, "--sweep", file, "--out", out));
    Collections.addAll(all, more);
    return rnn(all.toArray());
  }

  private static Map<String, byte[]> models(Path folder) throws IOException {
    Map<String, byte[]> models = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path one : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        models.put(one.getFileName().toString(), Files.readAllBytes(one));
      }
    }
    return models;
  }

  private List<String> table() throws IOException {
    return Files.readAllLines(out.resolve("sweep.csv"));
  }

  @Test
  void eachModel_isThatOfTheSameOptions() throws IOException {
    Result result = sweep("--validation", 0.2);
    assertThat(result.code()).as(result.err()).isZero();
    for (int hidden : List.of(4, 7)) {
      for (int seed : List.of(1, 2)) {
        Path alone = folder.resolve("alone.safetensors");
        Result one =
            rnn(
                "train",
                text,
                "--validation",
                0.2,
                "--model",
                "rnn",
                "--steps",
                30,
                "--hidden",
                hidden,
                "--seed",
                seed,
                "--out",
                alone);
        assertThat(one.code()).as(one.err()).isZero();
        Path swept = out.resolve("hidden=" + hidden + "_seed=" + seed + ".safetensors");
        assertThat(swept).hasSameBinaryContentAs(alone);
        assertThat(out.resolve("hidden=" + hidden + "_seed=" + seed + ".best.safetensors"))
            .hasSameBinaryContentAs(folder.resolve("alone.best.safetensors"));
        // What the program says of its best model is what the table has.
        String best = one.out().replaceAll("(?s).*best\\.safetensors: ([\\d.]+) nats.*", "$1");
        assertThat(result.out())
            .containsPattern("hidden=" + hidden + "_seed=" + seed + ".* " + best);
      }
    }
  }

  @Test
  void table_hasTheBestFirst() throws IOException {
    Result result = sweep("--validation", 0.2);
    List<String> rows = table();
    assertThat(rows.get(0))
        .isEqualTo(
            "sweep_run,status,held_out_nats,held_out_bits,held_out_step,train_nats,train_bits,steps,"
                + "seconds,model,best_model,error,--hidden,--seed");
    List<Double> losses =
        rows.stream().skip(1).map(row -> Double.valueOf(row.split(",")[2])).toList();
    assertThat(losses).hasSize(4).isSorted();
    assertThat(rows.get(1)).contains(",done,", ",30,", out.toString());
    List<String> printed = result.out().lines().toList();
    assertThat(printed.get(0)).contains("hidden", "seed", "held out", "bits", "steps", "time");
    assertThat(printed.get(1)).contains(rows.get(1).split(",")[0]);
    assertThat(printed).hasSize(6);
    List<String> lines = Files.readAllLines(out.resolve("sweep.jsonl"));
    assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("{\"sweep_run\":\"hidden="));
  }

  @Test
  void doneRuns_areNotDoneAgain() throws IOException {
    assertThat(sweep().code()).isZero();
    Map<String, byte[]> before = models(out);
    String table = Files.readString(out.resolve("sweep.csv"));
    Result again = sweep("--threads", 1, "--progress", "none");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("4 runs: 4 done before, 0 from a checkpoint, 0 to do");
    assertThat(again.err()).doesNotContain("run 1 of");
    assertThat(out.resolve("sweep.csv")).hasContent(table);

    Files.writeString(file, GRID.replace("[1, 2]", "[1, 2, 3]"));
    assertThat(sweep().err()).contains("6 runs: 4 done before, 0 from a checkpoint, 2 to do");
    assertThat(table()).hasSize(7);
    assertThat(models(out)).hasSize(6).containsAllEntriesOf(only(before, models(out)));
  }

  /** Those of the second whose bytes are the first's, which must be all of the first. */
  private static Map<String, byte[]> only(Map<String, byte[]> first, Map<String, byte[]> second) {
    Map<String, byte[]> same = new TreeMap<>();
    first.forEach(
        (name, bytes) -> {
          assertThat(second.get(name)).as(name).isEqualTo(bytes);
          same.put(name, second.get(name));
        });
    return same;
  }

  @Test
  void otherOptionsOrText_areOtherRuns() throws IOException {
    assertThat(sweep().code()).isZero();
    assertThat(sweep("--batch-size", 3).err()).contains("0 done before", "4 to do");
    assertThat(sweep("--batch-size", 3).err()).contains("4 done before");
    Files.writeString(text, "another text ".repeat(60));
    assertThat(sweep("--batch-size", 3).err()).contains("0 done before", "4 to do");
  }

  @Test
  void failedRun_isInTheTableAndEndsNoOther() throws IOException {
    Files.writeString(
        file, "{\"options\": {\"steps\": 5}, \"grid\": {\"batch-size\": [4, 100000, 2]}}");
    Result result = sweep("--model", "rnn", "--hidden", 3);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("batch-size=100000 failed: ");
    assertThat(table().get(3))
        .startsWith("batch-size=100000,failed,,,,,,0,0.0,")
        .contains("100000");
    assertThat(models(out))
        .containsOnlyKeys("batch-size=2.safetensors", "batch-size=4.safetensors");
    Result again = sweep("--model", "rnn", "--hidden", 3);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("2 done before", "1 to do");
  }

  @Test
  void killedSweep_goesOnToTheSameModels() throws Exception {
    String json = GRID.replace("30", "400").replace("[1, 2]", "[1, 2, 3]");
    Files.writeString(file, json.replace("\"rnn\"", "\"rnn\", \"report-every\": 20"));
    Path straight = folder.resolve("straight");
    assertThat(rnn("train", text, "--sweep", file, "--out", straight).code()).isZero();
    Object[] command = {"train", text, "--sweep", file, "--out", out, "--progress", "lines"};
    for (String mark : List.of("run 1 of", "step   200", "step   400", "run 2 of", "step   300")) {
      Process process = Child.start(command);
      readUntil(process.getErrorStream(), mark);
      process.destroyForcibly();
      process.waitFor();
    }
    Result last = Child.result(Child.start(command));
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(last.err()).doesNotContain("6 to do");
    Map<String, byte[]> expected = models(straight);
    assertThat(models(out)).containsOnlyKeys(expected.keySet());
    assertThat(only(expected, models(out))).hasSize(6);
    assertThat(table())
        .hasSize(7)
        .allMatch(row -> row.contains(",done,") || row.contains(",status,"));
  }

  private static void readUntil(InputStream in, String mark) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[1 << 12];
    for (int count = in.read(buffer);
        count >= 0 && read.indexOf(mark) < 0;
        count = in.read(buffer)) {
      read.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void dryRun_showsTheRunsAndWritesNothing() throws IOException {
    Result result = sweep("--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines()).hasSize(5);
    assertThat(result.out()).contains("to do", "hidden=7_seed=2.safetensors");
    assertThat(out).doesNotExist();
    assertThat(sweep().code()).isZero();
    Files.writeString(file, GRID.replace("[1, 2]", "[2, 3]"));
    assertThat(sweep("--dry-run").out())
        .containsPattern("done +4 +2 ")
        .containsPattern("to do +7 +3 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sweep.csv | a,b",
        "sweep.jsonl | {\"a\": 1}",
        "hidden=4_seed=2.safetensors | precious",
        "hidden=7_seed=1.jsonl | precious",
      })
  void strangersFile_isLeftAlone(String name, String content) throws IOException {
    Files.createDirectory(out);
    Path stranger = Files.writeString(out.resolve(name), content);
    Result result = sweep();
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains(name);
    assertThat(stranger).hasContent(content);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).containsExactly(stranger);
    }
  }

  @Test
  void modelOfAnotherCommand_isLeftAlone() throws IOException {
    Files.createDirectory(out);
    Path own = out.resolve("hidden=4_seed=1.safetensors");
    rnn("train", text, "--model", "rnn", "--hidden", 4, "--steps", 3, "--out", own);
    byte[] before = Files.readAllBytes(own);
    assertThat(sweep().err()).hasLineCount(1).contains(own + ": this file is not of the sweep");
    assertThat(own).hasBinaryContent(before);
    Files.delete(own);
    assertThat(sweep().code()).isZero();
    Files.write(own, before);
    assertThat(sweep().err()).hasLineCount(1).contains(own + ": this file was changed since");
    assertThat(own).hasBinaryContent(before);
  }

  @ParameterizedTest
  @CsvSource({
    "hiden, 'is no option', 2",
    "out, 'cannot be swept', 2",
    "metrics, 'cannot be swept', 2",
    "hidden, 'hidden=x', 2",
  })
  void wrongOption_isFoundBeforeTheFirstRun(String option, String message, int code)
      throws IOException {
    Files.writeString(file, "{\"grid\": {\"seed\": [1], \"" + option + "\": [\"x\"]}}");
    Result result = sweep();
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.err()).hasLineCount(1).contains(file.toString(), message);
    assertThat(out).doesNotExist();
  }

  @Test
  void optionsOfOneRun_areRefused() {
    assertThat(sweep("--metrics", folder.resolve("m.jsonl")).err())
        .contains("--metrics is for one run");
    assertThat(sweep("--seed", 3).err())
        .contains("--seed is on the command line and in " + file + ": leave one out");
    assertThat(rnn("train", "-", "--sweep", file, "--out", out).err()).contains("name files");
    assertThat(rnn("train", "--sweep", file).err()).contains("there is no text");
    assertThat(rnn("train", text, "--sweep", folder.resolve("no.json")).err())
        .contains("no.json: there is no such file");
    assertThat(out).doesNotExist();
  }

  /** A sweep may lie in the folder that it reads. */
  @Test
  void results_areNoText() throws IOException {
    Path book = Files.createDirectory(folder.resolve("book"));
    Files.move(text, book.resolve("t.txt"));
    Path inside = book.resolve("runs");
    Object[] command = {"train", book, "--sweep", file, "--out", inside};
    Result first = rnn(command);
    assertThat(first.code()).as(first.err()).isZero();
    Result again = rnn(command);
    assertThat(again.err()).contains("4 done before");
    assertThat(rnn("train", book, "--steps", 1, "--out", folder.resolve("m"), "--hidden", 2).err())
        .contains("text      870 characters");
  }
}
