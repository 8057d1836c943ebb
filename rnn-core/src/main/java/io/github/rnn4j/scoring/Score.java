// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.text.Unit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
   * Refuses negative numbers.
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
   * Tells how well a model predicts a text: what all its tokens cost, but for the first of a
   * continuous text, which nothing predicts; records cost a border each besides.
   *
   * @param model the model, shared
   * @param text the text
   * @return its cost
   * @throws io.github.rnn4j.text.UnknownTokensException if it has tokens that the model has never
   *     seen, and it keeps no probability for such ({@link Model#novelty})
   * @throws ArithmeticException if the weights are so damaged that they give no probabilities
   */
  public static Score of(Model model, String text) {
    return ofEach(model, text).stream().reduce(NONE, Score::plus);
  }

  /**
   * Tells what each record of a text costs, or of a continuous text each line: the more it
   * surprises the model, the more. A line feed belongs to the line that it ends.
   *
   * @param model the model, shared
   * @param text the text
   * @return a score for each, in order; they sum up to that of the whole text
   * @throws io.github.rnn4j.text.UnknownTokensException if it has tokens that the model has never
   *     seen, and it keeps no probability for such ({@link Model#novelty})
   * @throws ArithmeticException if the weights are so damaged that they give no probabilities
   * @see RecordScorer
   * @see LineScores
   */
  public static List<Score> ofEach(Model model, String text) {
    if (model.novelty().probability() == 0) {
      model.vocabulary().encode(text);
    }
    if (model.records().isPresent()) {
      String read = model.vocabulary().unit() == Unit.BYTE ? latin1(text) : text;
      List<int[]> each =
          RecordReader.split(read, model.vocabulary(), model.requireRecords()).stream()
              .map(RecordReader.Read::tokens)
              .toList();
      return new RecordScorer(model).score(each).stream().map(RecordScore::total).toList();
    }
    List<Score> scores = new ArrayList<>();
    LineScores lines = new LineScores(model.vocabulary(), (line, score) -> scores.add(score));
    new Scorer(model, lines).read(text).finish();
    lines.finish();
    return scores;
  }

  /** A character for each byte. */
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * As many characters of this score's cost each.
   *
   * @param count how often, from 0
   * @return the sum
   * @throws ArithmeticException if it is over 2⁶³ − 1 nano-nats
   */
  public Score times(long count) {
    return new Score(characters * count, Math.multiplyExact(nanonats, count));
  }

  /**
   * The score of one character.
   *
   * @param nats −log p; what is below 0 by rounding counts as 0
   * @return the score
   * @throws ArithmeticException if it is NaN or infinite: the model's weights are damaged
   */
  public static Score ofCharacter(double nats) {
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
