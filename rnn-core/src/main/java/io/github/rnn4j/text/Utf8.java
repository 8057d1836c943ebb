// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Strict UTF-8 (RFC 3629): overlong forms, surrogates, code points over U+10FFFF and sequences cut
 * off at the end are refused, never replaced. Nothing is taken off: {@link TextEncoding#AUTO} knows
 * byte order marks.
 */
public final class Utf8 {
  private Utf8() {}

  /**
   * Decodes a stream to its end, in a fixed amount of memory.
   *
   * @param in the stream, read to its end, not closed
   * @param source a name for it in messages
   * @param sink receives every code point in order, never a surrogate
   * @return the number of bytes read
   * @throws MalformedTextException at the first malformed sequence; what stands before it has been
   *     handed over
   * @throws IOException if reading fails
   */
  public static long decode(InputStream in, String source, IntConsumer sink) throws IOException {
    return TextEncoding.decode(new HeadInput(in), StandardCharsets.UTF_8, source, sink);
  }

  /**
   * Decodes bytes.
   *
   * @param bytes the bytes, not modified
   * @param source a name for them in messages
   * @return the text
   * @throws MalformedTextException at the first malformed sequence
   */
  public static String decode(byte[] bytes, String source) throws MalformedTextException {
    StringBuilder text = new StringBuilder(bytes.length);
    try {
      decode(new ByteArrayInputStream(bytes), source, text::appendCodePoint);
    } catch (MalformedTextException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("reading from memory failed", e);
    }
    return text.toString();
  }

  /** Hands on the bytes of a code point that is no surrogate. */
  static void encode(int codePoint, IntConsumer sink) {
    if (codePoint < 0x80) {
      sink.accept(codePoint);
      return;
    }
    int more = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    sink.accept(0xFF00 >> more + 1 & 0xFF | codePoint >> 6 * more);
    for (int i = more - 1; i >= 0; i--) {
      sink.accept(0x80 | codePoint >> 6 * i & 0x3F);
    }
  }

  /** The malformed bytes in a message; of UTF-8, all of the sequence that begins with them. */
  static String describe(ByteBuffer bytes, int length, boolean end, Charset charset) {
    int first = bytes.position();
    int expected =
        charset.equals(StandardCharsets.UTF_8) ? expectedLength(bytes.get(first)) : length;
    StringBuilder hex = new StringBuilder();
    int shown = Math.min(bytes.remaining(), Math.max(length, expected));
    for (int i = 0; i < shown; i++) {
      hex.append(String.format("%s0x%02X", i == 0 ? "" : " ", bytes.get(first + i)));
    }
    boolean cutOff = end && length == bytes.remaining() && length < expected;
    return hex + (cutOff ? ", where the text ends inside a character" : "");
  }

  private static int expectedLength(byte lead) {
    int b = lead & 0xFF;
    return b >= 0xF0 && b <= 0xF4 ? 4 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xC2 && b < 0xE0 ? 2 : 1;
  }
}
