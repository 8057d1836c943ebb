package io.github.rnn4j.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Strict UTF-8 (RFC 3629): overlong forms, surrogates, code points over U+10FFFF and sequences cut
 * off at the end are refused, never replaced.
 */
public final class Utf8 {
  private static final int BUFFER_BYTES = 1 << 16;

  private Utf8() {}

  /**
   * Decodes a stream to its end, in a fixed amount of memory.
   *
   * @param in the stream, read to its end, not closed
   * @param source a name for it in messages
   * @param sink receives every code point in order, never a surrogate
   * @return the number of bytes read
   * @throws MalformedUtf8Exception at the first malformed sequence; what stands before it has been
   *     handed over
   * @throws IOException if reading fails
   */
  public static long decode(InputStream in, String source, IntConsumer sink) throws IOException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    long start = 0; // the offset of the first byte in the buffer
    boolean end = false;
    while (!end) {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      end = read < 0;
      bytes.position(bytes.position() + Math.max(read, 0)).flip();
      // One byte makes at most one char, so the result never overflows.
      CoderResult result = decoder.decode(bytes, chars, end);
      start += bytes.position();
      chars.flip();
      drain(chars, sink);
      chars.clear();
      if (result.isError()) {
        throw new MalformedUtf8Exception(source, start, detail(bytes, result.length(), end));
      }
      bytes.compact();
    }
    return start;
  }

  /**
   * Decodes bytes.
   *
   * @param bytes the bytes, not modified
   * @param source a name for them in messages
   * @return the text
   * @throws MalformedUtf8Exception at the first malformed sequence
   */
  public static String decode(byte[] bytes, String source) throws MalformedUtf8Exception {
    StringBuilder text = new StringBuilder(bytes.length);
    try {
      decode(new ByteArrayInputStream(bytes), source, text::appendCodePoint);
    } catch (MalformedUtf8Exception e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("reading from memory failed", e);
    }
    return text.toString();
  }

  private static void drain(CharBuffer chars, IntConsumer sink) {
    char[] array = chars.array();
    int limit = chars.limit();
    for (int i = 0; i < limit; i++) {
      char c = array[i];
      // The decoder writes both halves of a pair or none.
      sink.accept(Character.isHighSurrogate(c) ? Character.toCodePoint(c, array[++i]) : c);
    }
  }

  private static String detail(ByteBuffer bytes, int length, boolean end) {
    StringBuilder hex = new StringBuilder();
    int first = bytes.position();
    int shown = Math.min(bytes.remaining(), Math.max(length, expectedLength(bytes.get(first))));
    for (int i = 0; i < shown; i++) {
      hex.append(String.format("%s0x%02X", i == 0 ? "" : " ", bytes.get(first + i)));
    }
    boolean cutOff =
        end && length == bytes.remaining() && length < expectedLength(bytes.get(first));
    return hex + (cutOff ? ", where the text ends inside a character" : "");
  }

  private static int expectedLength(byte lead) {
    int b = lead & 0xFF;
    return b >= 0xF0 && b <= 0xF4 ? 4 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xC2 && b < 0xE0 ? 2 : 1;
  }
}
