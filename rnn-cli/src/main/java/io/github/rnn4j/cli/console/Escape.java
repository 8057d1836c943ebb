package io.github.rnn4j.cli.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters that are hard to type, written as {@link Printable} writes them. */
public final class Escape {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(n|r|t|\\\\|u\\{[0-9A-Fa-f]{1,6}}|)");
  private static final int HEX = 16;

  private Escape() {}

  /**
   * Replaces each escape by what it stands for.
   *
   * @throws IllegalArgumentException if a backslash begins no escape
   */
  public static String decode(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(one(text, match.group(1))));
  }

  private static String one(String text, String escape) {
    if (escape.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "': a backslash begins one of \\n, \\r, \\t, \\\\ and \\u{1F600}; write \\\\ for"
              + " the backslash itself");
    }
    return switch (escape.charAt(0)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '\\' -> "\\";
      default -> character(text, Integer.parseInt(escape.substring(2, escape.length() - 1), HEX));
    };
  }

  private static String character(String text, int codePoint) {
    if (!Character.isValidCodePoint(codePoint)) {
      throw new IllegalArgumentException(
          String.format("'%s': there is no character U+%X", text, codePoint));
    }
    return Character.toString(codePoint);
  }
}
