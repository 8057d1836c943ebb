// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordNgramsTest {
  /** Witten and Bell's estimate as its formula has it, by maps. */
  private static final class Oracle {
    private final Map<List<Integer>, Map<Integer, Integer>> counts = new HashMap<>();
    private final int vocabularySize;

    Oracle(List<int[]> records, int[] border, int vocabularySize) {
      this.vocabularySize = vocabularySize;
      for (int[] record : records) {
        List<Integer> whole = whole(record, border);
        for (int i = 1; i < whole.size(); i++) {
          for (int length = 0; length < RecordNgrams.MOST && length <= i; length++) {
            counts
                .computeIfAbsent(whole.subList(i - length, i), key -> new HashMap<>())
                .merge(whole.get(i), 1, Integer::sum);
          }
        }
      }
    }

    static List<Integer> whole(int[] record, int[] border) {
      List<Integer> whole = new ArrayList<>(List.of(border[border.length - 1]));
      Arrays.stream(record).forEach(whole::add);
      Arrays.stream(border).forEach(whole::add);
      return whole;
    }

    double probability(List<Integer> history, int token) {
      double shorter =
          history.isEmpty()
              ? 1.0 / vocabularySize
              : probability(history.subList(1, history.size()), token);
      Map<Integer, Integer> after = counts.get(history);
      if (after == null) {
        return shorter;
      }
      double all = after.values().stream().mapToInt(count -> count).sum();
      return (after.getOrDefault(token, 0) + after.size() * shorter) / (all + after.size());
    }

    double logProbability(int[] record, int[] border) {
      List<Integer> whole = whole(record, border);
      double sum = 0;
      for (int i = 1; i < whole.size(); i++) {
        int from = Math.max(0, i - RecordNgrams.MOST + 1);
        sum += Math.log(probability(whole.subList(from, i), whole.get(i)));
      }
      return sum;
    }
  }

  private static int[] record(SplittableRandom random, int letters) {
    return random.ints(random.nextInt(9), 4, 4 + letters).toArray();
  }

  private static RecordTokens labelled(List<List<int[]>> byLabel, int[] symbols, int[] border) {
    List<int[]> all = new ArrayList<>();
    for (int k = 0; k < symbols.length; k++) {
      for (int[] record : byLabel.get(k)) {
        int[] one = new int[record.length + 1];
        one[0] = symbols[k];
        System.arraycopy(record, 0, one, 1, record.length);
        all.add(one);
      }
    }
    Collections.shuffle(all, new java.util.Random(5));
    return RecordTokens.of(40, all.toArray(int[][]::new), border);
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 1", "40, 2, 2", "300, 12, 1", "500, 30, 2"})
  void recordsAreAsProbableAsTheFormulaSays(int count, int letters, int borderLength) {
    int[] symbols = {2, 3};
    int[] border = borderLength == 1 ? new int[] {0} : new int[] {0, 1};
    SplittableRandom random = new SplittableRandom(count);
    List<List<int[]>> byLabel = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      List<int[]> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        records.add(record(random, letters - k));
      }
      byLabel.add(records);
    }

    RecordNgrams ngrams =
        RecordNgrams.of(labelled(byLabel, symbols, border), symbols, 40).orElseThrow();

    for (int k = 0; k < 2; k++) {
      Oracle oracle = new Oracle(byLabel.get(k), border, 40);
      for (int i = 0; i < 50; i++) {
        int[] record = i % 2 == 0 ? record(random, 34) : byLabel.get(k).get(i % count);
        assertThat(ngrams.logProbability(k, record, border))
            .isCloseTo(oracle.logProbability(record, border), within(1e-9));
      }
      int[] unseen = {5, Vocabulary.NONE, 5, 4};
      assertThat(ngrams.logProbability(k, unseen, border))
          .isCloseTo(oracle.logProbability(unseen, border), within(1e-9));
    }
  }

  @Test
  void numbers_giveTheSameCounts() {
    RecordNgrams ngrams = some();
    RecordNgrams again = RecordNgrams.of(ngrams.toNumbers(), 2, 40);

    assertThat(again.toNumbers()).isEqualTo(ngrams.toNumbers());
    assertThat(again.size()).isEqualTo(ngrams.size()).isPositive();
    assertThat(again.logProbability(1, new int[] {5, 6}, new int[] {0}))
        .isEqualTo(ngrams.logProbability(1, new int[] {5, 6}, new int[] {0}));
  }

  private static RecordNgrams some() {
    int[] symbols = {2, 3};
    List<List<int[]>> byLabel =
        List.of(List.of(new int[] {5, 6, 5, 7, 8, 9}), List.of(new int[] {5, 5}, new int[] {6}));
    return RecordNgrams.of(labelled(byLabel, symbols, new int[] {0}), symbols, 40).orElseThrow();
  }

  @Test
  void anyOtherNumbers_areRefusedOrRead() {
    long[] good = some().toNumbers();
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      long[] bad = Arrays.copyOf(good, good.length - random.nextInt(3));
      bad[random.nextInt(bad.length)] ^= 1L << random.nextInt(64);
      try {
        RecordNgrams read = RecordNgrams.of(bad, 2, 40);
        assertThat(read.logProbability(0, new int[] {5, 6, 5, 7, 8, 9}, new int[] {0})).isNotNaN();
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
    assertThatThrownBy(() -> RecordNgrams.of(new long[1], 2, 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 n-grams of 2 labels");
  }

  @Test
  void runsThatWouldTakeTooMuch_areLeftOut_theLongestFirst() {
    int[] symbols = {2, 3};
    SplittableRandom random = new SplittableRandom(8);
    List<int[]> many = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      many.add(random.ints(6, 4, 40).toArray());
    }
    RecordTokens records =
        labelled(List.of(many, List.of(new int[] {5, 6})), symbols, new int[] {0});

    RecordNgrams ngrams = RecordNgrams.of(records, symbols, 40).orElseThrow();

    // 36 different tokens, up to 36² and 36³ runs, and then nearly as many as there are places.
    assertThat(ngrams.size()).isBetween(36 * 36 * 36, (1 << 20) - 200_000);
    assertThat(RecordNgrams.of(ngrams.toNumbers(), 2, 40).toNumbers())
        .isEqualTo(ngrams.toNumbers());
    Oracle oracle = new Oracle(List.of(new int[] {5, 6}), new int[] {0}, 40);
    assertThat(ngrams.logProbability(1, new int[] {5, 7}, new int[] {0}))
        .isCloseTo(oracle.logProbability(new int[] {5, 7}, new int[] {0}), within(1e-9));
  }

  @Test
  void withoutLabels_orOfAVocabularyBeyondAllBounds_nothingIsCounted() {
    RecordTokens plain = RecordTokens.find(Tokens.of(40, 5, 6, 0, 7, 0), new int[] {0});

    assertThat(RecordNgrams.of(plain, new int[] {2, 3}, 40)).isEmpty();
    assertThat(RecordNgrams.of(plain, new int[] {5, 7}, 1 << 22)).isEmpty();
    assertThat(RecordNgrams.of(plain, new int[] {5, 7}, 40)).isPresent();
  }
}
