// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchScorerTest {
  private static final String ALPHABET = "abcdé";

  static Stream<Arguments> modelsAndCounts() {
    return Stream.<LinearAlgebra>of(
            new JavaLinearAlgebra(), new EjmlLinearAlgebra(), new VectorLinearAlgebra())
        .flatMap(la -> Stream.of(CellType.values()).map(cell -> model(la, cell)))
        .flatMap(
            model -> Stream.of(1, 2, 63, 64, 65, 200).map(count -> Arguments.of(model, count)));
  }

  private static Model model(LinearAlgebra la, CellType cell) {
    NetworkConfig config = new NetworkConfig(cell, ALPHABET.length(), 9);
    return RandomModels.of(la, config, Vocabulary.of(ALPHABET)).withNovelty(new Novelty(0.01));
  }

  @ParameterizedTest
  @MethodSource("modelsAndCounts")
  void texts_costWhatTheyDoAlone(Model model, int count) {
    SplittableRandom random = new SplittableRandom(count);
    List<int[]> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Among them empty ones, such of one token, of unseen ones only, and long ones.
      int length = i % 20 == 7 ? 300 : random.nextInt(40);
      double unseen = i % 15 == 3 ? 1 : i % 3 == 0 ? 0.2 : 0;
      texts.add(
          random
              .ints(length, 0, ALPHABET.length())
              .map(token -> random.nextDouble() < unseen ? Vocabulary.NONE : token)
              .toArray());
    }
    BatchScorer together = new BatchScorer(model);
    Scorer alone = new Scorer(model);
    for (int pass = 0; pass < 2; pass++) {
      List<Score> scores = together.score(texts);
      assertThat(scores).hasSize(count);
      for (int i = 0; i < count; i++) {
        for (int token : texts.get(i)) {
          alone.read(token);
        }
        assertThat(scores.get(i)).as("text %d, pass %d", i, pass).isEqualTo(alone.finish());
      }
    }
  }

  @Test
  void unseenToken_isRefusedWhereNothingIsKeptForIt() {
    BatchScorer scorer = new BatchScorer(RandomModels.of(CellType.GRU, ALPHABET));
    List<int[]> texts = List.of(new int[] {0, 1}, new int[] {0, Vocabulary.NONE});
    assertThatThrownBy(() -> scorer.score(texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keeps no probability");
    assertThat(scorer.score(List.of())).isEmpty();
  }
}
