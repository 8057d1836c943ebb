// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import io.github.rnn4j.api.Elementary;

/**
 * The gates of an LSTM cell, in one pass over the rows. H units; i, f, g, o are the blocks of a row
 * of the gates.
 */
final class LstmGates {
  private LstmGates() {}

  /** i, f, o = σ(·), g = tanh(·); c = f ⊙ c' + i ⊙ g; h = o ⊙ tanh(c). */
  static void forward(
      RowMajorMatrix gates,
      RowMajorMatrix cPrevious,
      RowMajorMatrix c,
      RowMajorMatrix tanhC,
      RowMajorMatrix h) {
    int units = c.columns();
    double[] z = gates.array;
    for (int row = 0; row < c.rows(); row++) {
      int i = gates.offset + row * 4 * units;
      int f = i + units;
      int g = f + units;
      int o = g + units;
      int at = row * units;
      for (int j = i; j < g; j++) {
        z[j] = Elementary.sigmoid(z[j]);
      }
      for (int j = g; j < o; j++) {
        z[j] = Elementary.tanh(z[j]);
      }
      for (int j = o; j < o + units; j++) {
        z[j] = Elementary.sigmoid(z[j]);
      }
      for (int j = 0, before = cPrevious.offset + at, after = c.offset + at; j < units; j++) {
        c.array[after + j] = z[f + j] * cPrevious.array[before + j] + z[i + j] * z[g + j];
      }
      for (int j = 0, from = c.offset + at, to = tanhC.offset + at; j < units; j++) {
        tanhC.array[to + j] = Elementary.tanh(c.array[from + j]);
      }
      for (int j = 0, from = tanhC.offset + at, to = h.offset + at; j < units; j++) {
        h.array[to + j] = z[o + j] * tanhC.array[from + j];
      }
    }
  }

  /**
   * With dC = dc + dh ⊙ o ⊙ (1 − tanh(c)²):
   *
   * <pre>
   *   dz_i = dC ⊙ g ⊙ i ⊙ (1 − i),   dz_f = dC ⊙ c' ⊙ f ⊙ (1 − f),   dz_g = dC ⊙ i ⊙ (1 − g²),
   *   dz_o = dh ⊙ tanh(c) ⊙ o ⊙ (1 − o),   dc' = dC ⊙ f
   * </pre>
   *
   * rounded as the default does, with a ⊙ (1 − a) ⊙ d as p − a ⊙ p, p = a ⊙ d. Each element is read
   * before its place is written.
   */
  static void backward(
      RowMajorMatrix gates,
      RowMajorMatrix cPrevious,
      RowMajorMatrix tanhC,
      RowMajorMatrix dh,
      RowMajorMatrix dc,
      RowMajorMatrix dcPrevious,
      RowMajorMatrix dz) {
    int units = dh.columns();
    for (int row = 0; row < dh.rows(); row++) {
      int from = gates.offset + row * 4 * units;
      int to = dz.offset + row * 4 * units;
      int at = row * units;
      for (int j = 0; j < units; j++) {
        double i = gates.array[from + j];
        double f = gates.array[from + units + j];
        double g = gates.array[from + 2 * units + j];
        double o = gates.array[from + 3 * units + j];
        double tanh = tanhC.array[tanhC.offset + at + j];
        double dH = dh.array[dh.offset + at + j];
        double dC = o * (dH - tanh * tanh * dH) + dc.array[dc.offset + at + j];
        double u = i * dC;
        double dcBefore = f * dC;
        double pi = g * u;
        double pf = dcBefore * cPrevious.array[cPrevious.offset + at + j];
        double po = o * (dH * tanh);
        dz.array[to + j] = pi - i * pi;
        dz.array[to + units + j] = pf - f * pf;
        dz.array[to + 2 * units + j] = u - g * g * u;
        dz.array[to + 3 * units + j] = po - o * po;
        dcPrevious.array[dcPrevious.offset + at + j] = dcBefore;
      }
    }
  }
}
