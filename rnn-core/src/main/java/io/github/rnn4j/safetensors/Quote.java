// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

/** Strings from a file, made fit for a message: in quotes, short, without control characters. */
final class Quote {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_SENTENCE = 300;

  private Quote() {}

  /** The name in quotes. */
  static String of(String name) {
    return "'" + printable(name, LONGEST_NAME) + "'";
  }

  /** The first line of another library's message. */
  static String sentence(String message) {
    return message == null
        ? "no details"
        : printable(message.lines().findFirst().orElse(""), LONGEST_SENTENCE);
  }

  private static String printable(String text, int longest) {
    StringBuilder printable = new StringBuilder();
    int end = Math.min(text.length(), longest);
    for (int i = 0; i < end; ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      switch (Character.getType(codePoint)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            printable.append(String.format("\\u{%X}", codePoint));
        default -> printable.appendCodePoint(codePoint);
      }
    }
    return printable.append(end < text.length() ? "…" : "").toString();
  }
}
