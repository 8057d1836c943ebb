// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordTokensTest {
  private static List<String> found(String text, String border) {
    Corpus corpus = Corpus.of(text);
    RecordTokens records = RecordTokens.find(corpus.tokens(), corpus.vocabulary().encode(border));
    return texts(records, corpus.vocabulary());
  }

  private static List<String> texts(RecordTokens records, Vocabulary vocabulary) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      int[] ids = new int[records.length(i)];
      records.record(i).copy(0, ids, 0, ids.length);
      texts.add(vocabulary.decode(ids));
    }
    return texts;
  }

  @Test
  void records_endAtTheBorder() {
    assertThat(found("ann\nbo\ncy\n", "\n")).containsExactly("ann", "bo", "cy");
  }

  @Test
  void records_takeInWhatStandsAfterTheLastBorder() {
    assertThat(found("ann\nbo\ncy", "\n")).containsExactly("ann", "bo", "cy");
  }

  @Test
  void records_areNeverEmpty() {
    assertThat(found("\n\nann\n\n\nbo\n\n", "\n")).containsExactly("ann", "bo");
  }

  @Test
  void longBorder_isFoundAsSoonAsItIsComplete() {
    assertThat(found("a\nb\n\nc\n\n\nd", "\n\n")).containsExactly("a\nb", "c", "\nd");
    assertThat(found("xababay", "aba")).containsExactly("x", "bay");
    assertThat(found("aab", "ab")).containsExactly("a");
  }

  @Test
  void token_goesOnIntoTheBorder() {
    Corpus corpus = Corpus.of("ann--bo");
    int[] border = corpus.vocabulary().encode("--");
    RecordTokens records = RecordTokens.find(corpus.tokens(), border);

    String read =
        IntStream.range(0, 5)
            .mapToObj(at -> corpus.vocabulary().textOf(records.token(0, at)))
            .collect(Collectors.joining());

    assertThat(read).isEqualTo("ann--");
    assertThat(records.first()).isEqualTo(border[1]);
    assertThat(records.predictions()).isEqualTo(3 + 2 + 2 + 2);
    assertThatThrownBy(() -> records.token(0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 1", "0.25, 2", "0.5, 3", "0.001, 4"})
  void split_drawsFromAllOver_andLosesNothing(double fraction, long seed) {
    int n = 2000;
    String text = IntStream.range(0, n).mapToObj(i -> "r" + i + "\n").collect(Collectors.joining());
    Corpus corpus = Corpus.of(text);
    RecordTokens all = RecordTokens.find(corpus.tokens(), corpus.vocabulary().encode("\n"));

    RecordTokens.Split split = all.split(fraction, new RandomStreams(seed));

    List<String> held = texts(split.heldOut(), corpus.vocabulary());
    List<String> kept = texts(split.training(), corpus.vocabulary());
    assertThat(held).hasSize((int) Math.round(n * fraction));
    Set<String> both = new HashSet<>(held);
    both.addAll(kept);
    assertThat(both).hasSize(n);
    assertThat(held.size() + kept.size()).isEqualTo(n);
    assertThat(held).isSortedAccordingTo((a, b) -> number(a) - number(b));
    assertThat(split.training().predictions() + split.heldOut().predictions())
        .isEqualTo(all.predictions());
    if (held.size() > 100) {
      // A mean of k of the numbers 0 … n − 1 without replacement has a deviation below n/√(12 k).
      double mean = held.stream().mapToInt(RecordTokensTest::number).average().orElseThrow();
      assertThat(Math.abs(mean - (n - 1) / 2.0)).isLessThan(5 * n / Math.sqrt(12.0 * held.size()));
    }
    assertThat(texts(all.split(fraction, new RandomStreams(seed)).heldOut(), corpus.vocabulary()))
        .isEqualTo(held);
    assertThat(
            texts(all.split(fraction, new RandomStreams(seed + 9)).heldOut(), corpus.vocabulary()))
        .isNotEqualTo(held);
  }

  private static int number(String record) {
    return Integer.parseInt(record.substring(1));
  }

  @Test
  void split_refusesAnEmptyPart() {
    Corpus corpus = Corpus.of("a\nb\nc\n");
    RecordTokens all = RecordTokens.find(corpus.tokens(), corpus.vocabulary().encode("\n"));

    assertThatThrownBy(() -> all.split(0.1, new RandomStreams(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 of 3 records");
    assertThatThrownBy(() -> all.split(0.99, new RandomStreams(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 of 3 records");
  }

  @Test
  void shuffled_isAPermutation_andAllAreEquallyLikely() {
    Corpus corpus = Corpus.of("a\nb\nc\n");
    RecordTokens all = RecordTokens.find(corpus.tokens(), corpus.vocabulary().encode("\n"));
    int[] seen = new int[6];
    int draws = 6000;
    for (int i = 0; i < draws; i++) {
      int[] order = all.shuffled(new RandomStreams(7).stream("test", i));
      assertThat(order).containsExactlyInAnyOrder(0, 1, 2);
      seen[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
    }
    for (int count : seen) {
      // binomial, deviation √(n p (1 − p)) = 28.9; five of them
      assertThat(count).isBetween(1000 - 145, 1000 + 145);
    }
  }
}
