// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Layer normalization of one row, or of one of its groups, while it is in the nearest cache. Sums
 * are those of {@link Reductions}, whose order does not depend on the number of lanes.
 */
final class LayerNorm {
  private LayerNorm() {}

  /**
   * x̂ = r·(x − μ), y = y + g ⊙ x̂.
   *
   * @param n columns
   * @param epsilon ε
   * @param x a row. Modified: x̂
   * @param g the gain. Not modified
   * @param y a row. Modified
   * @param partial scratch of 64 floats
   * @return r = 1 / √(v + ε)
   */
  static float forward(
      int n,
      float epsilon,
      float[] x,
      int x0,
      float[] g,
      int g0,
      float[] y,
      int y0,
      float[] partial) {
    float mean = (float) (Reductions.total(n, x, x0, partial) / n);
    Elementwise.addScalar(n, -mean, x, x0);
    float variance = (float) (Reductions.dot(n, x, x0, x, x0, partial) / n);
    float r = (float) (1 / Math.sqrt((double) variance + epsilon));
    int end = Loop.LAYER_NORM.end(n);
    if (end > 0) {
      scaleVectors(end, r, x, x0, g, g0, y, y0);
    }
    for (int i = end; i < n; i++) {
      float normal = r * x[x0 + i];
      x[x0 + i] = normal;
      y[y0 + i] = Math.fma(g[g0 + i], normal, y[y0 + i]);
    }
    return r;
  }

  private static void scaleVectors(
      int n, float r, float[] x, int x0, float[] g, int g0, float[] y, int y0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector normal = FloatVector.fromArray(SPECIES, x, x0 + i).mul(r);
      normal.intoArray(x, x0 + i);
      FloatVector.fromArray(SPECIES, g, g0 + i)
          .fma(normal, FloatVector.fromArray(SPECIES, y, y0 + i))
          .intoArray(y, y0 + i);
    }
  }

  /**
   * dx = r·(d − mean(d) − x̂·mean(d ⊙ x̂)), d = g ⊙ dy.
   *
   * @param n columns
   * @param r as {@link #forward} returned it
   * @param x x̂, a row. Not modified
   * @param g the gain. Not modified
   * @param dy the gradient of y. Not modified, unless dx is the same row
   * @param dx the gradient of x. Modified; may be dy
   * @param partial scratch of 64 floats
   */
  static void backward(
      int n,
      float r,
      float[] x,
      int x0,
      float[] g,
      int g0,
      float[] dy,
      int dy0,
      float[] dx,
      int dx0,
      float[] partial) {
    Elementwise.hadamard(n, g, g0, dy, dy0, dx, dx0);
    float mean = (float) (Reductions.total(n, dx, dx0, partial) / n);
    float along = (float) (Reductions.dot(n, dx, dx0, x, x0, partial) / n);
    int end = Loop.LAYER_NORM_BACKWARD.end(n);
    if (end > 0) {
      backwardVectors(end, r, mean, along, x, x0, dx, dx0);
    }
    for (int i = end; i < n; i++) {
      dx[dx0 + i] = r * Math.fma(-along, x[x0 + i], dx[dx0 + i] - mean);
    }
  }

  private static void backwardVectors(
      int n, float r, float mean, float along, float[] x, int x0, float[] dx, int dx0) {
    FloatVector minus = FloatVector.broadcast(SPECIES, -along);
    for (int i = 0; i < n; i += LANES) {
      FloatVector apart = FloatVector.fromArray(SPECIES, dx, dx0 + i).sub(mean);
      minus.fma(FloatVector.fromArray(SPECIES, x, x0 + i), apart).mul(r).intoArray(dx, dx0 + i);
    }
  }
}
