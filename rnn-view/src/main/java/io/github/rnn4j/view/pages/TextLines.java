// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import io.github.rnn4j.activations.ReadText;
import java.util.Arrays;

/** A text cut into lines of so many columns, as a page shows it with letters of one width. */
final class TextLines {
  private final int columns;
  private final int length;

  /** Where lines begin. */
  private final int[] starts;

  TextLines(ReadText text, int columns) {
    this.columns = columns;
    this.length = text.length();
    int[] found = new int[1 + text.length() / Math.max(1, columns / 2)];
    int count = text.length() == 0 ? 0 : 1;
    int column = 0;
    for (int at = 0; at < text.length(); at++) {
      String token = text.text(at);
      int width = width(token);
      if (column > 0 && column + width > columns) {
        found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
        found[count++] = at;
        column = 0;
      }
      column += width;
      if (token.equals("\n") && at + 1 < text.length()) {
        found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
        found[count++] = at + 1;
        column = 0;
      }
    }
    this.starts = Arrays.copyOf(found, count);
  }

  int columns() {
    return columns;
  }

  /** How many lines there are. */
  int size() {
    return starts.length;
  }

  /** The first token of a line; of the one after the last the length of the text. */
  int start(int line) {
    return line == starts.length ? length : starts[line];
  }

  /** The line of a token. */
  int lineOf(int at) {
    int found = Arrays.binarySearch(starts, at);
    return found >= 0 ? found : -found - 2;
  }

  /** How many columns a token takes: wide letters two, marks on others none. */
  private static int width(String token) {
    if (token.length() == 4 && token.startsWith("\\x")) {
      return 2; // a byte, of which the page shows the digits
    }
    return Math.max(1, token.codePoints().map(TextLines::width).sum());
  }

  private static int width(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        Character.isIdeographic(codePoint)
            || codePoint >= 0x1100 && codePoint <= 0x115F
            || codePoint >= 0x2E80 && codePoint <= 0xA4CF
            || codePoint >= 0xAC00 && codePoint <= 0xD7A3
            || codePoint >= 0xF900 && codePoint <= 0xFAFF
            || codePoint >= 0xFE30 && codePoint <= 0xFE6F
            || codePoint >= 0xFF00 && codePoint <= 0xFF60
            || codePoint >= 0x1F300;
    return wide ? 2 : 1;
  }
}
