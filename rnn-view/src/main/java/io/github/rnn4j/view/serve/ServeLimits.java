// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import java.time.Duration;

/**
 * How much one request may ask, and how many are worked on.
 *
 * @param tokens the most tokens that a request may draw, over all its texts: their number times
 *     their length
 * @param texts the most texts or records that a request may ask for or send
 * @param time within which a request must be worked out; one that takes longer is refused, and
 *     nothing of it is shortened
 * @param requests the most requests worked on at a time; one more is refused, and may come back
 */
public record ServeLimits(long tokens, int texts, Duration time, int requests) {
  /** 100,000 tokens, 1,000 texts, a minute, 64 requests. */
  public static final ServeLimits USUAL =
      new ServeLimits(100_000, 1_000, Duration.ofMinutes(1), 64);

  /**
   * Checks the limits.
   *
   * @param tokens the most tokens that a request may draw
   * @param texts the most texts or records that a request may ask for or send
   * @param time within which a request must be worked out
   * @param requests the most requests worked on at a time
   * @throws IllegalArgumentException if one is not positive
   */
  public ServeLimits {
    if (tokens < 1 || texts < 1 || requests < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "limits are positive: "
              + tokens
              + " tokens, "
              + texts
              + " texts, "
              + time
              + ", "
              + requests
              + " requests");
    }
  }
}
