// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Operations on ranges, element by element, and sums of columns. A result depends on its own
 * elements alone and is the same for every number of lanes: the tail is computed with the same IEEE
 * operations.
 */
final class Elementwise {
  private static final float[] ONE = {1f};

  private Elementwise() {}

  /** x ← α·x, n elements. {@code x}: modified. */
  static void scale(int n, float alpha, float[] x, int x0) {
    int end = Loop.SCALE.end(n);
    if (end > 0) {
      scaleVectors(end, alpha, x, x0);
    }
    for (int i = end; i < n; i++) {
      x[x0 + i] *= alpha;
    }
  }

  private static void scaleVectors(int n, float alpha, float[] x, int x0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i).mul(alpha).intoArray(x, x0 + i);
    }
  }

  /** y ← fma(α, x, y), n elements. {@code x}: not modified; {@code y}: modified. */
  static void axpy(int n, float alpha, float[] x, int x0, float[] y, int y0) {
    int end = Loop.AXPY.end(n);
    if (end > 0) {
      axpyVectors(end, alpha, x, x0, y, y0);
    }
    for (int i = end; i < n; i++) {
      y[y0 + i] = Math.fma(alpha, x[x0 + i], y[y0 + i]);
    }
  }

  private static void axpyVectors(int n, float alpha, float[] x, int x0, float[] y, int y0) {
    FloatVector a = FloatVector.broadcast(SPECIES, alpha);
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i)
          .fma(a, FloatVector.fromArray(SPECIES, y, y0 + i))
          .intoArray(y, y0 + i);
    }
  }

  /**
   * z ← x∘y, n elements. {@code x}, {@code y}: not modified; {@code z}: modified, may be x or y.
   */
  static void hadamard(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    int end = Loop.HADAMARD.end(n);
    if (end > 0) {
      hadamardVectors(end, x, x0, y, y0, z, z0);
    }
    for (int i = end; i < n; i++) {
      z[z0 + i] = x[x0 + i] * y[y0 + i];
    }
  }

  private static void hadamardVectors(
      int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i)
          .mul(FloatVector.fromArray(SPECIES, y, y0 + i))
          .intoArray(z, z0 + i);
    }
  }

  /** z ← fma(x, y, z), n elements. {@code x}, {@code y}: not modified; {@code z}: modified. */
  static void hadamardAdd(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    int end = Loop.HADAMARD_ADD.end(n);
    if (end > 0) {
      hadamardAddVectors(end, x, x0, y, y0, z, z0);
    }
    for (int i = end; i < n; i++) {
      z[z0 + i] = Math.fma(x[x0 + i], y[y0 + i], z[z0 + i]);
    }
  }

  private static void hadamardAddVectors(
      int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i)
          .fma(FloatVector.fromArray(SPECIES, y, y0 + i), FloatVector.fromArray(SPECIES, z, z0 + i))
          .intoArray(z, z0 + i);
    }
  }

  /**
   * z ← x + y, n elements. {@code x}, {@code y}: not modified; {@code z}: modified, may be x or y.
   */
  static void add(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    int end = Loop.ADD.end(n);
    if (end > 0) {
      addVectors(end, x, x0, y, y0, z, z0);
    }
    for (int i = end; i < n; i++) {
      z[z0 + i] = x[x0 + i] + y[y0 + i];
    }
  }

  private static void addVectors(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i)
          .add(FloatVector.fromArray(SPECIES, y, y0 + i))
          .intoArray(z, z0 + i);
    }
  }

  /** x ← x + α, n elements. {@code x}: modified. */
  static void addScalar(int n, float alpha, float[] x, int x0) {
    int end = Loop.ADD_SCALAR.end(n);
    if (end > 0) {
      addScalarVectors(end, alpha, x, x0);
    }
    for (int i = end; i < n; i++) {
      x[x0 + i] += alpha;
    }
  }

  private static void addScalarVectors(int n, float alpha, float[] x, int x0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i).add(alpha).intoArray(x, x0 + i);
    }
  }

  /** x ← min(max(x, lower), upper), n elements; NaN stays. {@code x}: modified. */
  static void clamp(int n, float lower, float upper, float[] x, int x0) {
    int end = Loop.CLAMP.end(n);
    if (end > 0) {
      clampVectors(end, lower, upper, x, x0);
    }
    for (int i = end; i < n; i++) {
      x[x0 + i] = Math.min(Math.max(x[x0 + i], lower), upper);
    }
  }

  private static void clampVectors(int n, float lower, float upper, float[] x, int x0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i).max(lower).min(upper).intoArray(x, x0 + i);
    }
  }

  /**
   * z ← x / y, n elements. {@code x}, {@code y}: not modified; {@code z}: modified, may be both.
   */
  static void divide(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    int end = Loop.DIVIDE.end(n);
    if (end > 0) {
      divideVectors(end, x, x0, y, y0, z, z0);
    }
    for (int i = end; i < n; i++) {
      z[z0 + i] = x[x0 + i] / y[y0 + i];
    }
  }

  private static void divideVectors(
      int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, y, y0 + i);
      FloatVector.fromArray(SPECIES, x, x0 + i).div(v).intoArray(z, z0 + i);
    }
  }

  /** y ← √x, n elements. {@code x}: not modified; {@code y}: modified, may be x. */
  static void sqrt(int n, float[] x, int x0, float[] y, int y0) {
    int end = Loop.SQRT.end(n);
    if (end > 0) {
      sqrtVectors(end, x, x0, y, y0);
    }
    for (int i = end; i < n; i++) {
      y[y0 + i] = (float) Math.sqrt(x[x0 + i]);
    }
  }

  private static void sqrtVectors(int n, float[] x, int x0, float[] y, int y0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, x0 + i).sqrt().intoArray(y, y0 + i);
    }
  }

  /** y ← x + β·y, n elements. {@code x}: not modified; {@code y}: modified. */
  static void scaleAdd(int n, float beta, float[] x, int x0, float[] y, int y0) {
    int end = Loop.SCALE_ADD.end(n);
    if (end > 0) {
      scaleAddVectors(end, beta, x, x0, y, y0);
    }
    for (int i = end; i < n; i++) {
      y[y0 + i] = Math.fma(beta, y[y0 + i], x[x0 + i]);
    }
  }

  private static void scaleAddVectors(int n, float beta, float[] x, int x0, float[] y, int y0) {
    FloatVector b = FloatVector.broadcast(SPECIES, beta);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, x0 + i);
      FloatVector.fromArray(SPECIES, y, y0 + i).fma(b, v).intoArray(y, y0 + i);
    }
  }

  /**
   * s[j] ← (s[j] or 0) + X[0,j] + X[1,j] + …, in this order. {@code x}: m × n, not modified; {@code
   * s}: n elements, modified; {@code load}: whether s is added to.
   */
  static void columnSums(
      int m, int n, float[] x, int x0, int ldx, boolean load, float[] s, int s0) {
    // 1ᵀ·X: fma(1, x, s) is x + s exactly.
    Gemm.vectorTimesMatrix(n, m, ONE, 0, 0, x, x0, ldx, load, s, s0);
  }
}
