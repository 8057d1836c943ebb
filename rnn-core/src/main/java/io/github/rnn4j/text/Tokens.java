// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Objects;

/**
 * A long sequence of token ids, wherever it is stored. Does not change, and may be read by several
 * threads at once.
 */
public interface Tokens {
  /**
   * The number of tokens, N.
   *
   * @return at least 0
   */
  long length();

  /**
   * The token at an index.
   *
   * @param index 0 to N − 1
   * @return its id
   * @throws IndexOutOfBoundsException if the index is outside that range
   */
  int get(long index);

  /**
   * Copies {@code count} tokens: {@code target[offset + i] = get(from + i)}.
   *
   * @param from the first index
   * @param target modified
   * @param offset the first index in {@code target}
   * @param count how many
   * @throws IndexOutOfBoundsException if a range does not fit; {@code target} is then not modified
   */
  default void copy(long from, int[] target, int offset, int count) {
    Objects.checkFromIndexSize(from, count, length());
    Objects.checkFromIndexSize(offset, count, target.length);
    for (int i = 0; i < count; i++) {
      target[offset + i] = get(from + i);
    }
  }

  /**
   * Checks that what the tokens are stored in is still as it was, as a file that is mapped may not
   * be. Who reads tokens one by one asks before it uses them; {@link #copy} has asked.
   *
   * @throws java.io.UncheckedIOException if a file was shortened: some of what was read may be
   *     wrong
   */
  default void requireIntact() {}

  /**
   * The tokens from {@code from} up to but without {@code to}, a view of these.
   *
   * @param from the first index
   * @param to the index after the last one
   * @return the view
   * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ N
   */
  default Tokens slice(long from, long to) {
    return new TokenSlice(this, from, to);
  }

  /**
   * Tokens in memory, in the fewest bytes a token: one for vocabularies up to 256, two up to
   * 65,536, else four.
   *
   * @param vocabularySize V
   * @param ids the ids, 0 to V − 1 each; copied
   * @return the tokens
   * @throws IllegalArgumentException if an id is outside that range
   */
  static Tokens of(int vocabularySize, int... ids) {
    TokenBuffer buffer = new TokenBuffer(vocabularySize);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= vocabularySize) {
        throw new IllegalArgumentException(
            "token " + i + " is " + ids[i] + ", not in a vocabulary of " + vocabularySize);
      }
      buffer.append(ids[i]);
    }
    return buffer.toTokens();
  }
}
