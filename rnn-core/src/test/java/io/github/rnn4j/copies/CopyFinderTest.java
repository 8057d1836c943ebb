// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a search through everything, which knows nothing of automata. */
class CopyFinderTest {
  private static final int MOST_N = 9;

  /** Whether a run stands in one of the parts of the text. */
  private static boolean stands(List<Integer> run, List<int[]> text) {
    return text.stream().anyMatch(part -> Collections.indexOfSubList(list(part), run) >= 0);
  }

  private static List<Integer> list(int[] tokens) {
    return Arrays.stream(tokens).boxed().toList();
  }

  /** The lengths of the longest runs that end at each place of a part of the sample. */
  private static int[] longest(int[] part, List<int[]> text) {
    int[] longest = new int[part.length];
    for (int end = 0; end < part.length; end++) {
      while (longest[end] <= end && stands(list(part).subList(end - longest[end], end + 1), text)) {
        longest[end]++;
      }
    }
    return longest;
  }

  private static List<Copies.Ngrams> ngrams(List<int[]> sample, List<int[]> text) {
    List<Copies.Ngrams> all = new ArrayList<>();
    for (int n = 1; n <= MOST_N; n++) {
      long occurrences = 0;
      long fresh = 0;
      Set<List<Integer>> distinct = new HashSet<>();
      Set<List<Integer>> newDistinct = new HashSet<>();
      for (int[] part : sample) {
        for (int i = 0; i + n <= part.length; i++) {
          List<Integer> ngram = list(part).subList(i, i + n);
          occurrences++;
          distinct.add(ngram);
          if (!stands(ngram, text)) {
            fresh++;
            newDistinct.add(ngram);
          }
        }
      }
      all.add(new Copies.Ngrams(n, occurrences, fresh, distinct.size(), newDistinct.size()));
    }
    return all;
  }

  /** The lengths of the runs that no token more on their right would leave a copy, each once. */
  private static List<List<Integer>> runs(List<int[]> sample, List<int[]> text) {
    Set<List<Integer>> runs = new HashSet<>();
    for (int[] part : sample) {
      int[] longest = longest(part, text);
      for (int end = 0; end < part.length; end++) {
        boolean goesOn = end + 1 < part.length && longest[end + 1] == longest[end] + 1;
        if (longest[end] > 0 && !goesOn) {
          runs.add(list(part).subList(end + 1 - longest[end], end + 1));
        }
      }
    }
    return runs.stream().sorted(Comparator.comparingInt(run -> -run.size())).toList();
  }

  private static List<int[]> parts(int count, int length, int tokens, SplittableRandom random) {
    List<int[]> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(random.ints(random.nextInt(length + 1), 0, tokens).toArray());
    }
    return parts;
  }

  private static void readAll(CopyFinder finder, List<int[]> text) {
    for (int[] part : text) {
      Arrays.stream(part).forEach(finder::read);
      finder.cut();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 5, 2",
    "1, 1, 1, 1, 1",
    "1, 30, 1, 60, 1",
    "1, 40, 1, 200, 2",
    "1, 60, 1, 90, 3",
    "1, 80, 4, 50, 9",
    "5, 12, 6, 15, 2",
    "12, 6, 20, 6, 3",
    "30, 3, 30, 3, 2"
  })
  void copies_areThoseOfASearchThroughEverything(
      int sampleParts, int sampleLength, int textParts, int textLength, int tokens) {
    for (int seed = 0; seed < 6; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<int[]> sample = parts(sampleParts, sampleLength, tokens, random);
      // The text has a token more, which the sample does not know.
      List<int[]> text = parts(textParts, textLength, tokens + 1, random);
      CopyFinder finder =
          sampleParts == 1 ? CopyFinder.of(sample.get(0)) : CopyFinder.ofRecords(sample);
      readAll(finder, text);
      Copies copies = finder.find(1000, MOST_N);

      assertThat(copies.ngrams()).as("seed %d", seed).isEqualTo(ngrams(sample, text));
      List<List<Integer>> expected = runs(sample, text);
      assertThat(copies.runs()).hasSameSizeAs(expected);
      assertThat(copies.runs().stream().map(run -> list(run.tokens())))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(copies.runs().stream().map(run -> run.tokens().length))
          .isSortedAccordingTo(Comparator.reverseOrder());
      List<Integer> joined = new ArrayList<>();
      text.forEach(part -> joined.addAll(list(part)));
      List<Integer> joinedSample = new ArrayList<>();
      sample.forEach(part -> joinedSample.addAll(list(part)));
      for (Copies.Run run : copies.runs()) {
        int end = (int) run.origin() + run.tokens().length;
        assertThat(joined.subList((int) run.origin(), end)).isEqualTo(list(run.tokens()));
        assertThat(joinedSample.subList((int) run.start(), (int) run.start() + run.tokens().length))
            .isEqualTo(list(run.tokens()));
      }
      if (sampleParts > 1) {
        assertThat(copies.records()).isEqualTo(sampleParts);
        assertThat(copies.copiedRecords())
            .isEqualTo(
                sample.stream()
                    .filter(one -> one.length > 0)
                    .filter(one -> text.stream().anyMatch(other -> Arrays.equals(one, other)))
                    .count());
      }
    }
  }

  @Test
  void reading_goesOnAfterFinding() {
    CopyFinder finder = CopyFinder.of(new int[] {0, 1, 2, 3});
    finder.read(1);
    assertThat(finder.find(1, 0).runs().get(0).tokens()).containsExactly(1);
    finder.read(2);
    finder.read(3);
    Copies.Run run = finder.find(1, 0).runs().get(0);
    assertThat(run.tokens()).containsExactly(1, 2, 3);
    assertThat(run.origin()).isZero();
    assertThat(run.start()).isEqualTo(1);
  }

  @Test
  void longSample_isTakenUpInItsTime() {
    int[] sample = new SplittableRandom(1).ints(200_000, 0, 4).toArray();
    CopyFinder finder = CopyFinder.of(sample);
    for (int i = 1000; i < 151_000; i++) {
      finder.read(sample[i]);
    }
    assertThat(finder.find(1, 1).runs().get(0).tokens()).hasSize(150_000);
  }

  @Test
  void whatIsNoSample_isRefused() {
    assertThatThrownBy(() -> CopyFinder.of(new int[] {1, -1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sample has no token -1");
    assertThatThrownBy(() -> CopyFinder.of(new int[CopyFinder.MOST_TOKENS + 1]))
        .hasMessage("a sample of 8388609 tokens: it may have 8388608 at most");
  }
}
