// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

/**
 * The spread of a tensor's numbers.
 *
 * @param least the smallest number that is not NaN
 * @param most the largest number that is not NaN
 * @param mean of the finite numbers
 * @param deviation the standard deviation of the finite numbers, √(Σ(x − mean)²/n)
 * @param notFinite how many are infinite or NaN
 */
record TensorStatistics(double least, double most, double mean, double deviation, long notFinite) {

  /** By Welford's recurrence, in one pass. */
  static TensorStatistics of(double... values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double mean = 0;
    double squares = 0;
    long finite = 0;
    for (double x : values) {
      if (x < least) {
        least = x;
      }
      if (x > most) {
        most = x;
      }
      if (Double.isFinite(x)) {
        finite++;
        double before = x - mean;
        mean += before / finite;
        squares += before * (x - mean);
      }
    }
    return new TensorStatistics(
        least, most, mean, Math.sqrt(squares / Math.max(1, finite)), values.length - finite);
  }
}
