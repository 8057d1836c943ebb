package io.github.rnn4j.backend.ejml;

import io.github.rnn4j.api.Elementary;

/**
 * The gates of an LSTM cell, in one pass over the rows. Letters: i, f, g, o the blocks of a row of
 * the gates, H units.
 */
final class LstmGates {
  private LstmGates() {}

  /** i, f, o = σ(·), g = tanh(·); c = f ⊙ c' + i ⊙ g; h = o ⊙ tanh(c). */
  static void forward(
      EjmlMatrix gates, EjmlMatrix cPrevious, EjmlMatrix c, EjmlMatrix tanhC, EjmlMatrix h) {
    int units = c.columns();
    for (int row = 0; row < c.rows(); row++) {
      int i = gates.offset + row * 4 * units;
      int f = i + units;
      int g = f + units;
      int o = g + units;
      int at = row * units;
      double[] z = gates.data;
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
        c.data[after + j] = z[f + j] * cPrevious.data[before + j] + z[i + j] * z[g + j];
      }
      for (int j = 0, from = c.offset + at, to = tanhC.offset + at; j < units; j++) {
        tanhC.data[to + j] = Elementary.tanh(c.data[from + j]);
      }
      for (int j = 0, from = tanhC.offset + at, to = h.offset + at; j < units; j++) {
        h.data[to + j] = z[o + j] * tanhC.data[from + j];
      }
    }
  }

  /**
   * From dh and dc to dz and dc', rounded as the default does, with a ⊙ (1 − a) ⊙ d as p − a ⊙ p;
   * each element is read before its place is written.
   */
  static void backward(
      EjmlMatrix gates,
      EjmlMatrix cPrevious,
      EjmlMatrix tanhC,
      EjmlMatrix dh,
      EjmlMatrix dc,
      EjmlMatrix dcPrevious,
      EjmlMatrix dz) {
    int units = dh.columns();
    for (int row = 0; row < dh.rows(); row++) {
      int block = gates.offset + row * 4 * units;
      int to = dz.offset + row * 4 * units;
      int at = row * units;
      for (int j = 0; j < units; j++) {
        double i = gates.data[block + j];
        double f = gates.data[block + units + j];
        double g = gates.data[block + 2 * units + j];
        double o = gates.data[block + 3 * units + j];
        double tanh = tanhC.data[tanhC.offset + at + j];
        double dhj = dh.data[dh.offset + at + j];
        double dcj = o * (dhj - tanh * tanh * dhj) + dc.data[dc.offset + at + j];
        double u = i * dcj;
        double toC = f * dcj;
        double pi = g * u;
        double pf = toC * cPrevious.data[cPrevious.offset + at + j];
        double po = o * (dhj * tanh);
        dz.data[to + j] = pi - i * pi;
        dz.data[to + units + j] = pf - f * pf;
        dz.data[to + 2 * units + j] = u - g * g * u;
        dz.data[to + 3 * units + j] = po - o * po;
        dcPrevious.data[dcPrevious.offset + at + j] = toC;
      }
    }
  }
}
