// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Code points in messages, and the check that a string consists of whole ones. */
public final class CodePoints {
  private static final int MOST_LISTED = 20;

  private CodePoints() {}

  /**
   * A code point as a reader of a message can tell it: {@code 'é' U+00E9}, {@code '\n' U+000A}.
   * What cannot be seen by itself (controls, combining marks, odd spaces, unassigned code points)
   * is shown by its number alone: {@code 301} in braces for a combining acute accent.
   *
   * @param codePoint the code point
   * @return printable, without line ends
   */
  public static String describe(int codePoint) {
    return String.format("'%s' U+%04X", shown(codePoint), codePoint);
  }

  private static String shown(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case ' ' -> " ";
      default ->
          visible(codePoint) ? Character.toString(codePoint) : String.format("\\u{%X}", codePoint);
    };
  }

  /**
   * Several code points, as {@link #describe(int)} shows each, with commas; after twenty only how
   * many more there are.
   *
   * @param codePoints the code points, not modified
   * @return printable, without line ends
   */
  public static String describe(int... codePoints) {
    String listed =
        Arrays.stream(codePoints)
            .limit(MOST_LISTED)
            .mapToObj(CodePoints::describe)
            .collect(Collectors.joining(", "));
    int more = codePoints.length - MOST_LISTED;
    return more > 0 ? listed + " and " + more + " more" : listed;
  }

  /**
   * Checks that a string holds no half of a surrogate pair.
   *
   * @param text the string
   * @param source a name for it in the message
   * @throws UnusableTextException if it holds one; the message names its index
   */
  public static void requireWhole(String text, String source) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new UnusableTextException(
            String.format(
                Locale.ROOT,
                "%s: half of a surrogate pair, U+%04X, at index %d: it is no character; remove it",
                source,
                (int) c,
                i));
      }
    }
  }

  static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** A string in quotes, printable, without line ends. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.codePoints().forEach(codePoint -> quoted.append(shown(codePoint)));
    return quoted.append('\'').toString();
  }

  private static boolean visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      default -> true;
    };
  }
}
