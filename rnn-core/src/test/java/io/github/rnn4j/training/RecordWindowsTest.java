// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.records.RecordTokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordWindowsTest {
  private static RecordTokens records(int count, int longest) {
    SplittableRandom random = new SplittableRandom(count);
    int[][] records = new int[count][];
    for (int i = 0; i < count; i++) {
      records[i] = random.ints(random.nextInt(1, longest + 1), 1, 9).toArray();
    }
    return RecordTokens.of(9, records, new int[] {0});
  }

  private static String window(RecordWindows windows, long step) {
    int[] inputs = new int[windows.largest()];
    int[] targets = new int[windows.largest()];
    windows.fill(step, inputs, targets);
    return Arrays.toString(inputs)
        + Arrays.toString(targets)
        + Arrays.toString(Arrays.copyOf(windows.resets(), windows.resetCount()));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "3, 40, 4, 3", "50, 6, 7, 5", "200, 12, 20, 16"})
  void whoGoesToAPlace_goesOnAsWhoeverWasThere(int count, int longest, int batch, int steps) {
    RecordTokens records = records(count, longest);
    RecordWindows whole = new RecordWindows(records, batch, steps, 3);
    for (int step = 0; step < 40; step++) {
      long[] before = whole.place(step);
      String window = window(whole, step);
      assertThat(whole.place(step)).isEqualTo(before);
      String next = window(whole, step + 1);
      assertThat(window(whole, step + 1)).isEqualTo(next);

      RecordWindows other = new RecordWindows(records, batch, steps, 3);
      other.goTo(step, before);
      assertThat(window(other, step)).as("step " + step).isEqualTo(window);
      assertThat(window(other, step + 1)).isEqualTo(next);
      assertThat(new RecordWindows(records, batch, steps, 3).place(step)).isEqualTo(before);
      RecordWindows unknown = new RecordWindows(records, batch, steps, 3);
      unknown.goTo(step);
      assertThat(window(unknown, step)).isEqualTo(window);

      window(whole, step);
    }
  }

  @Test
  void placeIsTaken_notDealtAgain() {
    RecordTokens records = records(50, 6);
    long[] place = new RecordWindows(records, 7, 5, 3).place(30);
    long[] moved = place.clone();
    moved[1]++;
    RecordWindows other = new RecordWindows(records, 7, 5, 3);
    other.goTo(30, moved);
    RecordWindows same = new RecordWindows(records, 7, 5, 3);
    same.goTo(30, place);

    assertThat(window(other, 30) + window(other, 31))
        .isNotEqualTo(window(same, 30) + window(same, 31));
  }

  @Test
  void impossiblePlaces_areRefused_andChangeNothing() {
    RecordTokens records = records(50, 6);
    RecordWindows windows = new RecordWindows(records, 3, 5, 3);
    long[] good = windows.place(12);
    for (int i = 0; i < good.length; i++) {
      for (long bad : new long[] {-1, good[i] + (1L << 40), Long.MAX_VALUE, Long.MIN_VALUE}) {
        long[] place = good.clone();
        place[i] = bad;
        if (i != 1 || bad < 0) {
          assertThatThrownBy(() -> windows.goTo(12, place))
              .as(i + ": " + bad)
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
    assertThatThrownBy(() -> windows.goTo(11, good))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("records are dealt up to 60, step 11 begins at 55");
    assertThatThrownBy(() -> windows.goTo(12, Arrays.copyOf(good, good.length - 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(windows.place(12)).isEqualTo(good);
  }
}
