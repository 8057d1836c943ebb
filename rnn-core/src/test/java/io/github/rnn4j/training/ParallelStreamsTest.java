// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.UnusableTextException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelStreamsTest {
  @Test
  void smallCase_looksAsInTheBook() {
    // 12 pairs in 5 streams: q = 2, r = 2; streams of 3, 3, 2, 2, 2 pairs.
    ParallelStreams streams = streams(13, 5, 2);
    int[] inputs = filled(10);
    int[] targets = filled(10);

    assertThat(streams.windows()).isEqualTo(2);
    assertThat(streams.pairs()).isEqualTo(12);
    assertThat(streams.largestWindow()).isEqualTo(10);
    assertThat(streams.fill(0, inputs, targets)).isEqualTo(10);
    assertThat(inputs).containsExactly(0, 3, 6, 8, 10, 1, 4, 7, 9, 11);
    assertThat(targets).containsExactly(1, 4, 7, 9, 11, 2, 5, 8, 10, 12);

    Arrays.fill(inputs, -1);
    Arrays.fill(targets, -1);
    assertThat(streams.steps(1)).isEqualTo(1);
    assertThat(streams.rowsOfLastStep(1)).isEqualTo(2);
    assertThat(streams.fill(1, inputs, targets)).isEqualTo(2);
    assertThat(inputs).containsExactly(2, 5, -1, -1, -1, -1, -1, -1, -1, -1);
    assertThat(targets).containsExactly(3, 6, -1, -1, -1, -1, -1, -1, -1, -1);
  }

  @Test
  void oneStream_isTheTextInOrder() {
    ParallelStreams streams = streams(11, 1, 10);
    int[] inputs = filled(10);
    int[] targets = filled(10);
    assertThat(streams.windows()).isEqualTo(1);
    assertThat(streams.fill(0, inputs, targets)).isEqualTo(10);
    assertThat(inputs).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(targets).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void everyPair_isGivenExactlyOnceInOrder() {
    int cases = 0;
    for (int n = 2; n <= 60; n++) {
      for (int b = 1; b < n; b++) {
        for (int t = 1; t < n; t = t < 6 ? t + 1 : t + 3) {
          check(n, b, t);
          cases++;
        }
      }
    }
    assertThat(cases).isGreaterThan(10_000);
    check(100_003, 50, 50);
    check(100_000, 7, 333);
  }

  private static void check(int n, int b, int t) {
    String what = "N=" + n + " B=" + b + " T=" + t;
    ParallelStreams streams = streams(n, b, t);
    int q = (n - 1) / b;
    int r = (n - 1) % b;
    int[] expected = new int[b]; // the next input of each stream
    int[] left = new int[b];
    int at = 0;
    for (int i = 0; i < b; i++) {
      expected[i] = at;
      if (streams.start(i) != at) {
        assertThat(streams.start(i)).as(what).isEqualTo(at);
      }
      left[i] = i < r ? q + 1 : q;
      at += left[i];
    }
    assertThat(at).as(what).isEqualTo(n - 1);
    int[] inputs = new int[streams.largestWindow()];
    int[] targets = new int[streams.largestWindow()];
    long pairs = 0;
    for (long w = 0; w < streams.windows(); w++) {
      boolean last = w == streams.windows() - 1;
      int steps = streams.steps(w);
      int rowsOfLastStep = streams.rowsOfLastStep(w);
      int rows = streams.fill(w, inputs, targets);
      boolean sound =
          rows == streams.rows(w)
              && rows == (steps - 1) * b + rowsOfLastStep
              && steps >= 1
              && (last ? steps <= t : steps == t)
              && rowsOfLastStep == (last && r > 0 ? r : b);
      for (int row = 0; row < rows; row++) {
        int stream = row % b;
        sound &=
            inputs[row] == expected[stream]++
                && targets[row] == inputs[row] + 1
                && --left[stream] >= 0;
      }
      if (!sound) {
        assertThat(sound).as("%s, window %d: steps, rows, order and targets", what, w).isTrue();
      }
      pairs += rows;
    }
    assertThat(pairs).as(what).isEqualTo(n - 1);
    assertThat(left).as(what).containsOnly(0);
  }

  @Test
  void textShorterThanOneWindow_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> streams(10, 1, 10))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage(
            "the text is shorter than one window: its 10 tokens make 9 steps, the sequence length is 10:"
                + " lower it to at most 9, or take a longer text");
    assertThatThrownBy(() -> streams(1, 1, 1))
        .isInstanceOf(UnusableTextException.class)
        .hasMessageContaining("its 1 token make 0 steps")
        .hasMessageEndingWith("a longer text is needed");
    assertThatThrownBy(() -> streams(0, 1, 1)).isInstanceOf(UnusableTextException.class);
  }

  @Test
  void fewerPairsThanStreams_areRefusedWithTheRemedy() {
    assertThatThrownBy(() -> streams(11, 11, 5))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage(
            "the text is too short for its streams: its 11 tokens make 10 steps, the batch size is 11:"
                + " lower it to at most 10, or take a longer text");
    assertThat(streams(11, 10, 5).windows()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 'the batch size must be positive, not 0'",
    "-3, 1, 'the batch size must be positive, not -3'",
    "1, 0, 'the sequence length must be positive, not 0'",
    "1, -1, 'the sequence length must be positive, not -1'",
    "65536, 32768, 'a window of 65536 streams × 32768 steps is over 2³¹ − 1 rows: lower either'",
  })
  void wrongSizes_areRefused(int batchSize, int windowLength, String message) {
    assertThatThrownBy(() -> streams(100, batchSize, windowLength))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shortArrays_areRefusedUntouched() {
    ParallelStreams streams = streams(13, 5, 2);
    int[] enough = filled(10);
    assertThatThrownBy(() -> streams.fill(0, enough, new int[9]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window 0 has 10 rows, but inputs has 10 and targets 9");
    assertThatThrownBy(() -> streams.fill(0, new int[9], enough))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(enough).containsOnly(-1);
  }

  @Test
  void windowsAndStreamsOutside_areRefused() {
    ParallelStreams streams = streams(13, 5, 2);
    assertThatThrownBy(() -> streams.steps(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no window 2 of 2");
    assertThatThrownBy(() -> streams.fill(-1, filled(10), filled(10)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> streams.start(5)).hasMessage("there is no stream 5 of 5");
  }

  @Test
  void textOverTheRangeOfInt_isCutAsAnyOther() {
    Tokens endless =
        new Tokens() {
          @Override
          public long length() {
            return 5_000_000_002L;
          }

          @Override
          public int get(long index) {
            return (int) (index % 251);
          }
        };
    ParallelStreams streams = new ParallelStreams(endless, 2, 100);
    int[] inputs = filled(200);
    int[] targets = filled(200);
    assertThat(streams.windows()).isEqualTo(25_000_001);
    // q = 2,500,000,000 and r = 1: the last window is the one step that stream 0 has more.
    assertThat(streams.fill(25_000_000, inputs, targets)).isEqualTo(1);
    assertThat(inputs[0]).isEqualTo((int) (2_500_000_000L % 251));
    assertThat(streams.fill(24_999_999, inputs, targets)).isEqualTo(200);
    assertThat(targets[199]).isEqualTo((int) (5_000_000_001L % 251));
  }

  private static ParallelStreams streams(int n, int b, int t) {
    return new ParallelStreams(Tokens.of(Math.max(n, 1), IntStream.range(0, n).toArray()), b, t);
  }

  private static int[] filled(int size) {
    int[] array = new int[size];
    Arrays.fill(array, -1);
    return array;
  }
}
