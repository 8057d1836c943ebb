// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.scoring.ScoreSink;
import io.github.rnn4j.scoring.Scorer;

/** Scores one continuous text after the other. Not thread-safe. */
final class TextScorer {
  private static final int BETWEEN_CHECKS = 1024;

  private final Scorer scorer;
  private ScoreSink sink = (token, score) -> {};

  TextScorer(Model model) {
    this.scorer = new Scorer(model, (token, score) -> sink.accept(token, score));
  }

  /**
   * Scores a text.
   *
   * @param tokens its tokens
   * @param sink is told of each
   * @param deadline until when
   */
  Score score(int[] tokens, ScoreSink sink, Deadline deadline) {
    this.sink = sink;
    for (int i = 0; i < tokens.length; i++) {
      if (i % BETWEEN_CHECKS == 0) {
        deadline.check();
      }
      scorer.read(tokens[i]);
    }
    return scorer.finish();
  }
}
