package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Equality bit for bit: −0 is not +0, NaN is NaN. */
final class Bits {
  private Bits() {}

  static long[] of(double... values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  static void assertSame(double[] actual, double[] expected, String what) {
    if (!Arrays.equals(of(actual), of(expected))) {
      assertThat(actual).as(what).containsExactly(expected);
      assertThat(of(actual)).as(what + ", as bits").containsExactly(of(expected));
    }
  }
}
