// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @Test
  void wellFormedText_comesBackAsItWas() throws IOException {
    String text = "a\0\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\r\n";
    assertThat(Utf8.decode(text.getBytes(StandardCharsets.UTF_8), "t")).isEqualTo(text);
    assertThat(Utf8.decode(new byte[0], "t")).isEmpty();
  }

  @Test
  void anyTextInAnyPieces_givesItsCodePoints() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      int[] codePoints =
          random
              .ints(100_000, 0, 0x110000)
              .map(c -> c % 3 == 0 ? c & 0x7F : c)
              .filter(c -> c < 0xD800 || c > 0xDFFF)
              .toArray();
      byte[] bytes = new String(codePoints, 0, codePoints.length).getBytes(StandardCharsets.UTF_8);
      int[] decoded = new int[codePoints.length];
      int[] count = new int[1];
      long read = Utf8.decode(new Trickle(bytes, random), "t", c -> decoded[count[0]++] = c);
      assertThat(read).as("seed %d", seed).isEqualTo(bytes.length);
      assertThat(count[0]).as("seed %d", seed).isEqualTo(codePoints.length);
      assertThat(Arrays.equals(decoded, codePoints)).as("seed %d", seed).isTrue();
    }
  }

  /** Malformed sequences of RFC 3629 and of table 3-7 of the Unicode standard. */
  @ParameterizedTest
  @CsvSource({
    "80, 0x80",
    "BF, 0xBF",
    "FF, 0xFF",
    "FE, 0xFE",
    "F8888080, 0xF8",
    "C080, 0xC0",
    "C1BF, 0xC1",
    "E08080, 0xE0",
    "E09FBF, 0xE0",
    "F0808080, 0xF0",
    "F08FBFBF, 0xF0",
    "EDA080, 0xED",
    "EDBFBF, 0xED",
    "EDA0BDEDB880, 0xED",
    "F4908080, 0xF4",
    "F5808080, 0xF5",
    "C328, 0xC3",
    "E28228, 0xE2",
    "F09F9828, 0xF0",
  })
  void malformedSequence_isNamedByItsOffset(String hex, String lead) {
    byte[] malformed = HexFormat.of().parseHex(hex);
    // Also around the end of the decoder's buffer.
    for (int before : new int[] {0, 1, 17, 65_533, 65_534, 65_535, 65_536, 65_537, 200_000}) {
      byte[] bytes = new byte[before + malformed.length + 5];
      Arrays.fill(bytes, (byte) 'x');
      System.arraycopy(malformed, 0, bytes, before, malformed.length);
      assertThatThrownBy(() -> Utf8.decode(bytes, "corpus.txt"))
          .isInstanceOfSatisfying(
              MalformedTextException.class,
              e -> {
                assertThat(e.offset()).isEqualTo(before);
                assertThat(e.source()).isEqualTo("corpus.txt");
              })
          .hasMessageStartingWith("corpus.txt: not UTF-8 at byte offset " + before + ": " + lead)
          .hasMessageEndingWith("or convert it to UTF-8 (with iconv for example)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C3", "E2", "E282", "F0", "F09F", "F09F98"})
  void sequenceCutOffAtTheEnd_isNamedByItsOffset(String hex) {
    byte[] cut = HexFormat.of().parseHex(hex);
    for (int before : new int[] {0, 3, 65_535, 65_536, 131_071}) {
      byte[] bytes = new byte[before + cut.length];
      Arrays.fill(bytes, (byte) 'x');
      System.arraycopy(cut, 0, bytes, before, cut.length);
      assertThatThrownBy(() -> Utf8.decode(bytes, "t"))
          .isInstanceOfSatisfying(
              MalformedTextException.class, e -> assertThat(e.offset()).isEqualTo(before))
          .hasMessageContaining(", where the text ends inside a character");
    }
  }

  @Test
  void malformedSequenceAfterWideCharacters_countsBytesNotCharacters() {
    byte[] bytes = "é漢😀x".getBytes(StandardCharsets.UTF_8);
    bytes[9] = (byte) 0xFF;
    assertThatThrownBy(() -> Utf8.decode(bytes, "t"))
        .isInstanceOfSatisfying(
            MalformedTextException.class, e -> assertThat(e.offset()).isEqualTo(9));
  }

  @Test
  void failingStream_passesItsExceptionOn() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cable cut");
          }
        };
    assertThatThrownBy(() -> Utf8.decode(broken, "t", c -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("cable cut");
  }

  /** Gives a few bytes at a time. */
  private static final class Trickle extends ByteArrayInputStream {
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
    }
  }
}
