// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.bench.Speedometer.Window;
import org.junit.jupiter.api.Test;

class SpeedometerTest {
  private int calls;

  @Test
  void window_countsStepsAndCharactersAndGoesToTheEndOfAStep() {
    Speedometer speedometer =
        new Speedometer(
            () -> {
              calls++;
              return 7;
            },
            () -> true);
    Window window = speedometer.window(1e-3);
    assertThat(window.steps()).isEqualTo(calls);
    assertThat(window.characters()).isEqualTo(7L * calls);
    assertThat(window.seconds()).isGreaterThanOrEqualTo(1e-3);
    assertThat(window.rate()).isEqualTo(window.characters() / window.seconds());
  }

  @Test
  void warmUp_takesTenPiecesOfTimeAtLeast() {
    Speedometer speedometer = new Speedometer(() -> ++calls, () -> true);
    assertThat(speedometer.warmUp(1e-4)).isGreaterThanOrEqualTo(10 * 1e-4);
    assertThat(calls).isGreaterThanOrEqualTo(3);
  }

  /** Pieces that are equally fast, with a backend that will be faster. */
  @Test
  void warmUp_goesOnWhileTheBackendIsCold() {
    long start = System.nanoTime();
    Speedometer gettingWarm =
        new Speedometer(() -> ++calls, () -> System.nanoTime() - start > 200_000_000);
    assertThat(gettingWarm.warmUp(0.01)).isGreaterThanOrEqualTo(0.19);
    Speedometer neverWarm = new Speedometer(() -> ++calls, () -> false);
    assertThat(neverWarm.warmUp(0.01)).isGreaterThanOrEqualTo(30 * 0.01);
  }

  @Test
  void median_isTheMiddleOne() {
    assertThat(Speedometer.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Speedometer.median(new double[] {4, 1, 2, 8})).isEqualTo(3);
    assertThat(Speedometer.median(new double[] {5})).isEqualTo(5);
  }
}
