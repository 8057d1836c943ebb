// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Objects;

/** Tokens in memory, in pages, so that they can grow without a copy and pass 2³¹. */
abstract class PagedTokens implements Tokens {
  static final int PAGE_BITS = 16;
  static final int PAGE_SIZE = 1 << PAGE_BITS;

  final long length;

  private PagedTokens(long length) {
    this.length = length;
  }

  @Override
  public final long length() {
    return length;
  }

  /** How much memory a token takes. */
  abstract int bytesPerToken();

  static final class OfBytes extends PagedTokens {
    private final byte[][] pages;

    OfBytes(byte[][] pages, long length) {
      super(length);
      this.pages = pages;
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return pages[(int) (index >>> PAGE_BITS)][(int) index & PAGE_SIZE - 1] & 0xFF;
    }

    @Override
    int bytesPerToken() {
      return Byte.BYTES;
    }
  }

  static final class OfChars extends PagedTokens {
    private final char[][] pages;

    OfChars(char[][] pages, long length) {
      super(length);
      this.pages = pages;
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return pages[(int) (index >>> PAGE_BITS)][(int) index & PAGE_SIZE - 1];
    }

    @Override
    int bytesPerToken() {
      return Character.BYTES;
    }
  }

  static final class OfInts extends PagedTokens {
    private final int[][] pages;

    OfInts(int[][] pages, long length) {
      super(length);
      this.pages = pages;
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return pages[(int) (index >>> PAGE_BITS)][(int) index & PAGE_SIZE - 1];
    }

    @Override
    int bytesPerToken() {
      return Integer.BYTES;
    }
  }
}
