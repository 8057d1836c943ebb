// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rnn train --time-budget}: what it chose is a command that makes the same model. */
class TimeBudgetCliTest {
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. ";

  @TempDir Path directory;
  private Path text;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(directory.resolve("text.txt"), TEXT.repeat(20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--hidden 6",
        "--hidden 6 --model gru --dropout 0.3",
        "--hidden 6 --no-layer-norm",
        "--hidden 5 --model rnn --batch-size 3",
        "--hidden 6 --schedule constant --learning-rate 0.01 --init-scheme xavier"
      })
  void commandThatIsTold_makesTheSameModel(String options) throws IOException {
    Path out = directory.resolve("timed.safetensors");
    List<String> command = command(out, options);
    command.addAll(2, List.of("--time-budget", "2s"));
    Cli.Result timed = rnn(command.toArray());
    assertThat(timed.code()).as(timed.err()).isZero();
    byte[] model = Files.readAllBytes(out);
    String told = told(timed.err());
    assertThat(told).doesNotContain("--time-budget").contains("--steps");

    Files.delete(out);
    String[] words = told.split(" ");
    Cli.Result again = rnn((Object[]) Arrays.copyOfRange(words, 1, words.length));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Files.readAllBytes(out)).isEqualTo(model);
  }

  /** More passes would teach it by heart: the rest of the time is the user's. */
  @Test
  void shortText_needsAPartOfALongTime() {
    List<String> command = command(directory.resolve("timed.safetensors"), "--hidden 6");
    command.addAll(2, List.of("--time-budget", "2m"));
    Cli.Result timed = rnn(command.toArray());
    assertThat(timed.code()).as(timed.err()).isZero();
    assertThat(timed.err()).contains("; it needs ").contains("learned by heart");
    assertThat(told(timed.err()))
        .contains("--average ema:decay=0.")
        .contains("--input-dropout 0.")
        .contains("--schedule constant");
  }

  /** Of a run that was out of time, the command at its end counts. */
  private static String told(String err) {
    String[] shorter = err.split("the same model again: ", 2);
    String all = shorter.length == 2 ? shorter[1] : err.split("again {5}", 2)[1];
    return all.lines().findFirst().orElseThrow();
  }

  private List<String> command(Path out, String options) {
    List<String> command = new ArrayList<>(List.of("train", text.toString()));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("--backend", "ejml", "--progress", "none", "--out", out.toString()));
    return command;
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-3s", "0s", "soon", "5 minutes", "1d"})
  void whatIsNoTime_isRefused(String time) {
    Cli.Result result = rnn("train", text.toString(), "--time-budget=" + time);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("is not a time above zero, such as 90s, 5m or 1h30m");
  }

  @Test
  void timeBesideALength_isRefused() {
    for (String length : List.of("--epochs", "--steps")) {
      Cli.Result result = rnn("train", text.toString(), "--time-budget", "5s", length, "2");
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("exclude each other");
    }
  }

  @Test
  void timeOfAResumedRun_isRefused() {
    Cli.Result result = rnn("train", "--resume", text.toString(), "--time-budget", "5s");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--time-budget comes from the checkpoint");
  }
}
