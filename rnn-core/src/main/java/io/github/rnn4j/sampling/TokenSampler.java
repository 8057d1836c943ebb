// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Chooses the next token. {@link LogitFilter} has the parts that one is made of:
 *
 * <pre>
 *   TokenSampler sampler = temperature(0.8).then(topK(40)).draw();
 * </pre>
 */
@FunctionalInterface
public interface TokenSampler {

  /**
   * Chooses a token.
   *
   * @param logits z, one for each token; may be modified
   * @param history the tokens before; not modified
   * @param random where chance comes from
   * @return the token, from 0 to {@code logits.length − 1}
   * @throws ArithmeticException if the logits make up no distribution: NaN, +∞, or nothing but −∞
   */
  int sample(double[] logits, TokenHistory history, UniformRandomProvider random);

  /**
   * Draws token i with the probability softmax(z/τ)_i.
   *
   * @param temperature τ; below 1 the likely becomes likelier, above 1 the choice becomes wilder, 0
   *     always chooses the most probable token (the smallest of equals)
   * @return the sampler
   * @throws IllegalArgumentException if τ is negative, NaN or infinite
   */
  static TokenSampler temperature(double temperature) {
    return LogitFilter.temperature(temperature).draw();
  }
}
