// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.sampling.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private static final Model MODEL = RandomModels.of(CellType.LSTM, "abcdefghij\n");
  private static final String TEXT = "bad\ncage\n\nfeed a\nhigh jab".replace(" ", "");

  @Test
  void score_isTheScorers() {
    assertThat(Score.of(MODEL, TEXT)).isEqualTo(new Scorer(MODEL).read(TEXT).finish());
    assertThat(Score.of(MODEL, "a")).isEqualTo(Score.NONE);
    assertThat(Score.of(MODEL, "")).isEqualTo(Score.NONE);
  }

  @Test
  void scoresOfLines_sumUpToThatOfTheText() {
    List<Score> lines = Score.ofEach(MODEL, TEXT);

    assertThat(lines).extracting(Score::characters).containsExactly(3L, 5L, 1L, 6L, 7L);
    assertThat(lines.stream().reduce(Score.NONE, Score::plus)).isEqualTo(Score.of(MODEL, TEXT));
  }

  @Test
  void modelOfRecords_scoresEachByItself() {
    Model records = MODEL.withRecords(RecordBorder.LINE);
    RecordScorer scorer = new RecordScorer(records);
    List<Score> expected = new ArrayList<>();
    for (String record : new String[] {"bad", "cage", "feeda", "highjab"}) {
      RecordScore score = scorer.score(records.vocabulary().encode(record));
      expected.add(score.total());
    }

    assertThat(Score.ofEach(records, TEXT)).containsExactlyElementsOf(expected);
    assertThat(Score.of(records, TEXT))
        .isEqualTo(expected.stream().reduce(Score.NONE, Score::plus));
    assertThat(Score.of(records, "cage")).isEqualTo(expected.get(1));
  }

  @Test
  void threads_shareAModel() throws Exception {
    Sampling how = Sampling.length(200).temperature(0.9);
    List<String> expected = how.from(MODEL, 4);
    Score score = Score.of(MODEL, TEXT);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<String>>> texts = new ArrayList<>();
      List<Future<Score>> scores = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        texts.add(threads.submit(() -> how.from(MODEL, 4)));
        scores.add(threads.submit(() -> Score.of(MODEL, TEXT)));
      }
      for (Future<List<String>> text : texts) {
        assertThat(text.get()).isEqualTo(expected);
      }
      for (Future<Score> one : scores) {
        assertThat(one.get()).isEqualTo(score);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
