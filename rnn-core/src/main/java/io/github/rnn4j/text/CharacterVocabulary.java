// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A vocabulary of Unicode code points, numbered in any order. Immutable. */
public final class CharacterVocabulary extends Vocabulary {
  private static final int REPLACEMENT_CODE_POINT = 0xFFFD;

  /** By id; U+FFFD for the unknown symbol. */
  private final int[] codePoints;

  private final CodePointIds ids = new CodePointIds();
  private final int unknownId;

  /** Keeps the array, whose entry {@code unknownId} is overwritten. */
  CharacterVocabulary(int[] codePoints, int unknownId) {
    this.codePoints = codePoints;
    this.unknownId = unknownId;
    for (int id = 0; id < codePoints.length; id++) {
      if (id == unknownId) {
        codePoints[id] = REPLACEMENT_CODE_POINT;
        continue;
      }
      int codePoint = codePoints[id];
      if (!Character.isValidCodePoint(codePoint) || CodePoints.isSurrogate(codePoint)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "entry %d of a vocabulary, 0x%X, is no Unicode character",
                id,
                codePoint));
      }
      int before = ids.get(codePoint);
      if (before != NONE) {
        throw twice(before, id, CodePoints.describe(codePoint));
      }
      ids.put(codePoint, id);
    }
    if (codePoints.length == (unknownId == NONE ? 0 : 1)) {
      throw new IllegalArgumentException("a vocabulary needs at least one character");
    }
  }

  /**
   * These characters and the unknown symbol.
   *
   * @param id the unknown symbol's id, 0 to V; the ids from there on move up by one
   * @return a vocabulary of V + 1
   * @throws IllegalArgumentException if there is no room for that id
   * @throws IllegalStateException if this vocabulary has the unknown symbol
   */
  public CharacterVocabulary withUnknown(int id) {
    requireRoomForUnknown(id);
    int[] more =
        IntStream.rangeClosed(0, size())
            .map(i -> codePoints[i < id || i == 0 ? i : i - 1])
            .toArray();
    return new CharacterVocabulary(more, id);
  }

  @Override
  public Unit unit() {
    return Unit.CHAR;
  }

  @Override
  public int size() {
    return codePoints.length;
  }

  @Override
  public int unknownId() {
    return unknownId;
  }

  @Override
  public int idOf(int codePoint) {
    return Character.isValidCodePoint(codePoint) ? ids.get(codePoint) : NONE;
  }

  /**
   * The code point of an id.
   *
   * @param id 0 to V − 1
   * @return the code point; U+FFFD for the unknown symbol
   * @throws IndexOutOfBoundsException if the id is outside that range
   */
  public int codePointOf(int id) {
    requireId(id);
    return codePoints[id];
  }

  /**
   * All code points.
   *
   * @return a fresh array, by id; U+FFFD for the unknown symbol
   */
  public int[] codePoints() {
    return codePoints.clone();
  }

  @Override
  public String textOf(int id) {
    return Character.toString(codePointOf(id));
  }

  @Override
  public void bytesOf(int id, IntConsumer sink) {
    Utf8.encode(codePointOf(id), sink);
  }

  @Override
  void codePointsOf(int id, IntConsumer sink) {
    sink.accept(codePointOf(id));
  }

  @Override
  public CharacterVocabulary union(Vocabulary other) {
    int[] added = beyond(other);
    CharacterVocabulary more = (CharacterVocabulary) other;
    int[] all = Arrays.copyOf(codePoints, size() + added.length);
    int unknown = unknownId;
    for (int i = 0; i < added.length; i++) {
      all[size() + i] = more.codePoints[added[i]];
      unknown = added[i] == more.unknownId ? size() + i : unknown;
    }
    return new CharacterVocabulary(all, unknown);
  }

  @Override
  public CharacterVocabulary without(int codePoint) {
    int id = idOf(codePoint);
    if (id == NONE) {
      return this;
    }
    int[] others =
        IntStream.range(0, size()).filter(i -> i != id).map(i -> codePoints[i]).toArray();
    return new CharacterVocabulary(others, unknownWithout(id));
  }

  @Override
  public List<String> split(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  @Override
  public List<String> unknown(String text) {
    return text.codePoints()
        .filter(codePoint -> idOf(codePoint) == NONE)
        .distinct()
        .mapToObj(Character::toString)
        .toList();
  }

  @Override
  int[] lookUp(String text) {
    return text.codePoints().map(this::idOf).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharacterVocabulary that
        && unknownId == that.unknownId
        && Arrays.equals(codePoints, that.codePoints);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codePoints) + unknownId;
  }
}
