// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An option that takes text takes any text. */
class AnyTextTest {
  private static final String END = System.lineSeparator();

  @TempDir private static Path folder;

  /** A model that knows "-h, --length\n" by heart. */
  private static Path model;

  @BeforeAll
  static void train() {
    model = folder.resolve("options.safetensors");
    Result result =
        rnn(
            "train",
            "--model",
            "rnn",
            "--hidden",
            24,
            "--steps",
            400,
            "--out",
            model,
            "--text",
            "-h, --length\n-h, --length\n");
    assertThat(result.code()).as(result.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--length", "-", "--", "-hello", "--prime=--prime"})
  void prime_isWhateverStandsThere(String text) {
    for (List<String> given : List.of(List.of("--prime=" + text), List.of("--prime", text))) {
      Result result = sample(given, "--length", 0, "--unknown", "skip", "--seed", 1);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).isEqualTo(text.replaceAll("[^-h, lengt]", "") + END);
    }
  }

  @Test
  void stop_isWhateverStandsThere() {
    Result result = sample(List.of("--prime", "-h"), "--temperature", 0, "--stop", "--length");
    assertThat(result.out()).as(result.err()).isEqualTo("-h, " + END);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void text_beginsWithWhatItLikes() {
    for (String text : List.of("--out", "-h", "--")) {
      Result result =
          rnn("train", "--text", text, "--hidden", 4, "--steps", 1, "--out", folder.resolve("m"));
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err()).contains(text.length() + " characters from --text");
    }
    assertThat(rnn("train", "--text").err()).contains("'--text'").hasLineCount(1);
    assertThat(rnn("train", "--text", "ab", "--text", "cd").err()).contains("only once");
  }

  @Test
  void escapes_standForWhatIsHardToType() {
    Result lineEnd = sample(List.of("--prime", "h\\n-\\u{68}"), "--length", 0, "--seed", 1);
    assertThat(lineEnd.out()).isEqualTo("h\n-h" + END);
    Result stop = sample(List.of("--prime", "-h"), "--temperature", 0, "--stop", "\\n");
    assertThat(stop.out()).isEqualTo("-h, --length" + END);
    Result unknown = sample(List.of("--prime", "C:\\home"));
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).hasLineCount(1).contains("--prime", "C:\\home", "write \\\\");
  }

  @Test
  void keptStop_endsWhatIsPrinted() {
    for (Object[] way : new Object[][] {{"--temperature", 0}, {"--beam", 1}}) {
      List<String> end = List.of("--prime", "-h", "--stop", "\\n", "--keep-stop");
      assertThat(sample(end, way).out()).isEqualTo("-h, --length\n" + END);
      List<String> never = List.of("--prime", "-h", "--stop", "hh", "--keep-stop", "--length", "3");
      assertThat(sample(never, way).out()).isEqualTo("-h, -" + END);
    }
    Result alone = sample(List.of("--keep-stop"));
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).hasLineCount(1).contains("--stop");
  }

  @Test
  void primeFile_isStandardInputAtADash() {
    byte[] in = "-h, --l\\n".substring(0, 7).getBytes(StandardCharsets.UTF_8);
    Result result =
        rnn(in, "sample", model, "--prime-file", "-", "--temperature", 0, "--length", 5);
    assertThat(result.out()).as(result.err()).isEqualTo("-h, --length" + END);
    Result unknown = rnn("x".getBytes(StandardCharsets.UTF_8), "sample", model, "--prime-file=-");
    assertThat(unknown.err()).contains("standard input has a character");
  }

  private static Result sample(List<String> first, Object... rest) {
    Object[] all = new Object[2 + first.size() + rest.length];
    all[0] = "sample";
    all[1] = model;
    System.arraycopy(first.toArray(), 0, all, 2, first.size());
    System.arraycopy(rest, 0, all, 2 + first.size(), rest.length);
    return rnn(all);
  }
}
