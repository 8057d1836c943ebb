// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Precision;

/**
 * Logarithm of the sum of exponentials, softmax and cross-entropy of rows of logits, with bounds on
 * what a backend may miss.
 *
 * <p>With M the row's maximum and p the softmax: rounding x − M costs u·Σ p_j·(M − x_j) ≤ u·log n,
 * exp 4 units in the last place, the sum γ(n), log another 4 units, the last addition u·|c|.
 */
final class Softmax {
  private final Grid logits;
  private final double[] maximum;
  private final double[] logSumExp;

  private Softmax(Grid logits) {
    this.logits = logits;
    this.maximum = new double[logits.rows()];
    this.logSumExp = new double[logits.rows()];
    for (int i = 0; i < logits.rows(); i++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < logits.columns(); j++) {
        max = Math.max(max, logits.at(i, j));
      }
      maximum[i] = max;
      if (Double.isInfinite(max)) {
        logSumExp[i] = max;
      } else {
        Sum sum = new Sum();
        for (int j = 0; j < logits.columns(); j++) {
          sum.add(StrictMath.exp(logits.at(i, j) - max));
        }
        logSumExp[i] = max + StrictMath.log(sum.value());
      }
    }
  }

  static Softmax of(Grid logits) {
    return new Softmax(logits);
  }

  private double logSumExpBound(Precision precision, int row) {
    double log = StrictMath.log(logits.columns());
    return precision.gamma(logits.columns() + 16) * (1 + log)
        + precision.gamma(2) * (Math.abs(logSumExp[row]) + Math.abs(maximum[row]));
  }

  void expectLogSumExp(Precision precision, Expected.Output c) {
    for (int i = 0; i < logits.rows(); i++) {
      c.set(i, 0, logSumExp[i], logSumExpBound(precision, i));
    }
  }

  void expectGradient(Precision precision, int[] targets, double s, Expected.Output dz) {
    for (int i = 0; i < logits.rows(); i++) {
      for (int j = 0; j < logits.columns(); j++) {
        double exponent = logits.at(i, j) - logSumExp[i];
        double p = StrictMath.exp(exponent);
        double y = targets[i] == j ? 1 : 0;
        double relative =
            logSumExpBound(precision, i)
                + precision.gamma(1) * Math.abs(exponent)
                + precision.gamma(10);
        double bound = 1.01 * p * relative + precision.gamma(3) * Math.abs(p - y);
        dz.set(i, j, s * (p - y), Math.abs(s) * bound + 8 * Functions.ulp(0, precision));
      }
    }
  }

  Expected expectLoss(Precision precision, int[] targets, Expected expected) {
    Sum loss = new Sum();
    double bound = 0;
    for (int i = 0; i < logits.rows(); i++) {
      loss.add(logSumExp[i]).add(-logits.at(i, targets[i]));
      bound += logSumExpBound(precision, i);
    }
    return expected.result(
        loss.value(), bound + precision.gamma(logits.rows() + 2) * loss.absolute());
  }
}
