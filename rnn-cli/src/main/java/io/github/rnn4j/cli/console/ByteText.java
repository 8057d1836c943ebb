// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import io.github.rnn4j.text.ByteVocabulary;
import io.github.rnn4j.text.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes as text, a byte at a time: UTF-8 as it is, each byte that is none as {@code \xE8}. */
public final class ByteText {
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  // At most three bytes of a character that has not ended, and one more.
  private final ByteBuffer bytes = ByteBuffer.allocate(8);
  private final CharBuffer chars = CharBuffer.allocate(8);

  /** All of some bytes. */
  public static String of(byte[] all) {
    ByteText decoder = new ByteText();
    StringBuilder text = new StringBuilder(all.length);
    for (byte b : all) {
      text.append(decoder.append(b));
    }
    return text.append(decoder.end()).toString();
  }

  /**
   * What was read or written, for a message or for JSON: of bytes as text with escapes.
   *
   * @param vocabulary that of the tokens
   * @param text their text; if they are bytes, each that is no text is lost in it
   * @param tokens the tokens
   */
  public static String of(Vocabulary vocabulary, String text, int[] tokens) {
    return vocabulary instanceof ByteVocabulary ? of(vocabulary.decodeBytes(tokens)) : text;
  }

  /** Takes a byte, and gives the text that is whole now; often empty. */
  String append(byte one) {
    bytes.put(one);
    return decode(false);
  }

  /** Ends the text: what is left of a character is given as escapes. Another one may begin. */
  String end() {
    String rest = decode(true);
    utf8.reset();
    return rest;
  }

  private String decode(boolean end) {
    StringBuilder text = new StringBuilder();
    bytes.flip();
    CoderResult result;
    do {
      result = utf8.decode(bytes, chars, end);
      text.append(chars.flip());
      chars.clear();
      for (int i = 0; result.isError() && i < result.length(); i++) {
        text.append(String.format("\\x%02X", bytes.get()));
      }
    } while (result.isError());
    bytes.compact();
    return text.toString();
  }
}
