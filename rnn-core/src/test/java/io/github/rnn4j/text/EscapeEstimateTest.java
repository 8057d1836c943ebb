// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeEstimateTest {
  /**
   * Gale and Sampson, Good-Turing frequency estimation without tears, 1995, table 1: prosodic
   * units.
   */
  private static final int[][] GALE_AND_SAMPSON = {
    {1, 120}, {2, 40}, {3, 24}, {4, 13}, {5, 15}, {6, 5}, {7, 11}, {8, 2}, {9, 2}, {10, 1}, {12, 3},
    {14, 2}, {15, 1}, {16, 1}, {17, 3}, {19, 1}, {20, 3}, {21, 2}, {23, 3}, {24, 3}, {25, 3},
    {26, 2}, {27, 2}, {28, 1}, {31, 2}, {32, 2}, {33, 1}, {34, 2}, {36, 2}, {41, 3}, {43, 1},
    {45, 3}, {46, 1}, {47, 1}, {50, 1}, {71, 1}, {84, 1}, {101, 1}, {105, 1}, {121, 1}, {124, 1},
    {146, 1}, {162, 1}, {193, 1}, {199, 1}, {224, 1}, {226, 1}, {254, 1}, {257, 1}, {339, 1},
    {421, 1}, {456, 1}, {481, 1}, {483, 1}, {1140, 1}, {1256, 1}, {1322, 1}, {1530, 1}, {2131, 1},
    {2395, 1}, {6925, 1}, {7846, 1}
  };

  @Test
  void publishedExample_comesOut() {
    long[] counts =
        Arrays.stream(GALE_AND_SAMPSON)
            .flatMapToLong(row -> IntStream.range(0, row[1]).mapToLong(i -> row[0]))
            .toArray();
    EscapeEstimate escape = EscapeEstimate.of(counts, 1);
    assertThat(escape.tokens()).isEqualTo(30_902);
    assertThat(escape.rare()).isEqualTo(120);
    // Their P₀.
    assertThat(escape.probability()).isCloseTo(0.003883, within(5e-7));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 0.5",
    "2, 5, 0.4",
    "1, 1000000, 1e-6", // r / N
    "0, 1, 0.5",
    "0, 999, 0.001", // the floor
    "1, 1, 0.5",
    "4, 4, 0.8" // the ceiling
  })
  void probability_isTheShareOfWhatOccursOnce(long rare, long tokens, double p) {
    assertThat(new EscapeEstimate(rare, tokens, false).probability()).isCloseTo(p, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 100, 1L << 40, 1L << 50})
  void probability_isAbove0AndBelow1(long tokens) {
    for (long rare : new long[] {0, 1, tokens}) {
      double p = new EscapeEstimate(rare, tokens, false).probability();
      assertThat(p).isGreaterThan(0).isLessThan(1);
      assertThat(Math.log1p(-p)).isFinite().isNegative();
    }
  }

  @Test
  void leastCount_countsWhatIsKeptOutOfTheVocabulary() {
    long[] counts = {1, 1, 2, 2, 2, 3, 10, 0};
    assertThat(EscapeEstimate.of(counts, 1)).isEqualTo(new EscapeEstimate(2, 21, false));
    assertThat(EscapeEstimate.of(counts, 2)).isEqualTo(new EscapeEstimate(8, 21, false));
    assertThat(EscapeEstimate.of(counts, 3)).isEqualTo(new EscapeEstimate(11, 21, false));
  }

  /** Over many texts of a known source, the estimate is the chance that what follows is new. */
  @Test
  void estimate_isUnbiasedOnASourceThatIsKnown() {
    Random random = new Random(11);
    int kinds = 200;
    double estimates = 0;
    double chances = 0;
    int texts = 4000;
    for (int text = 0; text < texts; text++) {
      long[] counts = new long[kinds];
      for (int i = 0; i < 300; i++) {
        // Zipf's law, roughly: small numbers are frequent.
        counts[(int) (kinds * Math.pow(random.nextDouble(), 3))]++;
      }
      estimates += EscapeEstimate.of(counts, 1).probability();
      for (int kind = 0; kind < kinds; kind++) {
        if (counts[kind] == 0) {
          chances += Math.cbrt((kind + 1.0) / kinds) - Math.cbrt((double) kind / kinds);
        }
      }
    }
    // Its bias is below 1/N; the standard deviation of a text's is about 0.03.
    assertThat(estimates / texts).isCloseTo(chances / texts, within(1 / 300.0 + 4 * 0.03 / 63));
  }

  @ParameterizedTest
  @CsvSource({"CHAR, 1", "CHAR, 3", "WORD, 1", "WORD, 2"})
  void corpus_knowsItsEstimate(Unit unit, long minCount) {
    for (int seed = 1; seed <= 20; seed++) {
      String text = UnitTest.randomText(seed) + " the the the the the the ";
      Corpus corpus = new CorpusReader(unit, minCount).add(text, "text").toCorpus();
      Map<String, Long> counts =
          tokens(unit, text)
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      long rare = counts.values().stream().filter(c -> c <= minCount).mapToLong(c -> c).sum();
      long all = counts.values().stream().mapToLong(c -> c).sum();
      assertThat(corpus.escape())
          .as("seed %d", seed)
          .isEqualTo(new EscapeEstimate(rare, all, false));
    }
  }

  private static java.util.stream.Stream<String> tokens(Unit unit, String text) {
    if (unit == Unit.CHAR) {
      return text.codePoints().mapToObj(Character::toString);
    }
    java.util.List<String> words = new java.util.ArrayList<>();
    WordSplitter.split(text, words::add);
    return words.stream();
  }

  @Test
  void bytes_areNeverNew() throws IOException {
    byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
    Corpus corpus =
        new CorpusReader(Unit.BYTE, 1).add(new ByteArrayInputStream(bytes), "in").toCorpus();
    assertThat(corpus.escape()).isEqualTo(EscapeEstimate.NONE);
    assertThat(corpus.escape().probability()).isZero();
  }

  @Test
  void countsThatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> EscapeEstimate.of(new long[0], 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EscapeEstimate.of(new long[] {1, -1}, 1))
        .hasMessageContaining("-1 times");
    assertThatThrownBy(() -> EscapeEstimate.of(new long[] {1}, 0))
        .hasMessageContaining("least count of 0");
    assertThatThrownBy(() -> new EscapeEstimate(3, 2, false))
        .hasMessageContaining("3 rare tokens of 2");
    assertThatThrownBy(() -> new EscapeEstimate(1, 2, true))
        .hasMessageContaining("none can be new");
  }
}
