// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

/**
 * Random orthogonal matrices, uniform in the sense of Haar: what the QR decomposition of a matrix
 * of normal numbers has for Q, if R's diagonal is positive.
 *
 * <p>The decomposition itself is not needed. Each Householder reflection of it reflects a vector of
 * normal numbers that does not depend on the others, so Q grows from the last corner on:
 *
 * <pre>
 *   Q_1 = ±1,   Q_k = H(x) · ⎡ −sgn x_1    0      ⎤   x of k normal numbers
 *                            ⎣     0     Q_(k−1)  ⎦   H(x) x = −sgn(x_1) |x| e_1
 * </pre>
 *
 * <p>Only +, −, ·, / and √ are used: the same bits on every machine.
 *
 * @see <a href="https://doi.org/10.1137/0717034">Stewart, The efficient generation of random
 *     orthogonal matrices with an application to condition estimators, 1980</a>
 */
final class Orthogonal {
  private Orthogonal() {}

  /**
   * A random Q with Q·Qᵀ = 1.
   *
   * @param n the number of rows and columns
   * @param gaussian the random numbers
   * @return n·n values, row-major
   */
  static double[] matrix(int n, Gaussian gaussian) {
    double[] q = new double[Math.multiplyExact(n, n)];
    double[] v = new double[n];
    double[] w = new double[n];
    for (int corner = n - 1; corner >= 0; corner--) {
      double squares = 0;
      for (int i = corner; i < n; i++) {
        v[i] = gaussian.next();
        squares += v[i] * v[i];
      }
      double length = Math.copySign(Math.sqrt(squares), v[corner]);
      q[corner * n + corner] = -Math.signum(length);
      // v = x + sgn(x_1)·|x|·e_1, H = 1 − 2·v·vᵀ / vᵀv, vᵀv = 2·(|x|² + |x_1|·|x|)
      double factor = 1 / (squares + v[corner] * length);
      v[corner] += length;
      reflect(q, n, corner, v, factor, w);
    }
    return q;
  }

  /** Q = Q − factor·v·(vᵀQ) in the rows and columns from the corner on. */
  private static void reflect(
      double[] q, int n, int corner, double[] v, double factor, double[] w) {
    for (int j = corner; j < n; j++) {
      w[j] = 0;
    }
    for (int i = corner; i < n; i++) {
      addRow(v[i], q, i * n, w, 0, corner, n);
    }
    for (int i = corner; i < n; i++) {
      addRow(-factor * v[i], w, 0, q, i * n, corner, n);
    }
  }

  /** y_j = y_j + α·x_j for the columns j from {@code corner} to n. */
  private static void addRow(
      double alpha, double[] x, int p, double[] y, int q, int corner, int n) {
    for (int j = corner; j < n; j++) {
      y[q + j] += alpha * x[p + j];
    }
  }
}
