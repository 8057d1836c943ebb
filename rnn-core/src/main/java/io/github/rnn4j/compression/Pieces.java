// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any bytes as a sequence of tokens and of what is none: joined, the pieces are the bytes. What is
 * no UTF-8 is no token of characters or words; runs of what is no token are one piece.
 */
final class Pieces {
  private final byte[] bytes;
  private final Vocabulary vocabulary;
  private int[] tokens;
  private int[] ends;
  private int count;
  private int end;

  private Pieces(byte[] bytes, Vocabulary vocabulary, int room) {
    this.bytes = bytes;
    this.vocabulary = vocabulary;
    this.tokens = new int[room];
    this.ends = new int[room];
  }

  static Pieces of(byte[] bytes, Vocabulary vocabulary) {
    Pieces pieces =
        new Pieces(bytes, vocabulary, Math.max(16, bytes.length / vocabularyBytes(vocabulary)));
    if (vocabulary.unit() == Unit.BYTE) {
      for (byte one : bytes) {
        pieces.add(one & 0xFF, 1);
      }
    } else {
      pieces.addText();
    }
    return pieces;
  }

  private static int vocabularyBytes(Vocabulary vocabulary) {
    return vocabulary.unit() == Unit.WORD ? 4 : 1;
  }

  private void addText() {
    int from = 0; // of words: where well-formed text began
    for (int i = 0; i < bytes.length; ) {
      int length = wellFormed(bytes, i);
      if (vocabulary.unit() == Unit.CHAR) {
        int token = length == 0 ? Vocabulary.NONE : vocabulary.idOf(codePoint(i, length));
        add(token == vocabulary.unknownId() ? Vocabulary.NONE : token, Math.max(1, length));
      } else if (length == 0) {
        addWords(from, i);
        add(Vocabulary.NONE, 1);
        from = i + 1;
      }
      i += Math.max(1, length);
    }
    if (vocabulary.unit() == Unit.WORD) {
      addWords(from, bytes.length);
    }
  }

  private void addWords(int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    for (String word : vocabulary.split(text)) {
      int token = vocabulary.idOf(word);
      add(
          token == vocabulary.unknownId() ? Vocabulary.NONE : token,
          word.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private void add(int token, int length) {
    end += length;
    if (token == Vocabulary.NONE && count > 0 && tokens[count - 1] == Vocabulary.NONE) {
      ends[count - 1] = end;
      return;
    }
    if (count == tokens.length) {
      int more = count + Math.max(16, count >> 1);
      tokens = Arrays.copyOf(tokens, more);
      ends = Arrays.copyOf(ends, more);
    }
    tokens[count] = token;
    ends[count++] = end;
  }

  int count() {
    return count;
  }

  /** The token that a piece is; NONE if it is none. */
  int token(int piece) {
    return tokens[piece];
  }

  /** Has a piece coded as what is no token. */
  void hide(int piece) {
    tokens[piece] = Vocabulary.NONE;
  }

  int from(int piece) {
    return piece == 0 ? 0 : ends[piece - 1];
  }

  int to(int piece) {
    return ends[piece];
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * The bytes of the character that begins there, by the table of well-formed sequences of the
   * Unicode Standard (3-7); 0 if none does.
   */
  private static int wellFormed(byte[] bytes, int at) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    int second = bytes[at + 1] & 0xFF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  private int codePoint(int at, int length) {
    int lead = bytes[at] & 0xFF;
    int value = length == 1 ? lead : lead & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      value = value << 6 | bytes[at + i] & 0x3F;
    }
    return value;
  }
}
