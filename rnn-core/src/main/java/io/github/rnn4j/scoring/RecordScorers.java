// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.together.Together;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores records for many threads: those that come at the same time are scored side by side, which
 * is faster than one after the other. What a record costs does not depend on it.
 *
 * <p>Thread-safe.
 *
 * @see RecordScorer
 */
public final class RecordScorers {
  private final Together<Asked> together;

  /**
   * No storage is made before it is needed.
   *
   * @param model a model of records, shared
   * @param lanes how many threads may compute at a time, at least 1
   * @param most the most calls that are worked on together, at least 1
   * @throws IllegalArgumentException if it is no model of records
   */
  public RecordScorers(Model model, int lanes, int most) {
    model.requireRecords();
    this.together = new Together<>(lanes, most, () -> new Lane(new RecordScorer(model)));
  }

  /**
   * Scores records.
   *
   * @param records for each its tokens without the border; {@link Vocabulary#NONE} for an unseen
   *     one, of which the model must know a probability
   * @return the costs of each, in the same order
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public List<RecordScore> score(List<int[]> records) {
    Asked asked = new Asked(records);
    together.call(asked);
    return asked.scores;
  }

  /** The records of one call, and what they cost. */
  private static final class Asked {
    final List<int[]> records;
    List<RecordScore> scores = List.of();

    Asked(List<int[]> records) {
      this.records = records;
    }
  }

  /** A scorer, with which one thread at a time works on the records of several calls. */
  private record Lane(RecordScorer scorer) implements Together.Lane<Asked> {
    @Override
    public void work(List<Asked> calls) {
      List<int[]> all = new ArrayList<>();
      for (Asked call : calls) {
        all.addAll(call.records);
      }
      List<RecordScore> scores = scorer.score(all);
      int from = 0;
      for (Asked call : calls) {
        call.scores = scores.subList(from, from + call.records.size());
        from += call.records.size();
      }
    }
  }
}
