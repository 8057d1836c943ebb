// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/** The distribution softmax(z) of logits z: its mode, its head, and draws from it. */
final class Distribution {
  private Distribution() {}

  /**
   * argmax z, the smallest of equals.
   *
   * @throws ArithmeticException if the logits make up no distribution
   */
  static int mostProbable(double[] logits) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!(logits[i] < Double.POSITIVE_INFINITY)) {
        throw damaged("the logit of token " + i + " is " + logits[i]);
      }
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    if (logits[best] == Double.NEGATIVE_INFINITY) {
      throw damaged("every logit is -Infinity");
    }
    return best;
  }

  /**
   * w_i = exp(z_i − max z) = p_i / max p, one for the most probable token.
   *
   * @throws ArithmeticException if the logits make up no distribution
   */
  static double[] weights(double[] logits) {
    double max = logits[mostProbable(logits)];
    double[] weights = new double[logits.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.exp(logits[i] - max);
    }
    return weights;
  }

  /**
   * log p_i = z_i − max z − log Σ_j exp(z_j − max z).
   *
   * @throws ArithmeticException if the logits make up no distribution
   */
  static double[] logProbabilities(double[] logits) {
    double max = logits[mostProbable(logits)];
    double total = 0;
    for (double z : logits) {
      total += StrictMath.exp(z - max);
    }
    double logTotal = StrictMath.log(total);
    double[] logP = new double[logits.length];
    for (int i = 0; i < logP.length; i++) {
      logP[i] = logits[i] - max - logTotal;
    }
    return logP;
  }

  /**
   * Sets all but the k largest logits to −∞; of equals the smallest tokens stay. The logits are
   * those of a distribution.
   */
  static void keep(int k, double[] logits) {
    if (k >= logits.length) {
      return;
    }
    double[] sorted = logits.clone();
    Arrays.sort(sorted);
    double least = sorted[sorted.length - k];
    int equals = k;
    for (double z : logits) {
      equals -= z > least ? 1 : 0;
    }
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] == least && equals > 0) {
        equals--;
      } else if (logits[i] <= least) {
        logits[i] = Double.NEGATIVE_INFINITY;
      }
    }
  }

  /**
   * Draws token i with probability p_i, by inversion of the distribution function.
   *
   * @throws ArithmeticException if the logits make up no distribution
   */
  static int draw(double[] logits, UniformRandomProvider random) {
    double[] weights = weights(logits);
    double total = 0;
    for (double w : weights) {
      total += w;
    }
    double u = random.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        u -= weights[i];
        if (u < 0) {
          return i;
        }
      }
    }
    return last;
  }

  private static ArithmeticException damaged(String what) {
    return new ArithmeticException(
        what
            + ": nothing can be drawn; the model's weights are damaged, or diverged in training: use"
            + " an earlier checkpoint, or train anew with a lower learning rate");
  }
}
