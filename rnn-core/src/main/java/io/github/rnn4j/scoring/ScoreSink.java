// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

/** Receives the score of each character of a text, in order. */
@FunctionalInterface
public interface ScoreSink {

  /**
   * The next character.
   *
   * @param token its id in the model's vocabulary; {@link io.github.rnn4j.text.Vocabulary#NONE} for
   *     one that the model has never seen
   * @param score its score; {@link Score#NONE} for the first character of a text, which nothing
   *     predicts
   */
  void accept(int token, Score score);
}
