// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "train", "sample", "inspect", "bench", "backends", "generate-completion"})
  void help_isThereForEveryCommandAndListedByTheProgram(String command) {
    Result help = rnn(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: rnn " + command).contains("--help");
    assertThat(help.err()).isEmpty();
    assertThat(rnn("help", command).out()).isEqualTo(help.out());
    assertThat(rnn("--help").out()).contains("\n  " + command + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "train, --text --model --hidden --layers --seq-length --batch-size --epochs --steps"
        + " --learning-rate --seed --backend --out --reduction --init --metrics --report-every",
    "sample, --prime --length --temperature --seed --backend",
    "demo, --out --backend",
    "bench, --model --layers --hidden --seq-length --batch-size --optimizer --clip --backend --threads --seconds"
        + " --windows --sample --text --profile --json",
    "backends, --json",
    "inspect, MODEL"
  })
  void help_namesEachOption(String command, String options) {
    assertThat(rnn(command, "--help").out()).contains(options.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "sample", "inspect", "bench", "backends", "demo"})
  void help_hasAnExample(String command) {
    assertThat(rnn(command, "--help").out()).containsPattern("Examples?:\\R  rnn " + command);
  }

  @Test
  void version_isThatOfTheBuild() {
    Result result = rnn("--version");
    assertThat(result.code()).isZero();
    assertThat(result.out()).matches("(?s)rnn \\d+\\.\\d+\\.\\d+\\S*\\RJava .*");
  }

  @Test
  void completion_isAScriptThatNamesTheOptions() {
    Result result = rnn("generate-completion");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("complete -F", "--learning-rate", "--temperature");
  }

  @Test
  void noCommand_isAWrongCommandLine() {
    Result result = rnn();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).hasLineCount(1).startsWith("rnn: a command is missing: demo, train");
  }

  @Test
  void unknownOption_isToldInOneLineWithWhatIsAlike() {
    Result result = rnn("train", "--text", "abc", "--hiden", "3");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).startsWith("rnn: ").contains("--hiden", "--hidden");
  }

  @Test
  void unknownCommand_isToldInOneLine() {
    Result result = rnn("trian");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).contains("trian").contains("train");
  }

  @Test
  void stackTrace_comesOnlyWhenAskedFor() {
    Result plain = rnn("inspect", "no-such-file");
    Result traced = rnn("inspect", "no-such-file", "--stacktrace");
    assertThat(plain.code()).isEqualTo(1);
    assertThat(plain.err()).hasLineCount(1);
    assertThat(traced.code()).isEqualTo(1);
    assertThat(traced.err()).startsWith(plain.err()).contains("\tat io.github.rnn4j.");
    assertThat(rnn("--stacktrace", "inspect", "no-such-file").err()).contains("\tat io.github.");
  }

  /** Java's own start is a part of what a user waits for. */
  @Test
  void program_beganWithItsProcess() {
    Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    Duration passed = Duration.ofNanos(System.nanoTime() - Main.processBegan());
    assertThat(passed).isBetween(uptime.minusMillis(100), uptime.plusSeconds(20));
  }
}
