// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.bench.Speedometer.Window;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MeasuredWindowTest {
  /** 50 characters a second. */
  private static final Window WINDOW = new Window(100, 4, 2, OptionalLong.empty());

  @Test
  void fraction_isThatOfThePeakAroundTheWindow() {
    MeasuredWindow window =
        new MeasuredWindow(WINDOW, OptionalDouble.of(3000), OptionalDouble.of(2000));
    assertThat(window.peak()).hasValue(2500);
    assertThat(window.fraction(10, 1)).hasValue(500 / 2500.0);
    assertThat(window.fraction(10, 2)).hasValue(250 / 2500.0);
  }

  @Test
  void fraction_isUnknownWithoutAPeak() {
    MeasuredWindow window =
        new MeasuredWindow(WINDOW, OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(window.peak()).isEmpty();
    assertThat(window.fraction(10, 1)).isEmpty();
  }
}
