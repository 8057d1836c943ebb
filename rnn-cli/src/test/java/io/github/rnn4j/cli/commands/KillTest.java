// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.reports.Events;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.training.OptimizerType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run whose process is killed (SIGKILL) at random moments, and resumed from its last checkpoint
 * each time, leaves the same files, byte for byte, as one that nobody touched.
 *
 * <p>{@code -Drnn.test.kills=12} kills each run up to 12 times instead of 3, and {@code
 * -Drnn.test.seed=7} chooses other moments.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
  private static final int KILLS = Integer.getInteger("rnn.test.kills", 3);
  private static final long SEED = Long.getLong("rnn.test.seed", 1);
  private static final int STEPS = 300;
  private static final int SIGKILL = 128 + 9;

  /** The runs of one optimizer write a report and events, too. */
  private static final OptimizerType TOLD_IN_ALL_WAYS = OptimizerType.ADAM;

  /** The runs of some average their weights, too. */
  private static final Map<OptimizerType, String> AVERAGED =
      Map.of(OptimizerType.RMSPROP, "ema:decay=0.99", OptimizerType.ADAGRAD, "asgd:nonmono=1");

  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(12);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cellsAndOptimizers")
  void killedRun_leavesTheFilesOfOneThatNobodyTouched(CellType cell, OptimizerType optimizer)
      throws Exception {
    Random random = new Random(31 * (31 * SEED + cell.ordinal()) + optimizer.ordinal());
    Path work = Files.createDirectory(folder.resolve("work"));
    List<Object> command = command(cell, optimizer, work);
    Cli.Result straight = Cli.rnn(command.toArray());
    assertThat(straight.code()).as(straight.err()).isZero();
    Map<String, Object> expected = contents(work);
    List<String> names =
        new ArrayList<>(
            List.of(
                "m.best.safetensors",
                "m.jsonl",
                "m.safetensors",
                "m.step-294.safetensors",
                "m.step-300.safetensors"));
    if (optimizer == TOLD_IN_ALL_WAYS) {
      names.addAll(List.of("events", "run.html"));
    }
    assertThat(expected).containsOnlyKeys(names);
    clear(work);

    int bytes = straight.err().length();
    List<String> story = new ArrayList<>();
    int code = SIGKILL;
    int kills = 0;
    for (int attempt = 0; code == SIGKILL; attempt++) {
      Optional<Path> checkpoint = lastCheckpoint(work);
      long done = checkpoint.map(KillTest::step).orElse(0L);
      Process process =
          checkpoint.isPresent()
              ? Child.start("train", "--resume", checkpoint.get())
              : Child.start(command.toArray());
      if (attempt < KILLS) {
        double share = 2.0 * random.nextDouble() / (KILLS - attempt + 1);
        int read = (int) (share * bytes * (STEPS - done) / STEPS);
        skip(process.getErrorStream(), read);
        process.destroyForcibly();
        code = process.waitFor();
        kills += code == SIGKILL ? 1 : 0;
        story.add("resumed at " + done + ", killed after " + read + " bytes");
      } else {
        Cli.Result result = Child.result(process);
        code = result.code();
        story.add("resumed at " + done + ": " + result.err());
      }
    }

    assertThat(kills).as("seed %d: %s", SEED, story).isPositive();
    String as = "seed " + SEED + ": " + story;
    assertThat(code).as(as).isZero();
    Map<String, Object> found = contents(work);
    assertThat(found.keySet()).as(as).isEqualTo(expected.keySet());
    expected.forEach(
        (name, content) -> assertThat(found.get(name)).as(name + ", " + as).isEqualTo(content));
    // Not to standard output, which a test of an example beside it reads.
    System.err.println(cell.id() + " " + optimizer.id() + ": " + kills + " kills");
  }

  static Stream<Arguments> cellsAndOptimizers() {
    return Stream.of(CellType.values())
        .flatMap(cell -> Stream.of(OptimizerType.values()).map(type -> Arguments.of(cell, type)));
  }

  private static List<Object> command(CellType cell, OptimizerType optimizer, Path work) {
    List<Object> command = new ArrayList<>(training(cell, optimizer, work));
    if (optimizer == OptimizerType.NESTEROV) {
      command.addAll(List.of("--dropout-kind", "variational", "--input-dropout", 0.1));
      command.addAll(List.of("--recurrent-dropout", 0.1, "--weight-drop", 0.2));
    }
    if (optimizer == OptimizerType.MOMENTUM) {
      command.addAll(List.of("--accumulate", 2));
    }
    if (AVERAGED.containsKey(optimizer)) {
      command.addAll(List.of("--average", AVERAGED.get(optimizer)));
    }
    if (optimizer == TOLD_IN_ALL_WAYS) {
      command.addAll(List.of("--report", work.resolve("run.html"), "--sample-every", 60));
      command.addAll(List.of("--tensorboard", work.resolve("events")));
    }
    return command;
  }

  private static List<Object> training(CellType cell, OptimizerType optimizer, Path work) {
    return List.of(
        "train",
        "--text",
        TEXT,
        "--model",
        cell.id(),
        "--layers",
        2,
        "--hidden",
        7,
        "--dropout",
        0.3,
        "--seq-length",
        9,
        "--batch-size",
        3,
        "--optimizer",
        optimizer.id(),
        "--learning-rate",
        0.003,
        "--schedule",
        "plateau:patience=0,factor=0.8",
        "--clip",
        "norm:1",
        "--validation",
        0.1,
        "--validate-every",
        25,
        "--steps",
        STEPS,
        "--report-every",
        1,
        "--checkpoint-every",
        6,
        "--keep",
        2,
        "--metrics",
        work.resolve("m.jsonl"),
        "--progress",
        "lines",
        "--out",
        work.resolve("m.safetensors"));
  }

  private static void skip(InputStream in, int count) throws IOException {
    for (int i = 0; i < count && in.read() >= 0; i++) {
      // A byte of a progress line: the run is that far.
    }
  }

  private static Optional<Path> lastCheckpoint(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.getFileName().toString().matches("m\\.step-\\d+\\.safetensors"))
          .max(Comparator.comparing(KillTest::step));
    }
  }

  private static long step(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().replaceAll("\\D", ""));
  }

  /**
   * The bytes of each file; of the metrics and the report the lines without what a clock said, and
   * of the events what TensorBoard shows.
   */
  private static Map<String, Object> contents(Path work) throws IOException {
    Map<String, Object> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".jsonl") || name.endsWith(".html")) {
          contents.put(
              name,
              lines(Files.readString(file))
                  .replaceAll(",\"(chars_per_second|seconds|seconds_left)\":[^,}]*", ""));
        } else if (Files.isDirectory(file)) {
          Map<String, Map<Long, Object>> shown = Events.shown(file);
          shown.keySet().removeAll(List.of("settings", "speed/characters_per_second"));
          contents.put(name, shown);
        } else if (!name.endsWith(".tmp")) {
          contents.put(name, Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }

  /** The metrics that a report holds in its last script, or those that the text is. */
  private static String lines(String text) {
    int script = text.lastIndexOf("<script ");
    return script < 0
        ? text
        : text.substring(text.indexOf('>', script) + 1, text.indexOf("</script>", script));
  }

  private static void clear(Path work) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(work)) {
          Files.delete(file);
        }
      }
    }
  }
}
