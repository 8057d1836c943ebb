// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Tokens;

/**
 * Measures a model on a continuous text that it is not trained on, without touching the state of
 * any training: it has storage of its own.
 *
 * <p>The text is read as {@code rnn evaluate} reads it, by a {@link Scorer}: one stream from its
 * first token, which nothing predicts, to its last, the state carried all along. The loss is the
 * same number, to the last digit.
 *
 * <p>Not thread-safe.
 */
public final class Evaluator {
  private final Model model;
  private final Tokens tokens;

  /**
   * An evaluator.
   *
   * @param model the model; measured as it is at each call
   * @param tokens the text, at least 2 tokens of the model's vocabulary
   */
  public Evaluator(Model model, Tokens tokens) {
    this.model = model;
    this.tokens = tokens;
  }

  /**
   * Reads the whole text.
   *
   * @return what its tokens but the first cost together
   * @throws ArithmeticException if the model's weights give no probabilities
   */
  public Score total() {
    return new Scorer(model).read(tokens).finish();
  }

  /**
   * Reads the whole text.
   *
   * @return the mean cross-entropy in nats a token
   * @throws ArithmeticException if the model's weights give no probabilities
   */
  public double meanLoss() {
    return total().natsPerCharacter();
  }

  /**
   * The tokens that a reading predicts.
   *
   * @return the length of the text less one
   */
  public long characters() {
    return tokens.length() - 1;
  }
}
