// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import io.github.rnn4j.api.Elementary;

/**
 * The gates of a GRU cell, in one pass over the rows. H units; r, z, n are the blocks of a row of
 * the gates and of y, the recurrent half of the pre-activations.
 */
final class GruGates {
  private GruGates() {}

  /** r, z = σ(x + y); n = tanh(x_n + r ⊙ y_n); h = n + z ⊙ (h' − n). */
  static void forward(
      RowMajorMatrix gates, RowMajorMatrix recurrent, RowMajorMatrix hPrevious, RowMajorMatrix h) {
    int units = h.columns();
    double[] x = gates.array;
    double[] y = recurrent.array;
    for (int row = 0; row < h.rows(); row++) {
      int r = gates.offset + row * 3 * units;
      int z = r + units;
      int n = z + units;
      int yr = recurrent.offset + row * 3 * units;
      int at = row * units;
      for (int j = 0; j < 2 * units; j++) {
        x[r + j] = Elementary.sigmoid(x[r + j] + y[yr + j]);
      }
      for (int j = 0, yn = yr + 2 * units; j < units; j++) {
        x[n + j] = Elementary.tanh(x[n + j] + x[r + j] * y[yn + j]);
      }
      for (int j = 0, before = hPrevious.offset + at, after = h.offset + at; j < units; j++) {
        h.array[after + j] = x[n + j] + x[z + j] * (hPrevious.array[before + j] - x[n + j]);
      }
    }
  }

  /**
   * From dh to the two halves of the pre-activations and to h':
   *
   * <pre>
   *   dx_n = dh ⊙ (1 − z) ⊙ (1 − n²)           dy_n = dx_n ⊙ r
   *   dx_z = dh ⊙ (h' − n) ⊙ z ⊙ (1 − z)       dy_z = dx_z
   *   dx_r = dx_n ⊙ y_n ⊙ r ⊙ (1 − r)          dy_r = dx_r
   *   dh'  = dh' + dh ⊙ z
   * </pre>
   *
   * rounded as the default does, with a ⊙ (1 − a) ⊙ d as p − a ⊙ p, p = a ⊙ d. Each element is read
   * before its place is written.
   */
  static void backward(
      RowMajorMatrix gates,
      RowMajorMatrix recurrent,
      RowMajorMatrix hPrevious,
      RowMajorMatrix dh,
      RowMajorMatrix dhPrevious,
      RowMajorMatrix dx,
      RowMajorMatrix dy) {
    int units = dh.columns();
    for (int row = 0; row < dh.rows(); row++) {
      int block = row * 3 * units;
      int at = row * units;
      for (int j = 0; j < units; j++) {
        int from = gates.offset + block + j;
        double r = gates.array[from];
        double z = gates.array[from + units];
        double n = gates.array[from + 2 * units];
        double yn = recurrent.array[recurrent.offset + block + 2 * units + j];
        double dH = dh.array[dh.offset + at + j];
        double p = z * dH;
        double dn = dH - p;
        double dxn = dn - n * n * dn;
        double dxz = (hPrevious.array[hPrevious.offset + at + j] - n) * (p - z * p);
        double q = r * (dxn * yn);
        double dxr = q - r * q;
        int toX = dx.offset + block + j;
        dx.array[toX] = dxr;
        dx.array[toX + units] = dxz;
        dx.array[toX + 2 * units] = dxn;
        int toY = dy.offset + block + j;
        dy.array[toY] = dxr;
        dy.array[toY + units] = dxz;
        dy.array[toY + 2 * units] = dxn * r;
        dhPrevious.array[dhPrevious.offset + at + j] += p;
      }
    }
  }
}
