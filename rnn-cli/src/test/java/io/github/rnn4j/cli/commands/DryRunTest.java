// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
  private static final String TEXT = "hello world ".repeat(40);

  @TempDir private Path folder;

  @Test
  void dryRun_tellsWhatARunTakesAndWritesNothing() throws IOException {
    Path out = folder.resolve("m.safetensors");
    Result result =
        rnn(
            "train",
            "--text",
            TEXT,
            "--hidden",
            8,
            "--steps",
            30,
            "--validation",
            0.1,
            "--out",
            out,
            "--metrics",
            folder.resolve("m.jsonl"),
            "--plot",
            folder.resolve("p.png"),
            "--checkpoint-every",
            10,
            "--keep",
            4,
            "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("model     lstm", "training  30 steps", "held out", out.toString());
    assertThat(result.out())
        .matches(
            "files: the model takes \\d+\\.\\d kB, a checkpoint \\d+\\.\\d kB, of which 4 are kept\\R"
                + "memory: about \\d+\\.\\d MB of a heap of at most \\d+\\.\\d [MG]B\\R"
                + "time: about .+ for 30 steps, besides the readings of what is held out\\R"
                + "nothing was trained\\R");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void sizes_areThoseOfTheFiles() throws IOException {
    Path out = folder.resolve("m.safetensors");
    Object[] run = {"train", "--text", TEXT, "--hidden", 40, "--steps", 20, "--out", out};
    String told = rnn(with(run, "--dry-run")).out();
    rnn(run);
    assertThat(told)
        .contains(String.format(Locale.ROOT, "the model takes %.1f kB", Files.size(out) * 1e-3));
    rnn(with(run, "--keep-optimizer"));
    double checkpoint =
        Double.parseDouble(told.replaceAll("(?s).*a checkpoint ([0-9.]+) kB.*", "$1"));
    assertThat(checkpoint * 1e3).isBetween(Files.size(out) * 0.97, Files.size(out) * 1.03);
  }

  @Test
  void mistakes_areFound() throws IOException {
    Path precious = Files.writeString(folder.resolve("notes.txt"), "precious");
    Result out = rnn("train", "--text", TEXT, "--dry-run", "--out", precious);
    assertThat(out.code()).isEqualTo(1);
    assertThat(out.err()).contains("notes.txt", "not replaced");
    Result text = rnn("train", folder.resolve("no.txt"), "--dry-run");
    assertThat(text.code()).isEqualTo(1);
    assertThat(rnn("train", "--dry-run").code()).isEqualTo(2);
    assertThatThrownBy(() -> Forecast.requireRoom(Path.of("m"), 3_000_000_000L, 5_000_000))
        .hasMessageContainingAll("m: ", "5.0 MB left", "3.0 GB", "another disk");
    Forecast.requireRoom(Path.of("m"), 5, 5);
  }

  @Test
  void resumedRun_canBeForecastToo() {
    Path out = folder.resolve("m.safetensors");
    rnn("train", "--text", TEXT, "--hidden", 8, "--steps", 20, "--keep-optimizer", "--out", out);
    Result result = rnn("train", "--resume", out, "--steps", 50, "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("for 30 steps");
    Result none = rnn("train", "--resume", out, "--dry-run");
    assertThat(none.out()).as(none.err()).contains("time: about 0.0 s for 0 steps");
  }

  private static Object[] with(Object[] command, String option) {
    Object[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = option;
    return all;
  }
}
