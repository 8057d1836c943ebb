// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import java.util.Arrays;

/**
 * The last tokens of a stream, those read and those drawn alike: up to {@value #LONGEST} of them,
 * older ones are forgotten.
 */
public final class TokenHistory {
  /** The most tokens that are remembered. */
  public static final int LONGEST = 1 << 16;

  private int[] ring = new int[64];
  private int size;
  private int next;

  /** A history without tokens. */
  public TokenHistory() {}

  /**
   * Adds the newest token.
   *
   * @param token the token
   */
  public void add(int token) {
    if (size == ring.length && size < LONGEST) {
      // As long as the ring grows, it begins at 0: next stands where the oldest token is.
      ring = Arrays.copyOf(ring, 2 * size);
      next = size;
    }
    ring[next] = token;
    next = (next + 1) & (ring.length - 1);
    size = Math.min(size + 1, ring.length);
  }

  /** Forgets every token. */
  public void clear() {
    size = 0;
    next = 0;
  }

  /**
   * The number of tokens remembered.
   *
   * @return 0 to {@value #LONGEST}
   */
  public int size() {
    return size;
  }

  /**
   * A token.
   *
   * @param back how far back: 1 is the newest token, {@link #size()} the oldest remembered
   * @return the token
   * @throws IndexOutOfBoundsException if {@code back} is outside that range
   */
  public int last(int back) {
    if (back < 1 || back > size) {
      throw new IndexOutOfBoundsException(
          "token " + back + " before the next one: " + size + " are remembered");
    }
    return ring[(next - back) & (ring.length - 1)];
  }
}
