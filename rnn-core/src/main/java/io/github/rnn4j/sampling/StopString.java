// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import java.util.function.IntConsumer;

/**
 * Ends a stream of characters, or bytes, where a string occurs in it. The string itself is
 * withheld: while it may have begun, its characters are held back, and handed on when it turns out
 * otherwise (the automaton of Knuth, Morris and Pratt, which needs to keep nothing but the string).
 *
 * <p>Not thread-safe.
 *
 * @see <a href="https://doi.org/10.1137/0206024">Knuth, Morris and Pratt, Fast pattern matching in
 *     strings, 1977</a>
 */
final class StopString {
  private final int[] stop;

  /** For each length of a matched beginning: the longest shorter beginning that ends it. */
  private final int[] border;

  private int matched;

  /** A stream of code points that has not begun; {@code stop} has at least one. */
  StopString(String stop) {
    this(stop.codePoints().toArray());
  }

  /** A stream that has not begun; {@code stop} has at least one number. */
  StopString(int... stop) {
    this.stop = stop;
    this.border = new int[this.stop.length + 1];
    border[0] = -1;
    int b = -1;
    for (int i = 0; i < this.stop.length; i++) {
      while (b >= 0 && this.stop[b] != this.stop[i]) {
        b = border[b];
      }
      border[i + 1] = ++b;
    }
  }

  /**
   * Takes the next character.
   *
   * @param codePoint the character
   * @param sink receives the characters that certainly stand before any occurrence of the string
   * @return true if the string is complete
   */
  boolean accept(int codePoint, IntConsumer sink) {
    while (matched >= 0 && stop[matched] != codePoint) {
      int shorter = border[matched];
      if (shorter >= 0) {
        release(matched - shorter, sink);
      } else {
        sink.accept(codePoint);
      }
      matched = shorter;
    }
    matched++;
    return matched == stop.length;
  }

  /** Ends the stream: what was held back stands in it after all. */
  void finish(IntConsumer sink) {
    release(matched, sink);
    matched = 0;
  }

  private void release(int count, IntConsumer sink) {
    for (int i = 0; i < count; i++) {
      sink.accept(stop[i]);
    }
  }
}
