// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.activations;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A text as a model reads it: its tokens, and where records begin. Of a model of records it is what
 * {@link io.github.rnn4j.scoring.RecordScorer} scores: empty records are left out, and so is a
 * carriage return before a line feed that is a border. Immutable.
 */
public final class ReadText {
  private final Vocabulary vocabulary;
  private final int[] tokens;

  /** What stands in the places of tokens that the vocabulary lacks. */
  private final Map<Integer, String> unseen;

  /** The places of the last tokens of borders, ascending. */
  private final int[] borders;

  private ReadText(
      Vocabulary vocabulary, int[] tokens, Map<Integer, String> unseen, int[] borders) {
    this.vocabulary = vocabulary;
    this.tokens = tokens;
    this.unseen = unseen;
    this.borders = borders;
  }

  /**
   * Cuts a text into a model's tokens.
   *
   * @param model the model
   * @param text the text; of a model of bytes its UTF-8 is read
   * @return the text as the model reads it
   */
  public static ReadText of(Model model, String text) {
    return model.vocabulary().unit() == Unit.BYTE
        ? ofBytes(model, text.getBytes(StandardCharsets.UTF_8))
        : cut(model, text);
  }

  /**
   * The bytes of a text as tokens of a model of bytes.
   *
   * @param model a model of bytes
   * @param bytes the bytes; not modified
   * @return the text as the model reads it
   * @throws IllegalArgumentException if the model's tokens are no bytes
   */
  public static ReadText ofBytes(Model model, byte[] bytes) {
    if (model.vocabulary().unit() != Unit.BYTE) {
      throw new IllegalArgumentException(
          "the tokens of this model are " + model.vocabulary().unit().noun() + "s, not bytes");
    }
    if (model.records().isPresent()) {
      return cut(model, new String(bytes, StandardCharsets.ISO_8859_1));
    }
    int[] tokens = new int[bytes.length];
    Arrays.setAll(tokens, i -> bytes[i] & 0xFF);
    return new ReadText(model.vocabulary(), tokens, Map.of(), new int[0]);
  }

  /** Of a model of bytes a character stands for a byte. */
  private static ReadText cut(Model model, String text) {
    Vocabulary vocabulary = model.vocabulary();
    if (model.records().isEmpty()) {
      int[] tokens = vocabulary.encodeMarking(text);
      return new ReadText(vocabulary, tokens, unseen(vocabulary, text, tokens, 0), new int[0]);
    }
    RecordBorder border = model.requireRecords();
    int[] end = border.tokens(vocabulary);
    List<RecordReader.Read> records = RecordReader.split(text, vocabulary, border);
    String mark =
        vocabulary.unit() == Unit.BYTE
            ? new String(
                border.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
            : border.text();
    boolean open = !text.endsWith(mark) && !records.isEmpty();
    int length = records.stream().mapToInt(record -> record.tokens().length + end.length).sum();
    int[] tokens = new int[length - (open ? end.length : 0)];
    int[] borders = new int[records.size() - (open ? 1 : 0)];
    Map<Integer, String> unseen = new HashMap<>();
    int at = 0;
    for (int i = 0; i < records.size(); i++) {
      RecordReader.Read record = records.get(i);
      unseen.putAll(unseen(vocabulary, record.text(), record.tokens(), at));
      System.arraycopy(record.tokens(), 0, tokens, at, record.tokens().length);
      at += record.tokens().length;
      if (i < borders.length) {
        System.arraycopy(end, 0, tokens, at, end.length);
        at += end.length;
        borders[i] = at - 1;
      }
    }
    return new ReadText(vocabulary, tokens, unseen, borders);
  }

  private static Map<Integer, String> unseen(
      Vocabulary vocabulary, String text, int[] tokens, int from) {
    int lacking = vocabulary.unknownId();
    int[] places =
        IntStream.range(0, tokens.length)
            .filter(i -> tokens[i] == Vocabulary.NONE || tokens[i] == lacking)
            .toArray();
    if (places.length == 0 || vocabulary.unit() == Unit.BYTE) {
      return Map.of();
    }
    List<String> texts = vocabulary.split(text);
    Map<Integer, String> unseen = new HashMap<>();
    for (int place : places) {
      unseen.put(from + place, texts.get(place));
    }
    return unseen;
  }

  /**
   * The number of tokens, N.
   *
   * @return at least 0
   */
  public int length() {
    return tokens.length;
  }

  /**
   * The token at a place.
   *
   * @param at 0 to N − 1
   * @return its id; {@link Vocabulary#NONE} for one that the vocabulary lacks
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public int token(int at) {
    return tokens[at];
  }

  /**
   * What stands at a place.
   *
   * @param at 0 to N − 1
   * @return the text of the token, also of one that the vocabulary lacks; of a byte from 0x80 on,
   *     which is no character by itself, {@code \xE8}
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public String text(int at) {
    String written = unseen.get(at);
    return written != null ? written : text(vocabulary, tokens[at]);
  }

  /**
   * A token as it is shown.
   *
   * @param vocabulary the vocabulary
   * @param token its id
   * @return its text; of a byte from 0x80 on, which is no character by itself, {@code \xE8}; of the
   *     unknown symbol U+FFFD
   * @throws IndexOutOfBoundsException if there is no such token
   */
  public static String text(Vocabulary vocabulary, int token) {
    boolean partial = vocabulary.unit() == Unit.BYTE && token >= 0x80;
    return partial ? String.format("\\x%02X", token) : vocabulary.textOf(token);
  }

  /**
   * Whether the vocabulary has the token at a place. It has no other token in its place, unless
   * that is the unknown symbol.
   *
   * @param at 0 to N − 1
   * @return whether it is known
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public boolean isKnown(int at) {
    return tokens[at] != Vocabulary.NONE && !unseen.containsKey(at);
  }

  /**
   * Whether the last token of a border stands at a place: the network then reads it from a state of
   * zero, as the beginning of the next record.
   *
   * @param at 0 to N − 1
   * @return false in continuous text
   */
  public boolean endsRecord(int at) {
    return Arrays.binarySearch(borders, at) >= 0;
  }

  /** The last place before another one, at which a record ends; −1 if there is none. */
  int recordEndBefore(int at) {
    int found = Arrays.binarySearch(borders, at);
    int index = found >= 0 ? found - 1 : -found - 2;
    return index < 0 ? -1 : borders[index];
  }
}
