// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/**
 * Tokens that are still being gathered: grows a page at a time, in the fewest bytes a token that
 * hold the largest id so far. Nothing is copied when it grows; widening and remapping hold one page
 * twice.
 */
final class TokenBuffer implements TokenSink {
  private static final int PAGE_SIZE = PagedTokens.PAGE_SIZE;
  private static final int PAGE_MASK = PAGE_SIZE - 1;

  private TokenWidth width;
  private Object[] pages = new Object[16];
  private long length;

  /** Starts with the width for a vocabulary of that size. */
  TokenBuffer(int vocabularySize) {
    width = TokenWidth.of(vocabularySize);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void append(int id) {
    if (id >= width.limit) {
      rewrite(TokenWidth.of(id + 1), IntUnaryOperator.identity());
    }
    int page = (int) (length >>> PagedTokens.PAGE_BITS);
    int at = (int) length & PAGE_MASK;
    if (at == 0) {
      if (page == pages.length) {
        pages = Arrays.copyOf(pages, 2 * page);
      }
      pages[page] = page(width, PAGE_SIZE);
    }
    set(pages[page], at, id);
    length++;
  }

  @Override
  public void truncate(long newLength) {
    length = newLength;
    for (int page = pageCount(); page < pages.length && pages[page] != null; page++) {
      pages[page] = null;
    }
  }

  @Override
  public void forEach(IntConsumer sink) {
    for (long i = 0; i < length; i++) {
      sink.accept(get(pages[(int) (i >>> PagedTokens.PAGE_BITS)], (int) i & PAGE_MASK));
    }
  }

  /** Gives every id its new id, all below {@code vocabularySize}. */
  void remap(int vocabularySize, IntUnaryOperator newId) {
    rewrite(TokenWidth.of(vocabularySize), newId);
  }

  /** The tokens gathered. Takes the pages over: this buffer is of no further use. */
  PagedTokens toTokens() {
    int count = pageCount();
    int used = (int) (length & PAGE_MASK);
    if (used != 0) {
      Object last = page(width, used);
      System.arraycopy(pages[count - 1], 0, last, 0, used);
      pages[count - 1] = last;
    }
    return switch (width) {
      case BYTES -> new PagedTokens.OfBytes(Arrays.copyOf(pages, count, byte[][].class), length);
      case CHARS -> new PagedTokens.OfChars(Arrays.copyOf(pages, count, char[][].class), length);
      case INTS -> new PagedTokens.OfInts(Arrays.copyOf(pages, count, int[][].class), length);
    };
  }

  private int pageCount() {
    return (int) (length + PAGE_MASK >>> PagedTokens.PAGE_BITS);
  }

  private void rewrite(TokenWidth to, IntUnaryOperator newId) {
    int count = pageCount();
    for (int page = 0; page < count; page++) {
      Object from = pages[page];
      Object rewritten = to == width ? from : page(to, PAGE_SIZE);
      int used = (int) Math.min(PAGE_SIZE, length - ((long) page << PagedTokens.PAGE_BITS));
      for (int i = 0; i < used; i++) {
        set(rewritten, i, newId.applyAsInt(get(from, i)));
      }
      pages[page] = rewritten;
    }
    width = to;
  }

  private static Object page(TokenWidth width, int size) {
    return switch (width) {
      case BYTES -> new byte[size];
      case CHARS -> new char[size];
      case INTS -> new int[size];
    };
  }

  private static int get(Object page, int at) {
    if (page instanceof byte[] bytes) {
      return bytes[at] & 0xFF;
    }
    return page instanceof char[] chars ? chars[at] : ((int[]) page)[at];
  }

  private static void set(Object page, int at, int id) {
    if (page instanceof byte[] bytes) {
      bytes[at] = (byte) id;
    } else if (page instanceof char[] chars) {
      chars[at] = (char) id;
    } else {
      ((int[]) page)[at] = id;
    }
  }
}
