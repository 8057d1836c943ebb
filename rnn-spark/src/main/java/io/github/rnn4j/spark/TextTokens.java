// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnknownTokensException;
import io.github.rnn4j.text.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the values of a column as tokens of a model, as the program reads files. */
final class TextTokens {
  private final Vocabulary vocabulary;
  private final @Nullable RecordBorder border;
  private final boolean open;
  private final int longest;

  /**
   * Reads for a model.
   *
   * @param longest how many characters a text may have
   */
  TextTokens(Model model, int longest) {
    this.vocabulary = model.vocabulary();
    this.border = model.records().orElse(null);
    this.open = model.novelty().probability() > 0;
    this.longest = longest;
  }

  /**
   * A text that was read.
   *
   * @param tokens its tokens; none if it cannot be read
   * @param reason why not; empty if it can
   */
  record Read(int[] tokens, String reason) {
    static Read not(String reason) {
      return new Read(new int[0], reason);
    }
  }

  /** Reads a string, or bytes in UTF-8, or the bytes of a model of bytes. */
  Read read(@Nullable Object value) {
    if (value == null) {
      return Read.not("it is null");
    }
    boolean bytes = vocabulary.unit() == Unit.BYTE;
    if (value instanceof byte[] raw) {
      if (raw.length > longest) {
        return tooLong(raw.length, "bytes");
      }
      if (bytes) {
        return tokens(new String(raw, StandardCharsets.ISO_8859_1));
      }
      try {
        return tokens(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString());
      } catch (CharacterCodingException e) {
        return Read.not("it is no UTF-8");
      }
    }
    if (!(value instanceof String text)) {
      return Read.not("it is no text: " + value.getClass().getSimpleName());
    }
    if (text.length() > longest) {
      return tooLong(text.length(), "characters");
    }
    return tokens(bytes ? latin1(text) : text);
  }

  private Read tooLong(int length, String noun) {
    return Read.not(
        String.format(Locale.ROOT, "it has %,d %s, more than %,d", length, noun, longest));
  }

  /** A character for each byte. */
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private Read tokens(String text) {
    return border == null ? continuous(text) : record(text, border);
  }

  private Read record(String text, RecordBorder border) {
    boolean bytes = vocabulary.unit() == Unit.BYTE;
    List<RecordReader.Read> records =
        RecordReader.split(
            text + (bytes ? latin1(border.text()) : border.text()), vocabulary, border);
    if (records.isEmpty()) {
      return Read.not("it is empty");
    }
    if (records.size() > 1 || records.get(0).number() > 1) {
      return Read.not("it holds the border of records, so that it is not one");
    }
    return known(records.get(0).tokens(), records.get(0).text());
  }

  private Read continuous(String text) {
    int[] tokens =
        vocabulary.unit() == Unit.BYTE ? text.chars().toArray() : vocabulary.encodeMarking(text);
    if (tokens.length < 2) {
      return Read.not(
          "it has "
              + tokens.length
              + " "
              + vocabulary.unit().noun()
              + (tokens.length == 1 ? "" : "s")
              + ": it takes two, the first of which nothing predicts");
    }
    return known(tokens, text);
  }

  private Read known(int[] tokens, String text) {
    if (!open && Arrays.stream(tokens).anyMatch(token -> token == Vocabulary.NONE)) {
      try {
        vocabulary.encode(text);
      } catch (UnknownTokensException e) {
        return Read.not(String.valueOf(e.getMessage()));
      }
    }
    return new Read(tokens, "");
  }
}
