// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTest {
  private static final String TEXT = "Ein Wörtchen, 漢字 und 😀\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void byteOrderMark_saysTheEncoding(String name) throws IOException {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(Charset.forName(name));
    assertThat(decode(TextEncoding.AUTO, bytes)).isEqualTo(TEXT);
    assertThat(TextEncoding.AUTO.decode(new ByteArrayInputStream(bytes), "t", c -> {}))
        .isEqualTo(new TextEncoding.Decoded(name, true, false));
    assertThat(decode(TextEncoding.of(name), bytes)).isEqualTo(TEXT);
    assertThat(decode(TextEncoding.AUTO, gzip(bytes))).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTF-8",
        "UTF-16",
        "UTF-16LE",
        "UTF-32BE",
        "GB18030",
        "Shift_JIS",
        "ISO-2022-JP",
        "EUC-JP",
        "Big5-HKSCS"
      })
  void namedEncoding_isReadInPiecesOfAnySize(String name) throws IOException {
    String text =
        (name.startsWith("UTF") || name.equals("GB18030") ? TEXT : "漢字と kana\n").repeat(9000);
    byte[] bytes = text.getBytes(Charset.forName(name));
    Random random = new Random(3);
    for (int most : new int[] {1, 2, 7, 70_000}) {
      assertThat(decode(TextEncoding.of(name), trickle(bytes, random, most))).isEqualTo(text);
    }
  }

  @Test
  void lenient_replacesWhatIsMalformed_andTakesNuls() throws IOException {
    byte[] bytes = {'a', (byte) 0xFF, 0, (byte) 0xE6, (byte) 0xBC, 'b', (byte) 0xC3};

    assertThatThrownBy(() -> decode(TextEncoding.AUTO, bytes))
        .isInstanceOf(MalformedTextException.class);
    assertThat(decode(TextEncoding.AUTO.lenient(), bytes)).isEqualTo("a\uFFFD\0\uFFFDb\uFFFD");
    assertThat(decode(TextEncoding.AUTO.lenient(), gzip(bytes)))
        .isEqualTo("a\uFFFD\0\uFFFDb\uFFFD");
    assertThat(decode(TextEncoding.of("US-ASCII").lenient(), new byte[] {'x', (byte) 0x80}))
        .isEqualTo("x\uFFFD");
    byte[] marked = ("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_16BE);
    assertThat(decode(TextEncoding.AUTO.lenient(), marked)).isEqualTo(TEXT);
    assertThat(TextEncoding.AUTO.lenient()).isNotEqualTo(TextEncoding.AUTO);
  }

  @Test
  void nameOfAnyCase_isTheEncodingsOwn() {
    assertThat(TextEncoding.of("latin1").id()).isEqualTo("ISO-8859-1");
    assertThat(TextEncoding.of("utf8")).isEqualTo(TextEncoding.of("UTF-8"));
    assertThat(TextEncoding.of("auto")).isSameAs(TextEncoding.AUTO);
    assertThat(TextEncoding.of("UTF-8")).isNotEqualTo(TextEncoding.AUTO);
    for (String wrong : new String[] {"utf-9", "", "a b"}) {
      assertThatThrownBy(() -> TextEncoding.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("there is no encoding '" + wrong + "' in this Java: auto, UTF-8");
    }
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE", "UTF-16BE"})
  void utf16WithoutAMark_isRefusedWithItsName(String name) {
    byte[] bytes = "Once upon a time".getBytes(Charset.forName(name));
    assertThatThrownBy(() -> decode(TextEncoding.AUTO, bytes))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageMatching("t: no text: its character [12] is a NUL; it looks like .*")
        .hasMessageEndingWith("name that encoding (--encoding " + name + ")");
  }

  @Test
  void nul_isACharacterOnlyOfAnEncodingThatIsNamed() throws IOException {
    byte[] bytes = "log\0".getBytes(StandardCharsets.UTF_8);
    assertThat(decode(TextEncoding.of("UTF-8"), bytes)).isEqualTo("log\0");
    assertThatThrownBy(() -> decode(TextEncoding.AUTO, bytes))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining("its character 4 is a NUL")
        .hasMessageContaining("--unit byte")
        .hasMessageContaining("--encoding UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MThd\\0\\0\\0\\6 | it is MIDI, no text: bytes as the unit (--unit byte)",
        "PK\\3\\4\\0 | it is a ZIP archive, no text: unpack it",
        "BZh9\\377\\1 | with bzcat",
        "\\375" + "7zXZ\\0 | with xzcat",
        "(\\265/\\375\\0 | with zstdcat",
        "%PDF-1.7\\n\\377 | with pdftotext",
        "caf\\351s | not UTF-8 at byte offset 3: 0xE9 0x73; name its encoding (--encoding"
            + " windows-1252"
      })
  void whatIsNoText_isRefusedWithTheRemedy(String escaped, String remedy) {
    assertThatThrownBy(() -> decode(TextEncoding.AUTO, bytes(escaped)))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith("t: no")
        .hasMessageContaining(remedy);
  }

  @Test
  void malformedInAnotherEncoding_namesIt() {
    assertThatThrownBy(() -> decode(TextEncoding.of("Shift_JIS"), new byte[] {'a', (byte) 0x80}))
        .hasMessageStartingWith("t: not Shift_JIS at byte offset 1: 0x80");
    assertThatThrownBy(() -> decode(TextEncoding.AUTO, new byte[] {-1, -2, 'a', 0, 0, (byte) 0xDC}))
        .hasMessageStartingWith("t: not UTF-16LE at byte offset 4: 0x00 0xDC");
    assertThatThrownBy(() -> decode(TextEncoding.AUTO, new byte[] {-1, -2, 'a', 0, 'b'}))
        .hasMessageStartingWith("t: not UTF-16LE at byte offset 4: 0x62");
  }

  @Test
  void gzip_isUnpackedAndItsDefectsAreTold() throws IOException {
    byte[] bytes = gzip(TEXT.repeat(10_000).getBytes(StandardCharsets.UTF_8));
    assertThat(decode(TextEncoding.AUTO, trickle(bytes, new Random(1), 100)))
        .isEqualTo(TEXT.repeat(10_000));
    assertThat(TextEncoding.AUTO.decode(new ByteArrayInputStream(bytes), "t", c -> {}).remark())
        .contains("unpacked by gzip");
    byte[] two = gzip("a".getBytes(StandardCharsets.UTF_8));
    byte[] joined = Arrays.copyOf(two, 2 * two.length);
    System.arraycopy(two, 0, joined, two.length, two.length);
    assertThat(decode(TextEncoding.AUTO, joined)).isEqualTo("aa");
    assertThatThrownBy(() -> decode(TextEncoding.AUTO, Arrays.copyOf(bytes, bytes.length - 9)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("t: a damaged gzip file: ");
    bytes[bytes.length / 2] ^= 0x55;
    assertThatThrownBy(() -> decode(TextEncoding.AUTO, bytes))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("t: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001F", "\u001F\u008B", "\u00EF\u00BB", "\u0000\u0000\u00FE", "a"})
  void shortStream_isReadAsItStands(String latin1) throws IOException {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(decode(TextEncoding.of("ISO-8859-1"), bytes)).isEqualTo(latin1);
  }

  @Test
  void whatHasComeIn_isHandedOnBeforeMoreIsWaitedFor() throws IOException {
    StringBuilder seen = new StringBuilder();
    InputStream line =
        new InputStream() {
          private int reads;

          @Override
          public int read() {
            throw new AssertionError("read in blocks");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            if (reads++ == 1) {
              assertThat(seen).hasToString("a\n");
            }
            if (reads == 1) {
              target[offset] = 'a';
              target[offset + 1] = '\n';
              return 2;
            }
            return -1;
          }
        };
    TextEncoding.AUTO.decode(line, "t", seen::appendCodePoint);
    assertThat(seen).hasToString("a\n");
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String decode(TextEncoding encoding, byte[] bytes) throws IOException {
    return decode(encoding, new ByteArrayInputStream(bytes));
  }

  private static String decode(TextEncoding encoding, InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    encoding.decode(in, "t", text::appendCodePoint);
    return text.toString();
  }

  private static InputStream trickle(byte[] bytes, Random random, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
      }
    };
  }

  /** Octal escapes, since a byte is not a character. */
  private static byte[] bytes(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int i = 0;
    while (i < escaped.length()) {
      if (escaped.charAt(i) != '\\') {
        bytes.write(escaped.charAt(i++));
        continue;
      }
      int end = i + 1;
      while (end < escaped.length()
          && end < i + 4
          && Character.digit(escaped.charAt(end), 8) >= 0) {
        end++;
      }
      bytes.write(end == i + 1 ? '\n' : Integer.parseInt(escaped.substring(i + 1, end), 8));
      i = end == i + 1 ? i + 2 : end;
    }
    return bytes.toByteArray();
  }
}
