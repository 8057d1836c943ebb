// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Printable;

/** Text in a page: nothing in it is taken for anything else, and all of it can be seen. */
final class Html {
  private static final int FIRST_BEYOND_ASCII = 0x80;

  private Html() {}

  /** A line of text, also as the value of an attribute. */
  static String text(String line) {
    StringBuilder html = new StringBuilder();
    Printable.text(line)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(c);
              }
            });
    return html.toString();
  }

  /** Lines of text for an element that keeps line ends. */
  static String lines(String text) {
    return String.join("\n", text.lines().map(Html::text).toList());
  }

  /** JSON that means the same, in an element of a script that it cannot end. */
  static String json(String json) {
    StringBuilder ascii = new StringBuilder();
    for (char c : json.toCharArray()) {
      if (c >= FIRST_BEYOND_ASCII || c == '<' || c == '>' || c == '&') {
        ascii.append("\\u").append(hexadecimal(c));
      } else {
        ascii.append(c);
      }
    }
    return ascii.toString();
  }

  private static String hexadecimal(char c) {
    return Integer.toHexString(0x10000 | c).substring(1);
  }
}
