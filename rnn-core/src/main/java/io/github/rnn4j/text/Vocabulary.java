// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The tokens a model knows, numbered from 0: distinct Unicode code points, the 256 bytes, or
 * distinct words ({@link Unit}). {@link #of(String)} numbers the code points of a text in ascending
 * order; other orders come from models made elsewhere. Immutable.
 *
 * <p>A vocabulary of code points or words may have one more token, the <i>unknown symbol</i>, which
 * stands for whatever the vocabulary lacks. It is no character: a U+FFFD in a text is a token of
 * its own, another one, though {@link #decode} shows both as U+FFFD. No text is encoded to it
 * unless asked ({@link #encodeReplacing}), and one who draws tokens should pass it over.
 *
 * <p>Where there is no token, its id is {@link #NONE}, which is no id of any vocabulary.
 */
public abstract sealed class Vocabulary
    permits CharacterVocabulary, ByteVocabulary, WordVocabulary {
  /** In place of an id: there is no such token. */
  public static final int NONE = -1;

  /** What the unknown symbol looks like. */
  static final String REPLACEMENT = "\uFFFD";

  Vocabulary() {}

  /**
   * The sorted set of a text's code points.
   *
   * @param text the text
   * @return its vocabulary
   * @throws UnusableTextException if it is empty or holds half of a surrogate pair
   */
  public static CharacterVocabulary of(String text) {
    CodePoints.requireWhole(text, "text");
    if (text.isEmpty()) {
      throw new UnusableTextException(
          "the text is empty: a vocabulary needs at least one character");
    }
    return ofCodePoints(text.codePoints().sorted().distinct().toArray());
  }

  /**
   * The vocabulary of these code points, numbered in the order given.
   *
   * @param codePoints the code points of ids 0, 1, ...; copied
   * @return the vocabulary, without the unknown symbol
   * @throws IllegalArgumentException if there is none, one stands twice, or one is no character
   */
  public static CharacterVocabulary ofCodePoints(int... codePoints) {
    return new CharacterVocabulary(codePoints.clone(), NONE);
  }

  /**
   * The vocabulary of the 256 bytes.
   *
   * @return the vocabulary; a byte's id is its value
   */
  public static ByteVocabulary ofBytes() {
    return ByteVocabulary.INSTANCE;
  }

  /**
   * The vocabulary of these words, numbered in the order given.
   *
   * @param words the words of ids 0, 1, ...; copied
   * @return the vocabulary, without the unknown symbol
   * @throws IllegalArgumentException if there is none, one stands twice, or one is not one word as
   *     {@link Unit#WORD} cuts them
   */
  public static WordVocabulary ofWords(List<String> words) {
    return new WordVocabulary(words.toArray(String[]::new), NONE);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @param json the vocabulary as JSON
   * @return the vocabulary
   * @throws IllegalArgumentException if it is not of that form, is empty, or has an entry twice
   */
  public static Vocabulary fromJson(String json) {
    return VocabularyJson.read(json);
  }

  /**
   * What the tokens are.
   *
   * @return the unit
   */
  public abstract Unit unit();

  /**
   * The number of tokens, V, the unknown symbol included.
   *
   * @return at least 1
   */
  public abstract int size();

  /**
   * The id of the unknown symbol.
   *
   * @return 0 to V − 1, or {@link #NONE} if the vocabulary does not have it
   */
  public abstract int unknownId();

  /**
   * The id of the token that is a code point alone: of a vocabulary of bytes, an ASCII character;
   * of words, a word of one code point.
   *
   * @param codePoint any number
   * @return 0 to V − 1, or {@link #NONE}
   */
  public abstract int idOf(int codePoint);

  /**
   * The id of the token that is this text: a code point, an ASCII character, or a word.
   *
   * @param token the text of one token
   * @return 0 to V − 1, or {@link #NONE}
   */
  public int idOf(String token) {
    boolean single = !token.isEmpty() && token.codePointCount(0, token.length()) == 1;
    return single ? idOf(token.codePointAt(0)) : NONE;
  }

  /**
   * The text of a token.
   *
   * @param id 0 to V − 1
   * @return a code point or a word; U+FFFD for the unknown symbol, and for a byte from 0x80 on,
   *     which is no character by itself: {@link TextDecoder} joins them
   * @throws IndexOutOfBoundsException if the id is outside that range
   */
  public abstract String textOf(int id);

  /**
   * The bytes of a token.
   *
   * @param id 0 to V − 1
   * @return the byte, or the UTF-8 of {@link #textOf}
   * @throws IndexOutOfBoundsException if the id is outside that range
   */
  public byte[] bytesOf(int id) {
    return textOf(id).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Hands on the bytes of a token, and makes no object.
   *
   * @param id 0 to V − 1
   * @param sink receives those of {@link #bytesOf(int)}, 0 to 255 each
   * @throws IndexOutOfBoundsException if the id is outside that range
   */
  public abstract void bytesOf(int id, IntConsumer sink);

  /** Hands on the code points of {@link #textOf}, and makes no object. */
  abstract void codePointsOf(int id, IntConsumer sink);

  /**
   * Where the tokens of another vocabulary are in this one.
   *
   * @param other a vocabulary of the same unit
   * @return a fresh array: for each id of {@code other} the id here of the same token, or {@link
   *     #NONE}; the unknown symbols are the same
   * @throws IllegalArgumentException if the units differ
   */
  public int[] idsOf(Vocabulary other) {
    requireUnitOf(other);
    return IntStream.range(0, other.size())
        .map(id -> id == other.unknownId() ? unknownId() : idOf(other.textOf(id)))
        .toArray();
  }

  /**
   * This vocabulary and what another one has beyond it.
   *
   * @param other a vocabulary of the same unit
   * @return these tokens with the ids they have, then those of {@code other} that are not among
   *     them, in their order
   * @throws IllegalArgumentException if the units differ
   */
  public abstract Vocabulary union(Vocabulary other);

  /**
   * The same tokens in the same order, but for one; the ids after it move down.
   *
   * @param codePoint a token
   * @return a vocabulary of V − 1; this one if it has no such token, or is one of bytes, all of
   *     which are always there
   * @throws IllegalArgumentException if no token would be left but the unknown symbol
   */
  public abstract Vocabulary without(int codePoint);

  /**
   * The ids of a text's tokens.
   *
   * @param text the text
   * @return a fresh array
   * @throws UnknownTokensException if there are tokens the vocabulary lacks, even if it has the
   *     unknown symbol (half of a surrogate pair always is one); it lists each once
   */
  public int[] encode(String text) {
    int[] encoded = lookUp(text);
    if (Arrays.stream(encoded).anyMatch(id -> id == NONE)) {
      throw new UnknownTokensException("the text", this, unknown(text));
    }
    return encoded;
  }

  /**
   * The ids of a text's tokens, the unknown symbol's for those the vocabulary lacks.
   *
   * @param text the text
   * @return a fresh array
   * @throws UnknownTokensException if there are tokens the vocabulary lacks, and it has no unknown
   *     symbol
   */
  public int[] encodeReplacing(String text) {
    return unknownId() == NONE
        ? encode(text)
        : Arrays.stream(lookUp(text)).map(id -> id == NONE ? unknownId() : id).toArray();
  }

  /**
   * The ids of a text's tokens, where some may be unknown.
   *
   * @param text the text
   * @return a fresh array; in the place of a token that the vocabulary lacks the unknown symbol, or
   *     {@link #NONE} if there is no such symbol
   */
  public final int[] encodeMarking(String text) {
    return Arrays.stream(lookUp(text)).map(id -> id == NONE ? unknownId() : id).toArray();
  }

  /**
   * A text cut as {@link #encodeMarking} cuts it.
   *
   * @param text the text
   * @return the tokens in their order, known or not; of bytes, those of its UTF-8, which decode to
   *     U+FFFD where they are only part of a character
   */
  public abstract List<String> split(String text);

  /**
   * The tokens of a text that the vocabulary lacks: characters or words; of bytes, the halves of
   * surrogate pairs, which no bytes stand for.
   *
   * @param text the text
   * @return each once, in the order of first appearance; empty if {@link #encode} can do the text
   */
  public abstract List<String> unknown(String text);

  /**
   * The text of ids.
   *
   * @param ids the ids, not modified
   * @return their characters or words, joined; of bytes, what {@link TextDecoder} makes of them
   * @throws IndexOutOfBoundsException if an id is not 0 to V − 1
   */
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder(ids.length);
    TextDecoder decoder = new TextDecoder(this);
    for (int id : ids) {
      text.append(decoder.append(id));
    }
    return text.append(decoder.end()).toString();
  }

  /**
   * The bytes of ids: for a vocabulary of bytes, exactly those that were encoded.
   *
   * @param ids the ids, not modified
   * @return their bytes, joined
   * @throws IndexOutOfBoundsException if an id is not 0 to V − 1
   */
  public byte[] decodeBytes(int... ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length);
    for (int id : ids) {
      bytes.writeBytes(bytesOf(id));
    }
    return bytes.toByteArray();
  }

  /**
   * A form for storage that any JSON library reads. Of characters: an array of strings of one code
   * point each, in the order of their ids. Of bytes: <code>{"unit":"byte"}</code>. Of words: <code>
   * {"unit":"word","tokens":[...]}</code> with an array of strings. The unknown symbol is a {@code
   * null} among the strings.
   *
   * @return for example {@code ["\n"," ","a"]}
   */
  public String toJson() {
    return VocabularyJson.write(this);
  }

  /** Two vocabularies are equal if they give the same ids to the same tokens. */
  @Override
  public abstract boolean equals(Object other);

  @Override
  public abstract int hashCode();

  @Override
  public String toString() {
    List<String> tokens =
        IntStream.range(0, size()).filter(id -> id != unknownId()).mapToObj(this::textOf).toList();
    return "Vocabulary of "
        + size()
        + ": "
        + unit().describe(tokens)
        + (unknownId() == NONE ? "" : " and the unknown symbol");
  }

  /** The ids of a text's tokens, {@link #NONE} for those that are not in the vocabulary. */
  abstract int[] lookUp(String text);

  /** The ids of {@code other} that {@link #union} appends. */
  final int[] beyond(Vocabulary other) {
    int[] here = idsOf(other);
    return IntStream.range(0, here.length).filter(id -> here[id] == NONE).toArray();
  }

  /** The unknown symbol's id if another one is left out. */
  final int unknownWithout(int id) {
    return unknownId() > id ? unknownId() - 1 : unknownId();
  }

  final void requireId(int id) {
    if (id < 0 || id >= size()) {
      throw new IndexOutOfBoundsException("id " + id + " is not in a vocabulary of " + size());
    }
  }

  final void requireUnitOf(Vocabulary other) {
    if (unit() != other.unit()) {
      throw new IllegalArgumentException(
          "a vocabulary of "
              + unit().noun()
              + "s cannot take up one of "
              + other.unit().noun()
              + "s: take the same unit (--unit "
              + unit().id()
              + ")");
    }
  }

  final void requireRoomForUnknown(int id) {
    if (unknownId() != NONE) {
      throw new IllegalStateException(
          "the vocabulary has the unknown symbol, as token " + unknownId());
    }
    if (id < 0 || id > size()) {
      throw new IllegalArgumentException(
          "the unknown symbol cannot be token " + id + " of " + (size() + 1));
    }
  }

  static IllegalArgumentException twice(int before, int id, String entry) {
    return new IllegalArgumentException(
        "entries " + before + " and " + id + " of a vocabulary are both " + entry);
  }
}
