// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** log Σ exp of a row and softmax with cross-entropy, while the row is in the nearest cache. */
final class Softmax {
  private Softmax() {}

  /**
   * max + log Σ_j e^(x_j − max); an infinite or undefined maximum is itself the result.
   *
   * @param n columns
   * @param x a row. Not modified
   * @param e scratch of n floats
   * @param partial scratch of 64 floats
   */
  static float logSumExp(int n, float[] x, int x0, float[] e, int e0, float[] partial) {
    float max = Reductions.max(n, x, x0, partial);
    float sum = exponentials(n, max, x, x0, e, e0, partial);
    return Math.abs(max) <= Float.MAX_VALUE ? max + ScalarMath.log(sum) : max;
  }

  /**
   * d = s·(softmax(x) − one-hot target): the gradient of s times the loss.
   *
   * @param n columns
   * @param x a row of logits. Not modified, unless d is the same row
   * @param target the column of the true class
   * @param s what the loss is multiplied by
   * @param d the gradient. Modified
   * @param c receives log Σ exp(x)
   * @param partial scratch of 64 floats
   * @return the loss −log softmax(x)[target] in nats, not scaled
   */
  static double crossEntropy(
      int n,
      float[] x,
      int x0,
      int target,
      float s,
      float[] d,
      int d0,
      float[] c,
      int c0,
      float[] partial) {
    float max = Reductions.max(n, x, x0, partial);
    float logit = x[x0 + target];
    float sum = exponentials(n, max, x, x0, d, d0, partial);
    if (!(Math.abs(max) <= Float.MAX_VALUE)) {
      Elementwise.scale(n, s, d, d0);
      d[d0 + target] -= s;
      c[c0] = max;
      return (double) max - logit;
    }
    Elementwise.scale(n, s / sum, d, d0);
    d[d0 + target] -= s;
    float log = ScalarMath.log(sum);
    c[c0] = max + log;
    return log + ((double) max - logit);
  }

  /** p = e^(x − max); returns its sum. */
  private static float exponentials(
      int n, float max, float[] x, int x0, float[] p, int p0, float[] partial) {
    int end = Loop.SOFTMAX.end(n);
    if (end > 0) {
      minusVectors(end, max, x, x0, p, p0);
    }
    for (int i = end; i < n; i++) {
      p[p0 + i] = x[x0 + i] - max;
    }
    VectorMath.exp(n, p, p0, p, p0);
    return Reductions.sum(n, p, p0, partial);
  }

  private static void minusVectors(int n, float max, float[] x, int x0, float[] p, int p0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i).sub(max).intoArray(p, p0 + i);
    }
  }
}
