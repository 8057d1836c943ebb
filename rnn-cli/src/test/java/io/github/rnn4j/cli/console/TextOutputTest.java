// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextOutputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | plain",
        "\u00C3\u00A9\u00F0\u009F\u0098\u0080 | é😀",
        "a\u00E8b | a\\xE8b",
        "\u00E8\u00E8 | \\xE8\\xE8",
        "\u00F0\u009F\u0098 | \\xF0\\x9F\\x98",
        "\u00F0\u009Fa | \\xF0\\x9Fa",
        "\u00ED\u00A0\u0080 | \\xED\\xA0\\x80",
        "\u00C0\u0080 | \\xC0\\x80",
        "'\u001B[31mred' | '\\u{1B}[31mred'",
        "'a\tb' | 'a\tb'",
        "\u00C2\u009B | \\u{9B}"
      })
  void terminal_getsTextAndEscapes(String latin1, String shown) throws IOException {
    write(true, latin1.getBytes(ISO_8859_1));
    assertThat(out.toString(UTF_8)).isEqualTo(shown);
  }

  @Test
  void terminal_getsEveryTextAsItStands() throws IOException {
    String text =
        new Random(7)
            .ints(5000, 0xA0, 0x20000)
            .filter(c -> c < 0xD800 || c > 0xDFFF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    write(true, text.getBytes(UTF_8));
    assertThat(out.toString(UTF_8)).isEqualTo(text);
  }

  @Test
  void file_getsEveryByteAsItStands() throws IOException {
    byte[] bytes = new byte[20_000];
    new Random(8).nextBytes(bytes);
    write(false, bytes);
    assertThat(out.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void terminal_neverGetsAControlCharacterOrMalformedBytes() throws IOException {
    byte[] bytes = new byte[20_000];
    new Random(9).nextBytes(bytes);
    write(true, bytes);
    String shown = out.toString(UTF_8);
    assertThat(shown).doesNotContain("\uFFFD");
    assertThat(shown.chars().filter(c -> c < ' ' || c >= 0x7F && c < 0xA0))
        .containsOnly((int) '\n', (int) '\r', (int) '\t');
  }

  private void write(boolean terminal, byte[] bytes) throws IOException {
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            out,
            new ByteArrayOutputStream(),
            Optional::empty,
            () -> terminal);
    TextOutput output = new TextOutput(streams);
    output.write(bytes);
    output.end();
    streams.flush();
  }
}
