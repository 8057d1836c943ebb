// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.util.Locale;

/** Text that is safe to show on a terminal. */
public final class Printable {
  private Printable() {}

  /**
   * A character as it is, or escaped if it cannot be seen: {@code \n}, {@code \\}, {@code \}{@code
   * u{7F}}.
   */
  public static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\\' -> "\\\\";
      default ->
          visible(codePoint)
              ? Character.toString(codePoint)
              : String.format(Locale.ROOT, "\\u{%X}", codePoint);
    };
  }

  /** A text with each character escaped. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> escaped.append(escape(c)));
    return escaped.toString();
  }

  /** A line of text as it is, but for what cannot be seen, a control character for example. */
  public static String text(String line) {
    StringBuilder text = new StringBuilder();
    line.codePoints().forEach(c -> text.append(c == '\\' ? "\\" : escape(c)));
    return text.toString();
  }

  /** A message on one line, without control characters. */
  public static String line(String message) {
    return text(message.strip().replaceAll("\\s*\\R\\s*", "; "));
  }

  private static boolean visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      default -> true;
    };
  }
}
