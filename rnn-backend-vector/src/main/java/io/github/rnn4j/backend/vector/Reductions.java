// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Sums in an order that does not depend on the number of lanes.
 *
 * <p>A long sum is cut into blocks of {@link #BLOCK} from its start. In a block, partial sum l (of
 * 64) takes the elements l, l + 64, l + 128, … by fused multiply-add in float32; the 64 are folded
 * by halves (l with l + 32, then l + 16, …, l + 1). The sums of the blocks are added in float64 in
 * order. The error is at most γ(70)·Σ|x·y| in float32 however long the sum is, and less than γ(n)
 * for a short one.
 */
final class Reductions {
  /** Elements of a block: 16 KiB. */
  static final int BLOCK = 4096;

  private static final int PARTIAL = 64;

  private Reductions() {}

  /** Σ x·y, n elements, neither modified. {@code partial}: scratch of 64 floats. */
  static double dot(int n, float[] x, int x0, float[] y, int y0, float[] partial) {
    double sum = 0;
    for (int i = 0; i < n; i += BLOCK) {
      sum += dotBlock(Math.min(BLOCK, n - i), x, x0 + i, y, y0 + i, partial);
    }
    return sum;
  }

  private static float dotBlock(int n, float[] x, int x0, float[] y, int y0, float[] partial) {
    int whole = n / PARTIAL * PARTIAL;
    if (Loop.DOT.isReady()) {
      dotVectors(whole, x, x0, y, y0, partial);
    } else {
      for (int l = 0; l < PARTIAL; l++) {
        float s = 0;
        for (int i = l; i < whole; i += PARTIAL) {
          s = Math.fma(x[x0 + i], y[y0 + i], s);
        }
        partial[l] = s;
      }
    }
    for (int i = whole; i < n; i++) {
      partial[i - whole] = Math.fma(x[x0 + i], y[y0 + i], partial[i - whole]);
    }
    return fold(PARTIAL, partial);
  }

  private static void dotVectors(int n, float[] x, int x0, float[] y, int y0, float[] partial) {
    for (int l = 0; l < PARTIAL; l += 2 * LANES) {
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = FloatVector.zero(SPECIES);
      for (int i = 0, p = x0 + l, q = y0 + l; i < n; i += PARTIAL) {
        FloatVector y1 = FloatVector.fromArray(SPECIES, y, q + i);
        FloatVector y2 = FloatVector.fromArray(SPECIES, y, q + i + LANES);
        s0 = FloatVector.fromArray(SPECIES, x, p + i).fma(y1, s0);
        s1 = FloatVector.fromArray(SPECIES, x, p + i + LANES).fma(y2, s1);
      }
      s0.intoArray(partial, l);
      s1.intoArray(partial, l + LANES);
    }
  }

  /** Σ x, n elements, not modified. {@code partial}: scratch of 64 floats. */
  static double total(int n, float[] x, int x0, float[] partial) {
    double sum = 0;
    for (int i = 0; i < n; i += BLOCK) {
      sum += sum(Math.min(BLOCK, n - i), x, x0 + i, partial);
    }
    return sum;
  }

  /** Σ x in float32, n elements: partial sum l of 16 takes l, l + 16, …; folded by halves. */
  static float sum(int n, float[] x, int x0, float[] partial) {
    int whole = n / 16 * 16;
    if (Loop.SUM.isReady()) {
      sumVectors(whole, x, x0, partial);
    } else {
      for (int l = 0; l < 16; l++) {
        float s = 0;
        for (int i = l; i < whole; i += 16) {
          s += x[x0 + i];
        }
        partial[l] = s;
      }
    }
    for (int i = whole; i < n; i++) {
      partial[i - whole] += x[x0 + i];
    }
    return fold(16, partial);
  }

  private static void sumVectors(int n, float[] x, int x0, float[] partial) {
    for (int l = 0; l < 16; l += LANES) {
      FloatVector s = FloatVector.zero(SPECIES);
      for (int i = l; i < n; i += 16) {
        s = FloatVector.fromArray(SPECIES, x, x0 + i).add(s);
      }
      s.intoArray(partial, l);
    }
  }

  /** max x, n ≥ 1 elements; NaN if there is one. No order matters to it. */
  static float max(int n, float[] x, int x0, float[] partial) {
    float max = x[x0];
    int end = Loop.SOFTMAX.end(n);
    if (end > 0) {
      maxVectors(end, x, x0, partial);
      for (int l = 0; l < LANES; l++) {
        max = Math.max(max, partial[l]);
      }
    }
    for (int i = end; i < n; i++) {
      max = Math.max(max, x[x0 + i]);
    }
    return max;
  }

  private static void maxVectors(int n, float[] x, int x0, float[] partial) {
    FloatVector v = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i += LANES) {
      v = FloatVector.fromArray(SPECIES, x, x0 + i).max(v);
    }
    v.intoArray(partial, 0);
  }

  private static float fold(int length, float[] partial) {
    for (int half = length >> 1; half > 0; half >>= 1) {
      for (int l = 0; l < half; l++) {
        partial[l] += partial[l + half];
      }
    }
    return partial[0];
  }
}
