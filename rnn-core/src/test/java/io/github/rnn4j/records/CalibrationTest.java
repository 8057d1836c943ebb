// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.records.Calibration.Measure;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @Test
  void pValue_countsThoseThatCostAsMuch() {
    Calibration calibration =
        new Calibration(
            new long[] {3_000_000_000L, 1_000_000_000L, 2_000_000_000L}, new long[] {1, 1, 4});

    assertThat(calibration.pValue(Measure.TOTAL, 3_000_000_001L, 7)).isEqualTo(1.0 / 4);
    assertThat(calibration.pValue(Measure.TOTAL, 3_000_000_000L, 7)).isEqualTo(2.0 / 4);
    assertThat(calibration.pValue(Measure.TOTAL, 1_500_000_000L, 7)).isEqualTo(3.0 / 4);
    assertThat(calibration.pValue(Measure.TOTAL, 0, 7)).isEqualTo(1);
    // The means are 3, 1 and 0.5 nats.
    assertThat(calibration.pValue(Measure.MEAN, 4_000_000_000L, 2)).isEqualTo(2.0 / 4);
    assertThat(calibration.pValue(Measure.MEAN, 1_000_000_000L, 2)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void pValue_isThePlainCount(Measure measure) {
    SplittableRandom random = new SplittableRandom(1);
    for (int n : new int[] {1, 2, 10, 257}) {
      long[] nanonats = random.longs(n, 0, 50_000_000_000L).toArray();
      long[] predictions = random.longs(n, 1, 40).toArray();
      Calibration calibration = new Calibration(nanonats, predictions);
      for (int trial = 0; trial < 200; trial++) {
        int i = random.nextInt(n);
        long cost = trial % 2 == 0 ? nanonats[i] : random.nextLong(50_000_000_000L);
        long length = trial % 2 == 0 ? predictions[i] : 1 + random.nextInt(40);
        long asMuch = 0;
        for (int j = 0; j < n; j++) {
          if (measure.of(nanonats[j], predictions[j]) >= measure.of(cost, length)) {
            asMuch++;
          }
        }
        assertThat(calibration.pValue(measure, cost, length)).isEqualTo((1.0 + asMuch) / (n + 1));
      }
    }
  }

  /** The promise of conformal prediction: of ordinary records at most α are called strange. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.3})
  void falseAlarms_areNoMoreThanPromised(double alpha) {
    SplittableRandom random = new SplittableRandom(9);
    int rounds = 4000;
    int strange = 0;
    for (int round = 0; round < rounds; round++) {
      long[] costs = LongStream.generate(() -> cost(random)).limit(149).toArray();
      long[] ones = new long[costs.length];
      Arrays.fill(ones, 1);
      Calibration calibration = new Calibration(costs, ones);
      long fresh = cost(random);
      boolean is = calibration.pValue(Measure.TOTAL, fresh, 1) <= alpha;
      strange += is ? 1 : 0;
      assertThat(is).isEqualTo(fresh / 1e9 > calibration.threshold(Measure.TOTAL, alpha));
    }
    // ⌊α·150⌋/150 of them, without ties; five deviations
    double expected = Math.floor(alpha * 150) / 150 * rounds;
    assertThat((double) strange)
        .isBetween(
            expected - 5 * Math.sqrt(expected),
            Math.min(alpha * rounds, expected) + 5 * Math.sqrt(expected));
  }

  private static long cost(SplittableRandom random) {
    return Math.round(-Math.log(random.nextDouble()) * 1e9);
  }

  @Test
  void rate_mustBeReachable() {
    Calibration calibration = new Calibration(new long[98], LongStream.range(1, 99).toArray());

    assertThatThrownBy(() -> calibration.requireReachable(0.01))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.01")
        .hasMessageContaining("98 held-out records");
    calibration.requireReachable(1.0 / 99);
  }

  @Test
  void many_areThinnedOut() {
    long[] costs = LongStream.range(0, 25_000).toArray();
    long[] ones = new long[costs.length];
    Arrays.fill(ones, 1);

    Calibration calibration = new Calibration(costs, ones);

    assertThat(calibration.size()).isEqualTo(Calibration.MOST);
    assertThat(calibration.nanonats()).doesNotHaveDuplicates().isSorted();
    assertThat(calibration.pValue(Measure.TOTAL, 12_500, 1)).isBetween(0.499, 0.501);
  }

  @Test
  void damagedCosts_areRefused() {
    for (long[][] bad : new long[][][] {{{}, {}}, {{1}, {}}, {{-1}, {1}}, {{1}, {0}}}) {
      assertThatThrownBy(() -> new Calibration(bad[0], bad[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
