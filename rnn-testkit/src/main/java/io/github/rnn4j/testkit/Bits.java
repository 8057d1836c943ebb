// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.fail;

/** Equality bit for bit: −0 is not +0, NaN is NaN. */
final class Bits {
  private Bits() {}

  private static boolean equal(double actual, double expected) {
    return Double.doubleToLongBits(actual) == Double.doubleToLongBits(expected);
  }

  static boolean equal(double[] actual, double[] expected) {
    boolean equal = actual.length == expected.length;
    for (int i = 0; equal && i < actual.length; i++) {
      equal = equal(actual[i], expected[i]);
    }
    return equal;
  }

  /** Fails with the first of the elements that differ, and their number. */
  static void assertSame(double[] actual, double[] expected, String what) {
    if (actual.length != expected.length) {
      fail("%s: %s elements instead of %s", what, actual.length, expected.length);
    }
    int first = -1;
    int different = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!equal(actual[i], expected[i])) {
        first = first < 0 ? i : first;
        different++;
      }
    }
    if (different > 0) {
      fail(
          "%s: %s of %s elements have other bits, the first is %s: %s instead of %s (%s and %s)",
          what,
          different,
          actual.length,
          first,
          actual[first],
          expected[first],
          Double.toHexString(actual[first]),
          Double.toHexString(expected[first]));
    }
  }
}
