// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PrecisionTest {

  @Test
  void unitRoundoff_isHalfTheGapAboveOne() {
    assertThat(Precision.FLOAT64.unitRoundoff()).isEqualTo(Math.ulp(1.0) / 2);
    assertThat(Precision.FLOAT32.unitRoundoff()).isEqualTo(Math.ulp(1.0f) / 2);
  }

  @Test
  void gamma_isNTimesUOverOneMinusNTimesU() {
    assertThat(Precision.FLOAT32.gamma(0)).isZero();
    assertThat(Precision.FLOAT32.gamma(1L << 23)).as("n·u = 1/2").isEqualTo(1);
    assertThat(Precision.FLOAT64.gamma(1L << 51)).as("n·u = 1/4").isEqualTo(1 / 3.0);
  }

  @Test
  void gamma_outsideItsRange_isRefusedNamingN() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.FLOAT32.gamma(1 << 24))
        .withMessageContaining("16777216");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.FLOAT64.gamma(-1))
        .withMessageContaining("-1");
  }

  @Test
  void round_isToNearestEven() {
    assertThat(Precision.FLOAT32.round(0.1)).isEqualTo(0.1f);
    assertThat(Precision.FLOAT32.round(16777217)).isEqualTo(16777216);
    assertThat(Precision.FLOAT32.round(16777219)).isEqualTo(16777220);
    assertThat(Precision.FLOAT32.round(1e300)).isInfinite();
    assertThat(Precision.FLOAT32.round(Double.NaN)).isNaN();
    assertThat(Precision.FLOAT64.round(0.1)).isEqualTo(0.1);
  }
}
