// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import java.util.Random;

/** Operands with fixed random elements. */
final class Values {
  private Values() {}

  /** Numbers in [−bound, bound). */
  static double[] uniform(int count, double bound) {
    return new Random(20260101).doubles(count, -bound, bound).toArray();
  }

  /** The same numbers, an array a row. */
  static double[][] uniform(int rows, int columns, double bound) {
    double[] values = uniform(rows * columns, bound);
    double[][] result = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, result[i], 0, columns);
    }
    return result;
  }
}
