// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import io.github.rnn4j.api.Elementary;

/**
 * Softmax and its logarithm's denominator, row by row. The row's maximum is subtracted before exp,
 * so that it overflows only where the result does:
 *
 * <pre>
 *   log Σ_j exp(x_j) = max + log Σ_j exp(x_j − max)
 * </pre>
 *
 * A maximum that is infinite or NaN is itself the result.
 */
final class Softmax {
  private Softmax() {}

  /** c_i = log Σ_j exp(x_ij). */
  static void logSumExp(RowMajorMatrix x, RowMajorMatrix c) {
    int n = x.columns();
    for (int i = 0; i < x.rows(); i++) {
      int row = x.offset + i * n;
      double max = max(x.array, row, n);
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += Elementary.exp(x.array[row + j] - max);
      }
      c.array[c.offset + i] = isFinite(max) ? max + StrictMath.log(sum) : max;
    }
  }

  /**
   * c_i = log Σ_j exp(z_ij); dz_i = s·(softmax(z_i) − y_i), y_i the one-hot row of k =
   * targets[first + i]; returns Σ_i c_i − z_ik.
   */
  static double crossEntropy(
      RowMajorMatrix z, int[] targets, int first, double s, RowMajorMatrix c, RowMajorMatrix dz) {
    int n = z.columns();
    double loss = 0;
    for (int i = 0; i < z.rows(); i++) {
      int target = targets[first + i];
      double targetLogit = z.array[z.offset + i * n + target]; // before dz, which may be z
      double logSumExp = softmax(z.array, z.offset + i * n, dz.array, dz.offset + i * n, n);
      c.array[c.offset + i] = logSumExp;
      loss += logSumExp - targetLogit;
      dz.array[dz.offset + i * n + target] -= 1;
    }
    if (s != 1) {
      ElementWise.scale(s, dz);
    }
    return loss;
  }

  /** y = softmax(x) for the n elements from p and q on; returns log Σ_j exp(x_j). */
  private static double softmax(double[] x, int p, double[] y, int q, int n) {
    double max = max(x, p, n);
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double e = Elementary.exp(x[p + j] - max);
      y[q + j] = e;
      sum += e;
    }
    if (!isFinite(max)) {
      return max;
    }
    for (int j = 0; j < n; j++) {
      y[q + j] /= sum;
    }
    return max + StrictMath.log(sum);
  }

  /** The largest of the n elements from p on; NaN if there is one. */
  private static double max(double[] x, int p, int n) {
    double max = x[p];
    for (int j = 1; j < n; j++) {
      max = Math.max(max, x[p + j]);
    }
    return max;
  }

  private static boolean isFinite(double x) {
    return Math.abs(x) <= Double.MAX_VALUE;
  }
}
