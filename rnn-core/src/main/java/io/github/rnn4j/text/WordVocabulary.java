// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A vocabulary of words as {@link Unit#WORD} cuts them, numbered in any order. Immutable. */
public final class WordVocabulary extends Vocabulary {
  /** By id; U+FFFD for the unknown symbol. */
  private final String[] words;

  private final Map<String, Integer> ids = new HashMap<>();
  private final int unknownId;

  /** Keeps the array, whose entry {@code unknownId} is overwritten. */
  WordVocabulary(String[] words, int unknownId) {
    this.words = words;
    this.unknownId = unknownId;
    for (int id = 0; id < words.length; id++) {
      if (id == unknownId) {
        words[id] = REPLACEMENT;
        continue;
      }
      String word = words[id];
      CodePoints.requireWhole(word, "entry " + id + " of a vocabulary");
      if (!WordSplitter.isWord(word)) {
        throw new IllegalArgumentException(
            "entry " + id + " of a vocabulary, " + CodePoints.quote(word) + ", is not one word");
      }
      Integer before = ids.put(word, id);
      if (before != null) {
        throw twice(before, id, CodePoints.quote(word));
      }
    }
    if (words.length == (unknownId == NONE ? 0 : 1)) {
      throw new IllegalArgumentException("a vocabulary needs at least one word");
    }
  }

  /**
   * These words and the unknown symbol.
   *
   * @param id the unknown symbol's id, 0 to V; the ids from there on move up by one
   * @return a vocabulary of V + 1
   * @throws IllegalArgumentException if there is no room for that id
   * @throws IllegalStateException if this vocabulary has the unknown symbol
   */
  public WordVocabulary withUnknown(int id) {
    requireRoomForUnknown(id);
    String[] more =
        IntStream.rangeClosed(0, size())
            .mapToObj(i -> words[i < id || i == 0 ? i : i - 1])
            .toArray(String[]::new);
    return new WordVocabulary(more, id);
  }

  @Override
  public Unit unit() {
    return Unit.WORD;
  }

  @Override
  public int size() {
    return words.length;
  }

  @Override
  public int unknownId() {
    return unknownId;
  }

  @Override
  public int idOf(int codePoint) {
    return Character.isValidCodePoint(codePoint) ? idOf(Character.toString(codePoint)) : NONE;
  }

  @Override
  public int idOf(String token) {
    return ids.getOrDefault(token, NONE);
  }

  @Override
  public String textOf(int id) {
    requireId(id);
    return words[id];
  }

  @Override
  public void bytesOf(int id, IntConsumer sink) {
    String word = textOf(id);
    for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
      Utf8.encode(word.codePointAt(i), sink);
    }
  }

  @Override
  void codePointsOf(int id, IntConsumer sink) {
    String word = textOf(id);
    for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
      sink.accept(word.codePointAt(i));
    }
  }

  @Override
  public WordVocabulary union(Vocabulary other) {
    int[] added = beyond(other);
    WordVocabulary more = (WordVocabulary) other;
    String[] all = Arrays.copyOf(words, size() + added.length);
    int unknown = unknownId;
    for (int i = 0; i < added.length; i++) {
      all[size() + i] = more.words[added[i]];
      unknown = added[i] == more.unknownId ? size() + i : unknown;
    }
    return new WordVocabulary(all, unknown);
  }

  @Override
  public WordVocabulary without(int codePoint) {
    int id = idOf(codePoint);
    if (id == NONE) {
      return this;
    }
    String[] others =
        IntStream.range(0, size())
            .filter(i -> i != id)
            .mapToObj(i -> words[i])
            .toArray(String[]::new);
    return new WordVocabulary(others, unknownWithout(id));
  }

  @Override
  public List<String> split(String text) {
    List<String> words = new ArrayList<>();
    WordSplitter.split(text, words::add);
    return words;
  }

  @Override
  public List<String> unknown(String text) {
    Set<String> unknown = new LinkedHashSet<>();
    WordSplitter.split(
        text,
        word -> {
          if (idOf(word) == NONE) {
            unknown.add(word);
          }
        });
    return List.copyOf(unknown);
  }

  @Override
  int[] lookUp(String text) {
    IntStream.Builder encoded = IntStream.builder();
    WordSplitter.split(text, word -> encoded.add(idOf(word)));
    return encoded.build().toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordVocabulary that
        && unknownId == that.unknownId
        && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words) + unknownId;
  }
}
