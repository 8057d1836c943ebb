// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class RecordScorersTest {

  @ParameterizedTest
  @EnumSource(CellType.class)
  void recordsOfManyThreads_costWhatTheyDoAlone(CellType cell) throws Exception {
    Model model =
        RandomModels.of(cell, "abc\n")
            .withRecords(RecordBorder.LINE)
            .withNovelty(new Novelty(0.01));
    RecordScorers scorers = new RecordScorers(model, 2, 16);
    RecordScorer alone = new RecordScorer(model);
    ExecutorService pool = Executors.newFixedThreadPool(12);
    List<List<int[]>> asked = new ArrayList<>();
    List<Future<List<RecordScore>>> together = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      SplittableRandom random = new SplittableRandom(i);
      List<int[]> records = new ArrayList<>();
      for (int k = random.nextInt(4); k >= 0; k--) {
        records.add(
            random
                .ints(random.nextInt(30), 0, 3)
                .map(token -> random.nextInt(9) == 0 ? Vocabulary.NONE : token)
                .toArray());
      }
      asked.add(records);
      together.add(pool.submit(() -> scorers.score(records)));
    }
    for (int i = 0; i < asked.size(); i++) {
      List<RecordScore> scores = together.get(i).get();
      assertThat(scores).hasSameSizeAs(asked.get(i));
      for (int k = 0; k < scores.size(); k++) {
        RecordScore one = alone.score(asked.get(i).get(k));
        assertThat(scores.get(k).total()).isEqualTo(one.total());
        for (int at = 0; at <= one.length(); at++) {
          assertThat(scores.get(k).token(at)).isEqualTo(one.token(at));
        }
      }
    }
    pool.shutdown();
  }

  @Test
  void modelOfContinuousText_isRefused() {
    assertThatThrownBy(() -> new RecordScorers(RandomModels.of(CellType.RNN, "ab\n"), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("continuous text");
  }
}
