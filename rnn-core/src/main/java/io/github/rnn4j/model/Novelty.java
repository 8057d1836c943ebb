// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

/**
 * The probability ε that a model keeps, at every place, for a token that it has never seen. What it
 * has seen shares the rest: with the network's probabilities p_i over the V tokens it knows,
 *
 * <pre>
 *   P(token i) = (1 − ε)·p_i,    P(something new) = ε,    Σ_i P(token i) + P(something new) = 1
 * </pre>
 *
 * <p>All that is new is one thing: which of the characters of the world it is, is not told apart.
 *
 * @param probability ε, from 0 to less than 1; 0 if nothing can be new, or nothing is known of it
 */
public record Novelty(double probability) {
  /** Nothing is new, or nobody knows how often. */
  public static final Novelty NONE = new Novelty(0);

  /**
   * Checks the number.
   *
   * @param probability ε
   * @throws IllegalArgumentException if it is not from 0 to less than 1
   */
  public Novelty {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "the probability of something new must be from 0 to less than 1: " + probability);
    }
  }

  /**
   * The cost of something new.
   *
   * @return −log ε, in nats
   * @throws IllegalArgumentException if ε is 0
   */
  public double unseen() {
    if (probability == 0) {
      throw new IllegalArgumentException(
          "the model keeps no probability for what it has never seen: such a token has no cost");
    }
    return -StrictMath.log(probability);
  }

  /**
   * The cost of a token that the model knows.
   *
   * @param nats −log p_i, what it costs among those that the model knows
   * @return −log((1 − ε)·p_i), in nats; {@code nats} itself if ε is 0
   */
  public double seen(double nats) {
    return probability == 0 ? nats : nats - StrictMath.log1p(-probability);
  }
}
