// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

/**
 * How probable it is that a text goes on with a token that its vocabulary lacks: Good and Turing's
 * estimate.
 *
 * <pre>
 *   p = r / N           r tokens of the N are of a kind that occurs once
 *   p = 1 / (N + 1)     if there are none
 *   p ≤ N / (N + 1)
 * </pre>
 *
 * <p>Good's estimate of the probability of all kinds that were seen k times, taken together, is (k
 * + 1)·n⟨k+1⟩ / N, where n⟨k⟩ is the number of kinds that were seen k times. For k = 0 it is the
 * share of the tokens whose kind was seen once. Where kinds seen fewer than m times are kept out of
 * the vocabulary, the sum over k = 0 … m − 1 is that of all that is not in it: the share of the
 * tokens whose kind was seen at most m times, and r counts these.
 *
 * <p>{@code new io.github.rnn4j.model.Novelty(p)} keeps it in a model.
 *
 * <p>The floor says what one token more would make of it, were it a new one; the ceiling leaves
 * something for the kinds that are known. Both keep p above 0 and below 1 whatever the text. Of
 * bytes nothing is new: p = 0.
 *
 * @param rare r, how many tokens are of a kind that occurs at most as often as the rarest that may
 *     be in the vocabulary
 * @param tokens N, how many tokens there are
 * @param closed whether the vocabulary has all kinds that there can be, as that of bytes
 * @see <a href="https://doi.org/10.1093/biomet/40.3-4.237">Good, The population frequencies of
 *     species and the estimation of population parameters, 1953</a>
 * @see <a href="https://doi.org/10.1080/09296179508590051">Gale and Sampson, Good-Turing frequency
 *     estimation without tears, 1995</a>
 * @see <a href="https://doi.org/10.1109/18.87000">Witten and Bell, The zero-frequency problem,
 *     1991: the same estimate as method X of prediction by partial matching, and others</a>
 */
public record EscapeEstimate(long rare, long tokens, boolean closed) {
  /** Nothing is new. */
  public static final EscapeEstimate NONE = new EscapeEstimate(0, 1, true);

  /**
   * Checks the counts.
   *
   * @param rare r, at least 0
   * @param tokens N, at least r and at least 1
   * @param closed whether nothing can be new; r is then 0
   * @throws IllegalArgumentException if they are not so
   */
  public EscapeEstimate {
    if (tokens < 1 || rare < 0 || rare > tokens || closed && rare > 0) {
      throw new IllegalArgumentException(
          rare + " rare tokens of " + tokens + (closed ? ", of which none can be new" : ""));
    }
  }

  /**
   * The estimate for counts.
   *
   * @param counts how often each kind occurs; 0 for one that does not; not modified
   * @param minCount m, how often a kind must occur to be in the vocabulary, at least 1
   * @return the estimate
   * @throws IllegalArgumentException if a count is negative, all are 0, or m is below 1
   */
  public static EscapeEstimate of(long[] counts, long minCount) {
    if (minCount < 1) {
      throw new IllegalArgumentException("a least count of " + minCount);
    }
    long rare = 0;
    long tokens = 0;
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("a kind of token occurs " + count + " times");
      }
      tokens = Math.addExact(tokens, count);
      rare += count <= minCount ? count : 0;
    }
    return new EscapeEstimate(rare, tokens, false);
  }

  /**
   * The estimate for the same text without one kind of token.
   *
   * @param count how often it occurs, at least 1 and less than N
   * @return the estimate for the others
   * @throws IllegalArgumentException if it does not occur so often
   */
  public EscapeEstimate without(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("a kind of token occurs " + count + " times");
    }
    return new EscapeEstimate(count == 1 ? rare - 1 : rare, tokens - count, closed);
  }

  /**
   * The probability that the next token is one that the vocabulary lacks.
   *
   * @return p, above 0 and below 1; 0 if nothing can be new
   */
  public double probability() {
    if (closed) {
      return 0;
    }
    if (rare == 0) {
      return 1.0 / (tokens + 1.0);
    }
    return Math.min((double) rare / tokens, tokens / (tokens + 1.0));
  }
}
