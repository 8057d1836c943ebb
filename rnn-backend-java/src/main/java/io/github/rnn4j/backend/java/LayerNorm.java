// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

/**
 * Layer normalization of rows, or of groups of w columns in a row, one after the other; the letters
 * are those of {@link io.github.rnn4j.api.LinearAlgebra#layerNorm}.
 */
final class LayerNorm {
  private LayerNorm() {}

  /** x̂ = r·(x − μ), r = 1 / √(v + ε); y = y + g ⊙ x̂. */
  static void forward(
      int groups,
      double epsilon,
      RowMajorMatrix x,
      RowMajorMatrix gain,
      RowMajorMatrix r,
      RowMajorMatrix y) {
    int w = x.columns() / groups;
    double[] a = x.array;
    for (int i = 0; i < x.rows() * groups; i++) {
      int from = x.offset + i * w;
      int g = gain.offset + i % groups * w;
      int to = y.offset + i * w;
      double mean = 0;
      for (int j = 0; j < w; j++) {
        mean += a[from + j];
      }
      mean /= w;
      double variance = 0;
      for (int j = 0; j < w; j++) {
        double apart = a[from + j] - mean;
        a[from + j] = apart;
        variance += apart * apart;
      }
      double root = 1 / Math.sqrt(variance / w + epsilon);
      r.array[r.offset + i] = root;
      for (int j = 0; j < w; j++) {
        double normal = root * a[from + j];
        a[from + j] = normal;
        y.array[to + j] += gain.array[g + j] * normal;
      }
    }
  }

  /** dx = r·(d − mean(d) − x̂·mean(d ⊙ x̂)), d = g ⊙ dy. Each dy is read before dx is written. */
  static void backward(
      int groups,
      RowMajorMatrix xhat,
      RowMajorMatrix gain,
      RowMajorMatrix r,
      RowMajorMatrix dy,
      RowMajorMatrix dx) {
    int w = xhat.columns() / groups;
    for (int i = 0; i < xhat.rows() * groups; i++) {
      int from = xhat.offset + i * w;
      int g = gain.offset + i % groups * w;
      int in = dy.offset + i * w;
      int out = dx.offset + i * w;
      double mean = 0;
      double along = 0;
      for (int j = 0; j < w; j++) {
        double d = gain.array[g + j] * dy.array[in + j];
        dx.array[out + j] = d;
        mean += d;
        along += d * xhat.array[from + j];
      }
      mean /= w;
      along /= w;
      double root = r.array[r.offset + i];
      for (int j = 0; j < w; j++) {
        double d = dx.array[out + j] - mean - along * xhat.array[from + j];
        dx.array[out + j] = root * d;
      }
    }
  }
}
