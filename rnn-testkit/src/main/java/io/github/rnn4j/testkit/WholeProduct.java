// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.fail;

import io.github.rnn4j.api.Precision;
import java.util.SplittableRandom;

/**
 * A product of whole numbers so small that all sums are exact in a precision, in any order, and so
 * large that they are not in a shorter one. Its oracle is integer arithmetic, and cheap.
 */
final class WholeProduct {
  private final Size size;
  private final Grid a;
  private final Grid b;
  private final Grid c;

  WholeProduct(Size size, Precision precision) {
    this.size = size;
    int digits = precision == Precision.FLOAT32 ? 24 : 53;
    int inner = 32 - Integer.numberOfLeadingZeros(size.k());
    int factor = (digits - 3 - inner) / 2;
    SplittableRandom random = new SplittableRandom(20_260_103L);
    a = whole(size.m(), size.k(), factor, random);
    b = whole(size.k(), size.n(), factor, random);
    c = whole(size.m(), size.n(), digits - 4, random);
  }

  private static Grid whole(int rows, int columns, int digits, SplittableRandom random) {
    long limit = 1L << digits;
    return Grid.generate(rows, columns, () -> random.nextLong(1 - limit, limit));
  }

  Grid a() {
    return a;
  }

  Grid b() {
    return b;
  }

  Grid c() {
    return c;
  }

  /** Asserts that each element of α·A·B + β·C is the exact one. */
  void assertExact(double alpha, double beta, Grid actual, String what) {
    int n = size.n();
    double[] row = new double[n];
    for (int i = 0; i < size.m(); i++) {
      for (int j = 0; j < n; j++) {
        row[j] = beta == 0 ? 0 : beta * c.at(i, j);
      }
      for (int p = 0; p < size.k(); p++) {
        double factor = alpha * a.at(i, p);
        for (int j = 0; j < n; j++) {
          row[j] += factor * b.values()[p * n + j];
        }
      }
      for (int j = 0; j < n; j++) {
        if (actual.at(i, j) != row[j]) {
          fail(
              "%s of whole numbers at %s: c(%s, %s) is %s instead of %s",
              what, size, i, j, actual.at(i, j), row[j]);
        }
      }
    }
  }
}
