package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Equality bit for bit: −0 is not +0, NaN is NaN. */
final class Bits {
  private Bits() {}

  static long[] of(double... values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  private static boolean equal(double[] actual, double[] expected) {
    boolean equal = actual.length == expected.length;
    for (int i = 0; equal && i < actual.length; i++) {
      equal = Double.doubleToLongBits(actual[i]) == Double.doubleToLongBits(expected[i]);
    }
    return equal;
  }

  static void assertSame(double[] actual, double[] expected, String what) {
    if (!equal(actual, expected)) {
      assertThat(actual).as(what).containsExactly(expected);
      assertThat(of(actual)).as(what + ", as bits").containsExactly(of(expected));
    }
  }
}
