package io.github.rnn4j.scoring;

import java.math.BigDecimal;

/**
 * What some characters of a text cost: −Σ log p, where p is the probability that the model gave to
 * each before it read it.
 *
 * <p>The cost of each character is rounded to a whole number of nano-nats (10⁻⁹ nats), and from
 * there on sums are exact: whatever the parts that a text is cut into, characters or lines, and in
 * whatever order they are added, their scores sum up to that of the text, to the last digit. The
 * price is an error of at most half a nano-nat in the mean.
 *
 * @param characters n, how many characters were predicted
 * @param nanonats their cost in nano-nats
 */
public record Score(long characters, long nanonats) {
  /** The score of nothing: no character, no cost. */
  public static final Score NONE = new Score(0, 0);

  private static final double NANONATS_PER_NAT = 1e9;
  private static final double LN_2 = 0.6931471805599453;

  /**
   * Keeps the two.
   *
   * @param characters n, how many characters were predicted, at least 0
   * @param nanonats their cost in nano-nats, at least 0
   * @throws IllegalArgumentException if one is negative
   */
  public Score {
    if (characters < 0 || nanonats < 0) {
      throw new IllegalArgumentException(
          "a score of " + characters + " characters and " + nanonats + " nano-nats");
    }
  }

  /**
   * The score of one character.
   *
   * @param nats −log p; what is below 0 by rounding counts as 0
   * @return the score
   * @throws ArithmeticException if it is NaN or infinite: the model's weights are damaged
   */
  static Score ofCharacter(double nats) {
    if (!(nats * NANONATS_PER_NAT < Long.MAX_VALUE)) {
      throw new ArithmeticException(
          "the cost of a character is "
              + nats
              + " nats: the model's weights are damaged, or diverged in training: use an earlier"
              + " checkpoint, or train anew with a lower learning rate");
    }
    return new Score(1, Math.max(0, Math.round(nats * NANONATS_PER_NAT)));
  }

  /**
   * The score of these characters and others together.
   *
   * @param other the score of the others
   * @return the sum
   * @throws ArithmeticException if it is over 2⁶³ − 1 nano-nats, nine thousand million nats
   */
  public Score plus(Score other) {
    return new Score(characters + other.characters, Math.addExact(nanonats, other.nanonats));
  }

  /**
   * The cost.
   *
   * @return −Σ log p in nats
   */
  public double nats() {
    return nanonats / NANONATS_PER_NAT;
  }

  /**
   * The cost, exactly.
   *
   * @return −Σ log p in nats, with nine digits after the point
   */
  public BigDecimal exactNats() {
    return BigDecimal.valueOf(nanonats, 9);
  }

  /**
   * The cost in bits: what an ideal compressor that asks the model would need.
   *
   * @return −Σ log₂ p
   */
  public double bits() {
    return nats() / LN_2;
  }

  /**
   * The mean cost.
   *
   * @return nats a character; NaN for no characters
   */
  public double natsPerCharacter() {
    return nats() / characters;
  }

  /**
   * The mean cost in bits.
   *
   * @return bits a character; NaN for no characters
   */
  public double bitsPerCharacter() {
    return bits() / characters;
  }

  /**
   * How many characters, all equally likely, the model hesitates between: exp of the mean cost in
   * nats.
   *
   * @return at least 1; NaN for no characters
   */
  public double perplexity() {
    return StrictMath.exp(natsPerCharacter());
  }
}
