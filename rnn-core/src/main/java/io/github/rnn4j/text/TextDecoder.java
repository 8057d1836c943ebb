// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Turns a stream of tokens into text, a token at a time, never giving half of a character. Tokens
 * that are bytes are gathered until they make a character; those that can make none become U+FFFD,
 * as the Unicode Standard recommends (a replacement for each maximal part of a sequence). The bytes
 * themselves are {@link Vocabulary#bytesOf}. The unknown symbol is U+FFFD too.
 *
 * <p>Not thread-safe.
 */
public final class TextDecoder {
  private final Vocabulary vocabulary;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  // At most three bytes of a character that has not ended, and one more.
  private final ByteBuffer bytes = ByteBuffer.allocate(8);
  private final CharBuffer chars = CharBuffer.allocate(16);

  /**
   * A decoder at the start of a text.
   *
   * @param vocabulary the vocabulary of the tokens
   */
  public TextDecoder(Vocabulary vocabulary) {
    this.vocabulary = Objects.requireNonNull(vocabulary, "vocabulary");
  }

  /**
   * Takes a token.
   *
   * @param id 0 to V − 1
   * @return the text that is whole now, beginning where the last one ended; often empty for bytes
   * @throws IndexOutOfBoundsException if there is no such token; nothing is changed
   */
  public String append(int id) {
    if (!(vocabulary instanceof ByteVocabulary)) {
      return vocabulary.textOf(id);
    }
    StringBuilder text = new StringBuilder();
    append(id, text::appendCodePoint);
    return text.toString();
  }

  /**
   * Takes a token, and makes no object.
   *
   * @param id 0 to V − 1
   * @param sink receives the code points that are whole now
   * @throws IndexOutOfBoundsException if there is no such token; nothing is changed
   */
  public void append(int id, IntConsumer sink) {
    if (vocabulary instanceof ByteVocabulary) {
      vocabulary.requireId(id);
      bytes.put((byte) id);
      decode(false, sink);
    } else {
      vocabulary.codePointsOf(id, sink);
    }
  }

  /**
   * Ends the text. The decoder can then begin another one.
   *
   * @return U+FFFD if the text ends inside a character, else nothing
   */
  public String end() {
    StringBuilder rest = new StringBuilder();
    end(rest::appendCodePoint);
    return rest.toString();
  }

  /**
   * Ends the text. The decoder can then begin another one.
   *
   * @param sink receives U+FFFD if the text ends inside a character
   */
  public void end(IntConsumer sink) {
    decode(true, sink);
    utf8.reset();
  }

  private void decode(boolean end, IntConsumer sink) {
    bytes.flip();
    utf8.decode(bytes, chars, end);
    bytes.compact();
    chars.flip();
    while (chars.hasRemaining()) {
      char unit = chars.get();
      // The decoder gives both halves of a pair at once.
      sink.accept(
          Character.isHighSurrogate(unit) ? Character.toCodePoint(unit, chars.get()) : unit);
    }
    chars.clear();
  }
}
