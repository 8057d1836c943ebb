// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

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
   * @param weights receives them; may be the logits
   * @return Σ w_i
   * @throws ArithmeticException if the logits make up no distribution; nothing is written then
   */
  static double weights(double[] logits, double[] weights) {
    double max = logits[mostProbable(logits)];
    double total = 0;
    for (int i = 0; i < logits.length; i++) {
      weights[i] = StrictMath.exp(logits[i] - max);
      total += weights[i];
    }
    return total;
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
    double[] heap = Scratch.doubles(logits.length);
    System.arraycopy(logits, 0, heap, 0, logits.length);
    Largest.order(heap, logits.length);
    double least = 0;
    for (int size = logits.length; size > logits.length - k; size--) {
      least = Largest.take(heap, size);
    }
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
   * @param logits modified: the weights take their place
   * @throws ArithmeticException if the logits make up no distribution; they are as they were
   */
  static int draw(double[] logits, UniformRandomProvider random) {
    double total = weights(logits, logits);
    double u = random.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] > 0) {
        last = i;
        u -= logits[i];
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
