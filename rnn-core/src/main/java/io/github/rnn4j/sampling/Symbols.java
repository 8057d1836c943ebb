// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import io.github.rnn4j.text.ByteVocabulary;
import io.github.rnn4j.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The alphabet of an automaton that reads a model's tokens: their distinct code points, numbered in
 * ascending order, or the 256 bytes, where a code point is the bytes of its UTF-8. A token is a
 * sequence of symbols.
 */
final class Symbols {
  private static final int MOST = Character.MAX_VALUE;

  /** The code points of symbols 0, 1, ..., ascending; null if the symbols are bytes. */
  private final int @Nullable [] codePoints;

  private final int[][] ofTokens;

  /**
   * The symbols of these tokens.
   *
   * @param vocabulary the vocabulary
   * @param drawn which of its tokens a text is made of
   */
  Symbols(Vocabulary vocabulary, IntPredicate drawn) {
    int[] tokens = IntStream.range(0, vocabulary.size()).filter(drawn).toArray();
    this.ofTokens = new int[vocabulary.size()][];
    if (vocabulary instanceof ByteVocabulary) {
      this.codePoints = null;
      for (int token : tokens) {
        ofTokens[token] = new int[] {token};
      }
      return;
    }
    int[] codePoints =
        Arrays.stream(tokens)
            .flatMap(token -> vocabulary.textOf(token).codePoints())
            .sorted()
            .distinct()
            .toArray();
    if (codePoints.length > MOST) {
      throw new IllegalArgumentException(
          "expressions go with models of at most "
              + MOST
              + " distinct characters, and this one knows "
              + codePoints.length);
    }
    this.codePoints = codePoints;
    for (int token : tokens) {
      ofTokens[token] =
          vocabulary
              .textOf(token)
              .codePoints()
              .map(codePoint -> Arrays.binarySearch(codePoints, codePoint))
              .toArray();
    }
  }

  /** How many symbols there are. */
  int size() {
    return codePoints == null ? 256 : codePoints.length;
  }

  /** How many tokens the vocabulary has. */
  int tokens() {
    return ofTokens.length;
  }

  /** The symbols of a token; null for one of which no text is made. Not copied. */
  int[] of(int token) {
    return ofTokens[token];
  }

  /** An automaton for one code point out of a set. */
  Automaton oneOf(IntPredicate set) {
    BitSet members = new BitSet();
    int[] codePoints = this.codePoints;
    if (codePoints != null) {
      IntStream.range(0, codePoints.length)
          .filter(i -> set.test(codePoints[i]))
          .forEach(members::set);
      return automaton(members, false);
    }
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      if (!half && set.test(codePoint)) {
        members.set(codePoint);
      }
    }
    return automaton(members, true);
  }

  /** An automaton for one code point. */
  Automaton only(int codePoint) {
    BitSet members = new BitSet();
    boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    int symbol = codePoints == null ? codePoint : Arrays.binarySearch(codePoints, codePoint);
    if (symbol >= 0 && !half) {
      members.set(symbol);
    }
    return automaton(members, codePoints == null);
  }

  private static Automaton automaton(BitSet members, boolean utf8) {
    State start = new State();
    State end = new State();
    end.setAccept(true);
    for (int from = members.nextSetBit(0); from >= 0; ) {
      int to = members.nextClearBit(from) - 1;
      if (utf8) {
        addUtf8(from, to, start, end);
      } else {
        start.addTransition(new Transition((char) from, (char) to, end));
      }
      from = members.nextSetBit(to + 1);
    }
    Automaton automaton = new Automaton();
    automaton.setInitialState(start);
    automaton.setDeterministic(false);
    return automaton;
  }

  /**
   * Adds the UTF-8 of a range of code points, in which there are no halves of surrogate pairs: it
   * is split until in each part the bytes vary independently.
   */
  private static void addUtf8(int from, int to, State start, State end) {
    for (int last : new int[] {0x7F, 0x7FF, 0xFFFF}) {
      if (from <= last && last < to) {
        addUtf8(from, last, start, end);
        addUtf8(last + 1, to, start, end);
        return;
      }
    }
    for (int bits = 6; bits <= 18 && to > 0x7F; bits += 6) {
      int low = (1 << bits) - 1;
      if ((from & ~low) != (to & ~low)) {
        int cut = (from & low) != 0 ? from | low : (to & low) != low ? (to & ~low) - 1 : -1;
        if (cut >= 0) {
          addUtf8(from, cut, start, end);
          addUtf8(cut + 1, to, start, end);
          return;
        }
      }
    }
    byte[] least = Character.toString(from).getBytes(StandardCharsets.UTF_8);
    byte[] most = Character.toString(to).getBytes(StandardCharsets.UTF_8);
    State state = start;
    for (int i = 0; i < least.length; i++) {
      State next = i + 1 < least.length ? new State() : end;
      state.addTransition(new Transition((char) (least[i] & 0xFF), (char) (most[i] & 0xFF), next));
      state = next;
    }
  }
}
