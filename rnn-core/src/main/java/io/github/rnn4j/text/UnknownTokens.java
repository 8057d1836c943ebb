// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of the tokens of a text that a vocabulary lacks. */
public enum UnknownTokens {
  /** They are refused. */
  ERROR,
  /**
   * They cost what the model keeps for what it has never seen: the unknown symbol's probability if
   * the vocabulary has it; else they are {@link Vocabulary#NONE}.
   */
  COST,
  /** They are left out. */
  SKIP,
  /**
   * Another token takes the place of each: the unknown symbol if the vocabulary has it, else
   * U+FFFD, which stands for unknown characters in Unicode, else the question mark, else the space.
   * A vocabulary that has none of these refuses them.
   */
  REPLACE;

  private static final int[] REPLACEMENTS = {0xFFFD, '?', ' '};

  /**
   * The id to use for a code point.
   *
   * @param vocabulary the vocabulary
   * @param codePoint any number
   * @return its id, that of its replacement, or {@link Vocabulary#NONE} if it is to be left out or
   *     refused
   */
  public int idOf(Vocabulary vocabulary, int codePoint) {
    int id = vocabulary.idOf(codePoint);
    if (id != Vocabulary.NONE) {
      return id;
    }
    return standIn(vocabulary);
  }

  /**
   * The id that takes the place of a token that a vocabulary lacks.
   *
   * @param vocabulary the vocabulary
   * @return {@link Vocabulary#NONE} if such a token is to be left out or refused, and under {@link
   *     #COST} if the vocabulary has no unknown symbol
   */
  public int standIn(Vocabulary vocabulary) {
    return switch (this) {
      case REPLACE -> replacement(vocabulary);
      case COST -> vocabulary.unknownId();
      case ERROR, SKIP -> Vocabulary.NONE;
    };
  }

  /**
   * The ids of a text's tokens. Half of a surrogate pair is a character that no vocabulary has.
   * What is left out or replaced, {@link Vocabulary#unknown} tells.
   *
   * @param vocabulary the vocabulary
   * @param text the text
   * @return a fresh array, one id a token that is not left out; under {@link #COST} as {@link
   *     Vocabulary#encodeMarking} gives them
   * @throws UnknownTokensException if there are unknown tokens, and they are to be refused
   */
  public int[] encode(Vocabulary vocabulary, String text) {
    if (this == COST) {
      return vocabulary.encodeMarking(text);
    }
    int other = standIn(vocabulary);
    if (this == ERROR || this == REPLACE && other == Vocabulary.NONE) {
      return vocabulary.encode(text);
    }
    return Arrays.stream(vocabulary.lookUp(text))
        .map(id -> id == Vocabulary.NONE ? other : id)
        .filter(id -> id != Vocabulary.NONE)
        .toArray();
  }

  /**
   * The id of the token that takes the place of unknown ones under {@link #REPLACE}.
   *
   * @param vocabulary the vocabulary
   * @return the id of the unknown symbol, else of U+FFFD, else of '?', else of the space, else
   *     {@link Vocabulary#NONE}
   */
  public static int replacement(Vocabulary vocabulary) {
    if (vocabulary.unknownId() != Vocabulary.NONE) {
      return vocabulary.unknownId();
    }
    for (int codePoint : REPLACEMENTS) {
      int id = vocabulary.idOf(codePoint);
      if (id != Vocabulary.NONE) {
        return id;
      }
    }
    return Vocabulary.NONE;
  }

  /**
   * The name on the command line.
   *
   * @return {@code error}, {@code cost}, {@code skip} or {@code replace}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
