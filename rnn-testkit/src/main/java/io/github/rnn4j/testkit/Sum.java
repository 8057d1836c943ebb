// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

/**
 * A sum of numbers and products, as if in twice the precision of double; beside it the sum of
 * absolute values.
 *
 * @see <a href="https://doi.org/10.1137/030601818">Ogita, Rump, Oishi, Accurate Sum and Dot
 *     Product, algorithm 5.3</a>
 */
final class Sum {
  private double high;
  private double low;
  private double absolute;

  Sum add(double x) {
    accumulate(x, 0);
    absolute += Math.abs(x);
    return this;
  }

  Sum add(double x, double y) {
    double product = x * y;
    accumulate(product, Math.fma(x, y, -product));
    absolute += Math.abs(product);
    return this;
  }

  private void accumulate(double x, double error) {
    double sum = high + x;
    double z = sum - high;
    low += (high - (sum - z)) + (x - z) + error;
    high = sum;
  }

  /** The sum; NaN and infinity as IEEE 754 has them. */
  double value() {
    return Double.isFinite(high) ? high + low : high;
  }

  /** What was summed, without the signs. */
  double absolute() {
    return absolute;
  }
}
