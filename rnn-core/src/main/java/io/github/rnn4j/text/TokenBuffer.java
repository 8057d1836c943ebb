package io.github.rnn4j.text;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Tokens that are still being gathered: grows a page at a time, in the fewest bytes a token that
 * hold the largest id so far. Nothing is copied when it grows; widening and remapping hold one page
 * twice.
 */
final class TokenBuffer {
  private static final int PAGE_SIZE = PagedTokens.PAGE_SIZE;
  private static final int PAGE_MASK = PAGE_SIZE - 1;

  /** How a page stores its ids. */
  private enum Width {
    BYTES(1 << 8),
    CHARS(1 << 16),
    INTS(Integer.MAX_VALUE);

    /** Ids are below this. */
    final int limit;

    Width(int limit) {
      this.limit = limit;
    }

    static Width of(int vocabularySize) {
      return vocabularySize <= BYTES.limit ? BYTES : vocabularySize <= CHARS.limit ? CHARS : INTS;
    }

    Object page(int size) {
      return switch (this) {
        case BYTES -> new byte[size];
        case CHARS -> new char[size];
        case INTS -> new int[size];
      };
    }
  }

  private Width width;
  private Object[] pages = new Object[16];
  private long length;

  /** Starts with the width for a vocabulary of that size. */
  TokenBuffer(int vocabularySize) {
    width = Width.of(vocabularySize);
  }

  long length() {
    return length;
  }

  void append(int id) {
    if (id >= width.limit) {
      rewrite(Width.of(id + 1), IntUnaryOperator.identity());
    }
    int page = (int) (length >>> PagedTokens.PAGE_BITS);
    int at = (int) length & PAGE_MASK;
    if (at == 0) {
      if (page == pages.length) {
        pages = Arrays.copyOf(pages, 2 * page);
      }
      pages[page] = width.page(PAGE_SIZE);
    }
    set(pages[page], at, id);
    length++;
  }

  /** Drops the tokens from {@code newLength} on. */
  void truncate(long newLength) {
    length = newLength;
    for (int page = pageCount(); page < pages.length && pages[page] != null; page++) {
      pages[page] = null;
    }
  }

  /** Gives every id its new id, all below {@code vocabularySize}. */
  void remap(int vocabularySize, IntUnaryOperator newId) {
    rewrite(Width.of(vocabularySize), newId);
  }

  /** The tokens gathered. Takes the pages over: this buffer is of no further use. */
  PagedTokens toTokens() {
    int count = pageCount();
    int used = (int) (length & PAGE_MASK);
    if (used != 0) {
      Object last = width.page(used);
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

  private void rewrite(Width to, IntUnaryOperator newId) {
    int count = pageCount();
    for (int page = 0; page < count; page++) {
      Object from = pages[page];
      Object rewritten = to == width ? from : to.page(PAGE_SIZE);
      int used = (int) Math.min(PAGE_SIZE, length - ((long) page << PagedTokens.PAGE_BITS));
      for (int i = 0; i < used; i++) {
        set(rewritten, i, newId.applyAsInt(get(from, i)));
      }
      pages[page] = rewritten;
    }
    width = to;
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
