// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a token is. */
public enum Unit {
  /** A Unicode code point. The vocabulary has those that occur. */
  CHAR("character"),
  /** A byte, of any file. The vocabulary always has all 256, a byte's id being its value. */
  BYTE("byte"),
  /**
   * A word. Joined, the tokens of a text are the text again: nothing is dropped or normalised. A
   * token is the longest run, of at most 64 code points, of
   *
   * <ul>
   *   <li>letters, digits and combining marks, or
   *   <li>blanks that do not end a line;
   * </ul>
   *
   * any other code point (a line feed, a carriage return, a punctuation mark, an emoji) is a token
   * by itself. The vocabulary has the words that occur.
   */
  WORD("word");

  private static final int MOST_LISTED = 20;

  private final String noun;

  Unit(String noun) {
    this.noun = noun;
  }

  /**
   * The name on the command line and in files.
   *
   * @return {@code char}, {@code byte} or {@code word}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What one token is called.
   *
   * @return {@code character}, {@code byte} or {@code word}
   */
  public String noun() {
    return noun;
  }

  /**
   * Tokens in a message: characters as {@link CodePoints#describe(int...)} shows them, words in
   * quotes; after twenty only how many more there are.
   *
   * @param tokens the text of each
   * @return printable, without line ends
   */
  public String describe(List<String> tokens) {
    if (this == CHAR) {
      return CodePoints.describe(tokens.stream().mapToInt(t -> t.codePointAt(0)).toArray());
    }
    int more = tokens.size() - MOST_LISTED;
    return tokens.stream()
            .limit(MOST_LISTED)
            .map(CodePoints::quote)
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * The unit of a name.
   *
   * @param id what {@link #id()} gave
   * @return the unit
   * @throws IllegalArgumentException if there is none of that name; it lists those there are
   */
  public static Unit of(String id) {
    for (Unit unit : values()) {
      if (unit.id().equals(id)) {
        return unit;
      }
    }
    throw new IllegalArgumentException(
        "there is no unit of a vocabulary '"
            + id
            + "': choose one of "
            + Arrays.stream(values()).map(Unit::id).collect(Collectors.joining(", ")));
  }
}
