// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

/** A map from code points to ids, in pages of 256 code points. */
final class CodePointIds {
  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  /** Id + 1 of each code point, 0 for none; a page without any is null. */
  private final int[][] pages = new int[(Character.MAX_CODE_POINT >> PAGE_BITS) + 1][];

  /** The id of a valid code point, or {@link Vocabulary#NONE}. */
  int get(int codePoint) {
    int[] page = pages[codePoint >> PAGE_BITS];
    return page == null ? Vocabulary.NONE : page[codePoint & PAGE_SIZE - 1] - 1;
  }

  /** Sets the id of a valid code point; {@link Vocabulary#NONE} takes it away. */
  void put(int codePoint, int id) {
    int[] page = pages[codePoint >> PAGE_BITS];
    if (page == null) {
      page = pages[codePoint >> PAGE_BITS] = new int[PAGE_SIZE];
    }
    page[codePoint & PAGE_SIZE - 1] = id + 1;
  }
}
