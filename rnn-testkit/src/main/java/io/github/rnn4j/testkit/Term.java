// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Precision;

/**
 * A value in a formula, and the magnitude to which its rounding errors are relative: the value of
 * the same formula with every operand taken absolutely and every difference as a sum. It does not
 * depend on how the formula is rearranged.
 *
 * @param value the value
 * @param magnitude at least |value|
 */
record Term(double value, double magnitude) {
  /**
   * No formula of a cell or an optimizer has a path of more than 32 roundings, a function of 4
   * units in the last place counted as 8; the oracle itself rounds as often.
   */
  private static final int ROUNDINGS = 64;

  static final Term ONE = of(1);

  static Term of(double value) {
    return new Term(value, Math.abs(value));
  }

  /** A value that is known up to a relative error. */
  static Term missedBy(double value, double error, Precision precision) {
    return new Term(value, Math.abs(value) * (1 + error / precision.gamma(ROUNDINGS)));
  }

  Term plus(Term y) {
    return new Term(value + y.value, magnitude + y.magnitude);
  }

  Term minus(Term y) {
    return new Term(value - y.value, magnitude + y.magnitude);
  }

  Term times(Term y) {
    return new Term(value * y.value, magnitude * y.magnitude);
  }

  Term times(double y) {
    return times(of(y));
  }

  /** Errors of x and y reach x / y through 1 / |y| and |x| / y². */
  Term over(Term y) {
    double quotient = value / y.value;
    return new Term(quotient, (magnitude + Math.abs(quotient) * y.magnitude) / Math.abs(y.value));
  }

  /** An error of x reaches √x through 1 / (2·√x). */
  Term squareRoot() {
    double root = Math.sqrt(value);
    return new Term(root, root == 0 ? Math.sqrt(magnitude) : root + magnitude / (2 * root));
  }

  /** An error of x reaches tanh(x) through the derivative, which is at most 1. */
  Term tanh() {
    double y = Functions.TANH.exact(value);
    return new Term(y, Math.abs(y) + magnitude);
  }

  /** An error of x reaches σ(x) through the derivative, which is at most 1/4. */
  Term sigmoid() {
    double y = Functions.SIGMOID.exact(value);
    return new Term(y, y + magnitude / 4);
  }

  void expect(Expected.Output output, int row, int column, Precision precision) {
    output.set(row, column, value, precision.gamma(ROUNDINGS) * magnitude);
  }
}
