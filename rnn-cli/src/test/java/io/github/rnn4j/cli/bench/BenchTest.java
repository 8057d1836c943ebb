// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
  private static final String[] FIELDS_OF_ALL = {
    "work",
    "model",
    "members",
    "layers",
    "hidden",
    "vocabulary",
    "parameters",
    "text",
    "characters",
    "backend",
    "precision",
    "threads",
    "java",
    "characters_per_second",
    "windows",
    "flop_per_character",
    "gflop_per_second",
    "peak_gflop_per_second_of_a_core",
    "fraction_of_peak",
    "peak_memory_bytes",
    "peak_memory_kind",
    "first_step_seconds",
    "first_step_since",
    "allocated_bytes_per_step"
  };

  @TempDir private Path folder;

  @Test
  void training_isMeasuredOnTheTextGiven() throws IOException {
    Result result =
        bench(
            "--model",
            "lstm",
            "--hidden",
            5,
            "--layers",
            2,
            "--seq-length",
            4,
            "--batch-size",
            3,
            "--optimizer",
            "adam:beta2=0.99",
            "--clip",
            "value:1",
            "--text",
            text(),
            "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).hasLineCount(1);
    Map<String, Object> json = fields(result.out());
    assertThat(json)
        .containsKeys(FIELDS_OF_ALL)
        .containsEntry("work", "training")
        .containsEntry("model", "lstm")
        .containsEntry("layers", 2.0)
        .containsEntry("hidden", 5.0)
        .containsEntry("vocabulary", 7.0)
        .containsEntry("characters", 700.0)
        .containsEntry("seq_length", 4.0)
        .containsEntry("batch_size", 3.0)
        .containsEntry("clip", "value:1")
        .containsEntry("text", text().toString())
        // 2 layers, 12 characters: (2·(36 − 3) + 36)·2·20·5 + 36·2·5·7
        .containsEntry("flop_per_character", ((2 * 33 + 36) * 200 + 36 * 70) / 12.0)
        .doesNotContainKey("profile");
    assertThat((String) json.get("optimizer")).startsWith("adam:").contains("beta2=0.99");
  }

  @Test
  void speed_isTheMedianOfTheWindows() throws IOException {
    Map<String, Object> json = fields(bench("--hidden", 4, "--text", text(), "--json").out());
    double[] rates = new double[2];
    for (int i = 0; i < rates.length; i++) {
      double characters = (double) json.get("windows[" + i + "].characters");
      assertThat(characters).isPositive();
      rates[i] = characters / (double) json.get("windows[" + i + "].seconds");
    }
    assertThat(json.get("characters_per_second.median")).isEqualTo(Speedometer.median(rates));
    assertThat((double) json.get("characters_per_second.min"))
        .isLessThanOrEqualTo((double) json.get("characters_per_second.median"));
    assertThat((double) json.get("characters_per_second.max"))
        .isGreaterThanOrEqualTo((double) json.get("characters_per_second.median"));
    assertThat((double) json.get("gflop_per_second"))
        .isCloseTo(
            Speedometer.median(rates) * (double) json.get("flop_per_character") * 1e-9,
            within(1e-9));
  }

  @Test
  void sampling_isMeasuredACharacterAtATime() throws IOException {
    Result result =
        bench(
            "--sample", "--model", "gru", "--layers", 1, "--hidden", 4, "--text", text(), "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fields(result.out()))
        .containsKeys(FIELDS_OF_ALL)
        .containsEntry("work", "sampling")
        .containsEntry("flop_per_character", 2.0 * 12 * 4 + 2 * 4 * 7)
        .doesNotContainKeys("seq_length", "batch_size", "optimizer", "clip");
  }

  @Test
  void profile_tellsThePartsOfTheOperations() throws IOException {
    Map<String, Object> json =
        fields(
            bench("--model", "rnn", "--hidden", 4, "--text", text(), "--profile", "--json").out());
    assertThat((double) json.get("profile.gemm")).isBetween(0.0, 1.0);
    assertThat((double) json.get("profile.tanh")).isBetween(0.0, 1.0);
    assertThat(bench("--model", "rnn", "--hidden", 4, "--text", text(), "--profile").out())
        .containsPattern("\\d %  gemm\\R")
        .containsPattern("\\d %  all else\\R");
  }

  @Test
  void table_goesToStandardOutputAndProgressToStandardError() throws IOException {
    Result result = bench("--model", "rnn", "--hidden", 4, "--text", text(), "--backend", "ejml");
    assertThat(result.out())
        .contains("model     rnn, 1 layer of 4, ")
        .contains("text      " + text() + ", 700 characters, vocabulary of 7")
        .contains("backend   ejml (float64)")
        .containsPattern("speed     \\S+ characters/s, the median of 2 windows \\(\\S+ to \\S+\\)")
        .containsPattern("products  \\S+ GFLOP/s, at \\S+ FLOP per character")
        .contains("FMA peak  unknown")
        .containsPattern("memory    \\d+ MB ")
        .containsPattern("first     step done \\S+ s after the start of the (process|JVM)")
        .containsPattern("allocated .*per step");
    assertThat(result.err()).contains("warming up", "window 2 of 2: ").doesNotContain("FLOP");
  }

  // ------------------------------------------------------------------------------------ errors

  @ParameterizedTest
  @CsvSource({
    "--hidden, 0",
    "--model, transformer",
    "--seq-length, 0",
    "--batch-size, -1",
    "--optimizer, sdg",
    "--optimizer, adam:beta3=1",
    "--clip, norm",
    "--clip, norm:-1",
    "--seconds, 0",
    "--seconds, NaN",
    "--windows, 0",
    "--threads, 0"
  })
  void valueOutOfRange(String option, String value) {
    Result result = rnn("bench", option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .hasLineCount(1)
        .startsWith("rnn: Invalid value for option '" + option + "'");
  }

  @Test
  void sampleWithOptionsOfTraining_isAWrongCommandLine() {
    Result result = rnn("bench", "--sample", "--batch-size", 3, "--clip", "none");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).contains("--batch-size, --clip: with --sample");
  }

  @Test
  void textThatIsMissingOrTooShort_isAnError() throws IOException {
    Result missing = rnn("bench", "--text", folder.resolve("no.txt"));
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).hasLineCount(1).contains("there is no such file");
    Result small = rnn("bench", "--text", text(), "--seq-length", 700);
    assertThat(small.code()).isEqualTo(1);
    assertThat(small.err()).hasLineCount(1).contains("shorter than one window");
  }

  private Path text() throws IOException {
    return Files.writeString(folder.resolve("text.txt"), "abcdef\n".repeat(100));
  }

  private static Result bench(Object... arguments) {
    return rnn(
        Stream.concat(
                Stream.of("bench", "--seconds", "0.001", "--windows", "2"), Stream.of(arguments))
            .toArray());
  }

  /** Numbers and words by their path, such as {@code windows[0].steps}; objects as true. */
  private static Map<String, Object> fields(String text) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        String pointer = json.getParsingContext().pathAsPointer(false).toString();
        String path = pointer.replaceFirst("/", "").replaceAll("/(\\d+)", "[$1]").replace('/', '.');
        if (token.isNumeric()) {
          fields.put(path, json.getDoubleValue());
        } else if (token.isScalarValue()) {
          fields.put(path, token == JsonToken.VALUE_NULL ? null : json.getText());
        } else if (token.isStructStart()) {
          fields.put(path, true);
        }
      }
    }
    return fields;
  }
}
