// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, once and twice. */
class InterruptTest {
  private static final int INTERRUPTED = 130;
  private static final String TEXT = "pack my box with five dozen liquor jugs; ".repeat(20);

  @TempDir private Path folder;

  @Test
  void interruptedRun_savesACheckpointAndGoesOnAsIfItHadNotStopped() throws Exception {
    Path out = folder.resolve("with blank/m.safetensors");
    Files.createDirectory(out.getParent());
    Path metrics = folder.resolve("m.jsonl");
    List<Object> command =
        List.of(
            "train",
            "--text",
            TEXT,
            "--model",
            "gru",
            "--dropout",
            0.2,
            "--hidden",
            16,
            "--steps",
            1000,
            "--report-every",
            1,
            "--progress",
            "lines",
            "--metrics",
            metrics,
            "--out",
            out);
    Process process = Child.startInForeground(command.toArray());
    BufferedReader err = reader(process);
    readUntil(err, "step 70 ");
    interrupt(process);
    List<String> last = readUntil(err, "rnn: interrupted");
    assertThat(process.waitFor()).isEqualTo(INTERRUPTED);
    assertThat(last)
        .contains(
            "rnn: finishing the step and saving; Ctrl-C again leaves at once, without saving");
    assertThat(last.get(last.size() - 1))
        .isEqualTo(
            "rnn: interrupted; this goes on: rnn train --resume '"
                + out
                + "' --metrics "
                + metrics);

    Cli.Result refused = Cli.rnn("train", "--resume", out);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains(
            "'training.note.metrics' is '"
                + metrics
                + "', and a checkpoint has nothing written but beside itself: give --metrics");
    Cli.Result resumed = Cli.rnn("train", "--resume", out, "--metrics", metrics);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    byte[] bytes = Files.readAllBytes(out);
    List<String> lines = withoutClock(metrics);
    assertThat(lines).hasSize(1000);

    Cli.rnn(command.toArray());
    assertThat(bytes).isEqualTo(Files.readAllBytes(out));
    assertThat(lines).isEqualTo(withoutClock(metrics));
  }

  @Test
  void secondInterrupt_leavesAtOnce() throws Exception {
    // Nobody reads the pipe: the first checkpoint is never done.
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process process =
        Child.startInForeground(
            "train",
            "--text",
            "hello world",
            "--hidden",
            4,
            "--steps",
            1_000_000,
            "--report-every",
            1000,
            "--progress",
            "lines",
            "--out",
            pipe);
    BufferedReader err = reader(process);
    readUntil(err, "step 1,000 ");
    interrupt(process);
    readUntil(err, "rnn: finishing the step");
    assertThat(process.isAlive()).isTrue();
    // Two signals within two milliseconds are one keypress: a third one then comes later.
    do {
      interrupt(process);
    } while (!process.waitFor(1, TimeUnit.SECONDS));
    assertThat(process.exitValue()).isEqualTo(INTERRUPTED);
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }

  private static List<String> readUntil(BufferedReader err, String start) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = err.readLine();
      assertThat(line).as("after %s", lines).isNotNull();
      lines.add(line);
    } while (!line.startsWith(start));
    return lines;
  }

  private static List<String> withoutClock(Path metrics) throws IOException {
    return Files.readAllLines(metrics).stream()
        .map(line -> line.replaceAll(",\"(chars_per_second|seconds|seconds_left)\":[^,}]*", ""))
        .toList();
  }
}
