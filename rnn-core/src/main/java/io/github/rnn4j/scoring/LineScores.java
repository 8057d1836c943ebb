// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.text.Vocabulary;

/**
 * Gathers the scores of characters to those of lines. A line feed belongs to the line that it ends.
 * A last line without one counts when {@link #finish} is called.
 *
 * <p>Not thread-safe.
 */
public final class LineScores implements ScoreSink {

  /** Receives the score of each line, in order. */
  @FunctionalInterface
  public interface Sink {

    /**
     * The next line.
     *
     * @param line its number, from 1
     * @param score that of its characters; the first line's has one character less than the line,
     *     because nothing predicts the first
     */
    void accept(long line, Score score);
  }

  private final int lineFeed;
  private final Sink sink;
  private long line = 1;
  private boolean begun;
  private Score score = Score.NONE;

  /**
   * Gathers lines.
   *
   * @param vocabulary that of the model; without a line feed in it, the text is one line
   * @param sink receives the lines
   */
  public LineScores(Vocabulary vocabulary, Sink sink) {
    this.lineFeed = vocabulary.idOf('\n');
    this.sink = sink;
  }

  @Override
  public void accept(int token, Score character) {
    begun = true;
    score = score.plus(character);
    if (token == lineFeed) {
      finish();
    }
  }

  /** Ends a line that has begun. */
  public void finish() {
    if (begun) {
      sink.accept(line, score);
      line++;
      score = Score.NONE;
      begun = false;
    }
  }
}
