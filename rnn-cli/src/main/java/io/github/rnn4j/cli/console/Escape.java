// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters that are hard to type, written as {@link Printable} writes them. */
public final class Escape {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(n|r|t|\\\\|u\\{[0-9A-Fa-f]{1,6}}|x[0-9A-Fa-f]{2}|)");
  private static final int HEX = 16;
  private static final int ASCII = 0x80;

  /** A byte from 0x80 on, which is no character by itself, is the low surrogate U+DC00 + byte. */
  private static final int BYTES = 0xDC00;

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
              + "': a backslash begins one of \\n, \\r, \\t, \\\\, \\u{1F600} and, of a byte, \\xE8; write \\\\ for"
              + " the backslash itself");
    }
    return switch (escape.charAt(0)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '\\' -> "\\";
      case 'x' -> oneByte(Integer.parseInt(escape.substring(1), HEX));
      default -> character(text, Integer.parseInt(escape.substring(2, escape.length() - 1), HEX));
    };
  }

  private static String oneByte(int value) {
    return Character.toString(value < ASCII ? value : BYTES + value);
  }

  /**
   * The bytes of a text that was decoded: its UTF-8, and each byte that was escaped.
   *
   * @throws IllegalArgumentException if it holds another half of a surrogate pair
   */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            c -> {
              if (isByte(c)) {
                bytes.write(c - BYTES);
              } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(
                    String.format("half of a surrogate pair, U+%04X, is no character", c));
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /**
   * Checks that no byte was escaped in a text whose characters count.
   *
   * @throws IllegalArgumentException if one was; it names the character to write instead
   */
  public static void requireCharacters(String text) {
    text.codePoints()
        .filter(Escape::isByte)
        .findFirst()
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  String.format(
                      "\\x%1$X is a byte, but the model reads characters or words: write \\u{%1$X}"
                          + " for the character U+%1$04X",
                      c - BYTES));
            });
  }

  private static boolean isByte(int codePoint) {
    return codePoint >= BYTES + ASCII && codePoint <= BYTES + 0xFF;
  }

  private static String character(String text, int codePoint) {
    if (!Character.isValidCodePoint(codePoint)) {
      throw new IllegalArgumentException(
          String.format("'%s': there is no character U+%X", text, codePoint));
    }
    return Character.toString(codePoint);
  }
}
