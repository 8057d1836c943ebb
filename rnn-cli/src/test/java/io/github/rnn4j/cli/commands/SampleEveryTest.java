// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.sampling.Sampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleEveryTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "lines", "bar"})
  void samples_areShownAndChangeNothing(String progress) throws IOException {
    Path plain = folder.resolve("plain");
    Path sampled = folder.resolve("sampled");
    Path metrics = folder.resolve("m.jsonl");
    train("--out", plain);
    Result result =
        train("--out", sampled, "--sample-every", 50, "--metrics", metrics, "--progress", progress);
    assertThat(sampled).hasSameBinaryContentAs(plain);
    for (int step : List.of(50, 100, 150)) {
      assertThat(result.err()).containsPattern("After " + step + " steps it writes:\\R  \\| ");
    }
    List<String> samples = samples(metrics);
    assertThat(samples).hasSize(3).doesNotHaveDuplicates();
    assertThat(samples.get(0)).startsWith("{\"step\":50,\"epoch\":").contains("\"sample\":\"");
    for (String sample : samples) {
      String text = sample.replaceAll(".*\"sample\":\"|\"}", "").replace("\\n", "/");
      assertThat(text).hasSize(200).matches("[a-e /]+");
    }
  }

  @Test
  void samplesOfARunThatAverages_areThoseOfTheModelThatIsSaved() throws IOException {
    Path out = folder.resolve("averaged.safetensors");
    Path metrics = folder.resolve("m.jsonl");
    train("--out", out, "--average", "ema:decay=0.99", "--sample-every", 50, "--metrics", metrics);
    Model model = Model.load(out, Backends.onClassPath().choose());
    String expected =
        new String(
            Sampling.length(200).temperature(0.8).seed(1).bytes(model, 150),
            StandardCharsets.UTF_8);
    assertThat(samples(metrics).get(2)).contains(expected.replace("\n", "\\n"));
  }

  @Test
  void control_isNotGivenToTheTerminal() {
    Result result =
        train("--text", "a\u001bb".repeat(100), "--sample-every", 75, "--out", folder.resolve("m"));
    assertThat(result.err()).contains("\\u{1B}").doesNotContain("\u001b");
  }

  @Test
  void resumedRun_drawsTheSamplesOfOneThatWasNotInterrupted() throws IOException {
    Path metrics = folder.resolve("m.jsonl");
    Path out = folder.resolve("m.safetensors");
    train("--out", out, "--sample-every", 40, "--metrics", metrics, "--checkpoint-every", 60);
    List<String> straight = samples(metrics);
    assertThat(straight).hasSize(3);
    Result result =
        rnn("train", "--resume", folder.resolve("m.step-60.safetensors"), "--progress", "none");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("After 80 steps").doesNotContain("After 40 steps");
    assertThat(samples(metrics)).isEqualTo(straight);
  }

  @Test
  void zero_isNoNumberOfSteps() {
    Result result = rnn("train", "--text", "abc", "--sample-every", 0);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--sample-every");
  }

  private Result train(Object... rest) {
    List<Object> command = new ArrayList<>(List.of("train", "--hidden", 8, "--steps", 150));
    command.addAll(Arrays.asList(rest));
    if (!command.contains("--text")) {
      command.addAll(List.of("--text", "abc de\n".repeat(50)));
    }
    Result result = rnn(command.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private static List<String> samples(Path metrics) throws IOException {
    return Files.readAllLines(metrics).stream().filter(l -> l.contains("\"sample\"")).toList();
  }
}
