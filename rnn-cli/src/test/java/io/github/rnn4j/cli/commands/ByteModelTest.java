// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.raw;
import static io.github.rnn4j.cli.Cli.rnn;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rnn4j.cli.Cli.Raw;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model of bytes reads and writes the very bytes. Its text is Latin-1, with an ESC and a NUL. */
class ByteModelTest {
  private static final byte[] NOTHING = new byte[0];
  private static final String LINE = "rivi\u00E8re\u001B\0\n";

  @TempDir private static Path folder;

  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    Path text = Files.write(folder.resolve("l.txt"), LINE.repeat(200).getBytes(ISO_8859_1));
    model = folder.resolve("l.safetensors");
    Result result =
        rnn(
            "train",
            text,
            "--unit",
            "byte",
            "--model",
            "gru",
            "--hidden",
            24,
            "--layers",
            1,
            "--steps",
            500,
            "--learning-rate",
            0.01,
            "--out",
            model);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains(" bytes, ", "bytes/s").doesNotContain("character");
    assertThat(result.out()).contains("bits per byte after 500 steps");
  }

  @Test
  void sample_isTheVeryBytes() throws IOException {
    Path prime = Files.write(folder.resolve("prime"), "rivi\u00E8".getBytes(ISO_8859_1));
    for (String option : new String[] {"--prime-file=" + prime, "--prime=rivi\\xE8"}) {
      Raw result = raw(false, NOTHING, "sample", model, option, "--length", 14, "--temperature", 0);
      assertThat(result.err()).isEmpty();
      assertThat(new String(result.out(), ISO_8859_1)).isEqualTo((LINE + LINE).substring(0, 19));
    }
    Raw piped =
        raw(
            false,
            "rivi\u00E8".getBytes(ISO_8859_1),
            "sample",
            model,
            "--prime-file",
            "-",
            "--length",
            5,
            "--temperature",
            0);
    assertThat(new String(piped.out(), ISO_8859_1)).isEqualTo(LINE);
  }

  @Test
  void beam_findsTheVeryBytes() {
    Raw result = raw(false, NOTHING, "sample", model, "--beam", 3, "--prime=ri", "--length", 8);
    assertThat(new String(result.out(), ISO_8859_1)).isEqualTo(LINE);
    Raw stopped =
        raw(
            false,
            NOTHING,
            "sample",
            model,
            "--beam",
            1,
            "--prime=ri",
            "--length",
            20,
            "--stop=\\xE8r",
            "--keep-stop");
    assertThat(new String(stopped.out(), ISO_8859_1)).isEqualTo("rivi\u00E8r");
  }

  @ParameterizedTest
  @CsvSource({"\\xE8, rivi", "\\xe8r, rivi", "i, r", "\\x00, 'rivi\u00E8re\u001B'"})
  void stop_isAnyBytes(String stop, String before) {
    Raw result =
        raw(false, NOTHING, "sample", model, "--stop", stop, "--temperature", 0, "--length", 40);
    assertThat(new String(result.out(), ISO_8859_1)).isEqualTo(before);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void terminal_showsWhatIsNoTextEscaped() {
    Raw result =
        raw(true, NOTHING, "sample", model, "--temperature", 0, "--length", LINE.length() + 5);
    assertThat(new String(result.out(), ISO_8859_1))
        .isEqualTo("rivi\\xE8re\\u{1B}\\u{0}\nrivi\\xE8" + System.lineSeparator());
  }

  @Test
  void score_readsTheVeryBytes() throws IOException {
    Path text = Files.write(folder.resolve("other"), (LINE + LINE).getBytes(ISO_8859_1));
    Result result = rnn("score", model, text, "--by", "char");
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines().skip(4).findFirst().orElseThrow()).startsWith("5\t\\xE8\t");
    assertThat(rnn("evaluate", model, text).out()).contains("19 bytes predicted", "bits per byte");
    assertThat(rnn("evaluate", model, text, "--json").out())
        .startsWith("{\"unit\":\"byte\",\"characters\":19,")
        .contains("\"unknown_characters\":0}");
  }

  @Test
  void samplesOnTheWay_areValidJsonWithEscapes() throws IOException {
    Path metrics = folder.resolve("run.jsonl");
    Result result =
        rnn(
            "train",
            folder.resolve("l.txt"),
            "--unit",
            "byte",
            "--model",
            "rnn",
            "--hidden",
            4,
            "--steps",
            4,
            "--sample-every",
            2,
            "--metrics",
            metrics,
            "--out",
            folder.resolve("s.safetensors"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).containsPattern("\\\\x[89A-F][0-9A-F]").doesNotContain("\uFFFD");
    String lines = Files.readString(metrics);
    assertThat(lines)
        .containsPattern("\"sample\":\".*\\\\\\\\x[89A-F][0-9A-F]")
        .doesNotContain("\uFFFD");
    for (String line : lines.lines().toList()) {
      try (JsonParser json = new JsonFactory().createParser(line)) {
        assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
        json.skipChildren();
        assertThat(json.nextToken()).isNull();
      }
    }
  }

  @Test
  void recordsOfBytes_areValidJsonWithEscapes() throws IOException {
    Path records = folder.resolve("r.safetensors");
    Path text =
        Files.write(folder.resolve("r.txt"), "rivi\u00E8re\n".repeat(300).getBytes(ISO_8859_1));
    Result trained =
        rnn(
            "train",
            text,
            "--unit",
            "byte",
            "--records",
            "lines",
            "--model",
            "gru",
            "--hidden",
            24,
            "--layers",
            1,
            "--steps",
            300,
            "--learning-rate",
            0.01,
            "--out",
            records);
    assertThat(trained.code()).as(trained.err()).isZero();
    Result json = rnn("sample", records, "--json", "--count", 2, "--seed", 1, "--temperature", 0);
    assertThat(json.out()).contains("\"text\":\"rivi\\\\xE8re\"").doesNotContain("\uFFFD");
    Raw plain = raw(false, NOTHING, "sample", records, "--count", 2, "--temperature", 0);
    assertThat(new String(plain.out(), ISO_8859_1)).isEqualTo("rivi\u00E8re\n".repeat(2));
  }

  @Test
  void byteForAModelOfCharacters_namesTheCharacterToWrite() {
    Path characters = folder.resolve("c.safetensors");
    rnn("train", "--text", "rivi\u00E8re", "--steps", 1, "--out", characters);
    Result result = rnn("sample", characters, "--prime=\\xE8");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("\\xE8 is a byte, but the model reads characters")
        .contains("write \\u{E8} for the character U+00E8");
    assertThat(rnn("sample", characters, "--prime=\\u{E8}", "--length", 0).out()).startsWith("è");
  }
}
