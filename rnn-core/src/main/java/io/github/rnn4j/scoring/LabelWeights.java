// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.records.LabelEvidence;

/**
 * What two witnesses are worth in telling labels: the factors w that make the labels of held-out
 * records most probable, by Newton's method on
 *
 * <pre>
 *   f(w) = −Σ_i Σ_k y_ik log p_ik + ½ Σ_m (w_m − ½)²      p_ik ∝ π_k exp(Σ_m w_m·l_imk)
 * </pre>
 *
 * <p>which is convex. y is as Platt has it, with (n + 1)/(n + 2) for the true label, and the second
 * term counts as one record for the geometric mean of both: where two witnesses say the same, each
 * gets its half.
 */
final class LabelWeights {
  private static final int ROUNDS = 60;
  private static final double ENOUGH = 1e-10;

  private final double[] logPriors;

  /** By record, witness and label, the highest of a record and witness 0. */
  private final double[][][] logs;

  private final int[] truth;

  /**
   * @param logs log P(record | label) by record, witness and label; not modified
   */
  LabelWeights(double[] logPriors, double[][][] logs, int[] truth) {
    this.logPriors = logPriors;
    this.truth = truth;
    this.logs = new double[logs.length][2][];
    for (int i = 0; i < logs.length; i++) {
      for (int m = 0; m < 2; m++) {
        this.logs[i][m] = logs[i][m].clone();
        double highest = Double.NEGATIVE_INFINITY;
        for (double log : logs[i][m]) {
          highest = Math.max(highest, log);
        }
        for (int k = 0; k < logs[i][m].length; k++) {
          this.logs[i][m][k] -= highest;
        }
      }
    }
  }

  /** The factors, none below 0: a witness that says the contrary is not heard. */
  double[] fit() {
    double[] both = newton(true, true);
    if (both[0] >= 0 && both[1] >= 0) {
      return both;
    }
    double[] one = newton(both[0] >= both[1], both[0] < both[1]);
    return new double[] {Math.max(0, one[0]), Math.max(0, one[1])};
  }

  /** The best factors, of which one may be fixed to 0. */
  private double[] newton(boolean first, boolean second) {
    boolean[] free = {first, second};
    double[] w = new double[2];
    for (int m = 0; m < 2; m++) {
      w[m] = free[m] ? LabelEvidence.USUAL_WEIGHT : 0;
    }
    Slope at = new Slope(w);
    for (int round = 0; round < ROUNDS; round++) {
      double[] step = at.step(free);
      double length = 1;
      Slope next = at;
      do {
        next = new Slope(new double[] {w[0] - length * step[0], w[1] - length * step[1]});
        length /= 2;
      } while (!(next.cost <= at.cost) && length > ENOUGH);
      if (!(next.cost < at.cost - ENOUGH)) {
        break;
      }
      w = next.w;
      at = next;
    }
    return w;
  }

  /** The cost at a place, its gradient and its second derivatives. */
  private final class Slope {
    private final double[] w;
    private final double[] gradient = new double[2];
    private final double[][] second = {{1, 0}, {0, 1}};
    private double cost;

    Slope(double[] w) {
      this.w = w;
      for (int m = 0; m < 2; m++) {
        double off = w[m] - LabelEvidence.USUAL_WEIGHT;
        cost += off * off / 2;
        gradient[m] = off;
      }
      for (int i = 0; i < truth.length; i++) {
        add(i);
      }
    }

    private void add(int i) {
      double rest = 1.0 / (truth.length + 2);
      double[] p = RecordClassifier.posterior(logPriors, logs[i], w);
      double[] mean = new double[2];
      for (int k = 0; k < p.length; k++) {
        double y = k == truth[i] ? 1 - rest : rest / (p.length - 1);
        cost -= y * StrictMath.log(Math.max(Double.MIN_NORMAL, p[k]));
        for (int m = 0; m < 2; m++) {
          gradient[m] += (p[k] - y) * logs[i][m][k];
          mean[m] += p[k] * logs[i][m][k];
        }
      }
      for (int m = 0; m < 2; m++) {
        for (int n = 0; n < 2; n++) {
          double product = 0;
          for (int k = 0; k < p.length; k++) {
            product += p[k] * (logs[i][m][k] - mean[m]) * (logs[i][n][k] - mean[n]);
          }
          second[m][n] += product;
        }
      }
    }

    /** The second derivatives' inverse times the gradient, of the free factors. */
    double[] step(boolean... free) {
      if (!free[0]) {
        return new double[] {0, gradient[1] / second[1][1]};
      }
      if (!free[1]) {
        return new double[] {gradient[0] / second[0][0], 0};
      }
      double determinant = second[0][0] * second[1][1] - second[0][1] * second[1][0];
      return new double[] {
        (second[1][1] * gradient[0] - second[0][1] * gradient[1]) / determinant,
        (second[0][0] * gradient[1] - second[1][0] * gradient[0]) / determinant
      };
    }
  }
}
