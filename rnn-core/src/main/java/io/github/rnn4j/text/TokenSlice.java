// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Objects;

/** A contiguous part of other tokens. */
record TokenSlice(Tokens tokens, long from, long to) implements Tokens {
  TokenSlice {
    Objects.checkFromToIndex(from, to, tokens.length());
  }

  @Override
  public long length() {
    return to - from;
  }

  @Override
  public int get(long index) {
    return tokens.get(from + Objects.checkIndex(index, length()));
  }

  @Override
  public void copy(long first, int[] target, int offset, int count) {
    Objects.checkFromIndexSize(first, count, length());
    tokens.copy(from + first, target, offset, count);
  }

  @Override
  public void requireIntact() {
    tokens.requireIntact();
  }
}
