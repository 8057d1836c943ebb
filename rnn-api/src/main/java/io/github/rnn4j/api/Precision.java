// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/** The floating-point format in which a backend stores and computes. */
public enum Precision {
  /** IEEE 754 binary32: 24 bits of significand. */
  FLOAT32(0x1p-24),
  /** IEEE 754 binary64: 53 bits of significand. */
  FLOAT64(0x1p-53);

  private final double unitRoundoff;

  Precision(double unitRoundoff) {
    this.unitRoundoff = unitRoundoff;
  }

  /**
   * u, the largest relative error of rounding to nearest: half the distance from 1 to the next
   * larger number.
   *
   * @return 2⁻²⁴ or 2⁻⁵³
   */
  public double unitRoundoff() {
    return unitRoundoff;
  }

  /**
   * γ(n) = n·u / (1 − n·u), the bound on the relative error of n roundings in a row.
   *
   * @param n the number of roundings, 0 ≤ n &lt; 1/u
   * @return γ(n)
   * @see <a href="https://doi.org/10.1137/1.9780898718027">Higham, Accuracy and Stability of
   *     Numerical Algorithms, §3.1</a>
   */
  public double gamma(long n) {
    double nu = n * unitRoundoff;
    if (!(n >= 0 && nu < 1)) {
      throw new IllegalArgumentException(
          "gamma needs 0 <= n < 1/u = " + 1 / unitRoundoff + ": n = " + n);
    }
    return nu / (1 - nu);
  }

  /**
   * The value that a matrix of this precision holds after {@code value} was stored in it.
   *
   * @param value any number
   * @return {@code value} rounded to nearest, ties to even
   */
  public double round(double value) {
    return this == FLOAT32 ? (float) value : value;
  }
}
