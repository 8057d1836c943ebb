// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of words in aligned columns. */
public final class Table {
  private static final String GAP = "  ";

  private Table() {}

  /**
   * Prints rows.
   *
   * @param out where to
   * @param rows may differ in length
   * @param leftAligned the columns before this one are aligned at the left, the others at the right
   */
  public static void print(PrintStream out, List<List<String>> rows, int leftAligned) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).codePointCount(0, row.get(i).length());
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String word = row.get(i);
        String space = " ".repeat(widths.get(i) - word.codePointCount(0, word.length()));
        boolean left = i < leftAligned;
        line.append(i == 0 ? "" : GAP).append(left ? word + space : space + word);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
