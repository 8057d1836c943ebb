package io.github.rnn4j.backend.ejml;

import io.github.rnn4j.api.Elementary;

/**
 * The gates of a GRU cell, in one pass over the rows. Letters: r, z, n the blocks of a row of the
 * gates, H units.
 */
final class GruGates {
  private GruGates() {}

  /** r, z = σ(x + y); n = tanh(x_n + r ⊙ y_n); h = n + z ⊙ (h' − n). */
  static void forward(EjmlMatrix gates, EjmlMatrix recurrent, EjmlMatrix hPrevious, EjmlMatrix h) {
    int units = h.columns();
    double[] x = gates.data;
    double[] y = recurrent.data;
    for (int row = 0; row < h.rows(); row++) {
      int r = gates.offset + row * 3 * units;
      int z = r + units;
      int n = z + units;
      int other = recurrent.offset + row * 3 * units;
      int at = row * units;
      for (int j = 0; j < 2 * units; j++) {
        x[r + j] = Elementary.sigmoid(x[r + j] + y[other + j]);
      }
      for (int j = 0, yn = other + 2 * units; j < units; j++) {
        x[n + j] = Elementary.tanh(x[n + j] + x[r + j] * y[yn + j]);
      }
      for (int j = 0, before = hPrevious.offset + at, after = h.offset + at; j < units; j++) {
        h.data[after + j] = x[n + j] + x[z + j] * (hPrevious.data[before + j] - x[n + j]);
      }
    }
  }

  /**
   * From dh to dx, dy and dh', rounded as the default does, with a ⊙ (1 − a) ⊙ d as p − a ⊙ p; each
   * element is read before its place is written.
   */
  static void backward(
      EjmlMatrix gates,
      EjmlMatrix recurrent,
      EjmlMatrix hPrevious,
      EjmlMatrix dh,
      EjmlMatrix dhPrevious,
      EjmlMatrix dx,
      EjmlMatrix dy) {
    int units = dh.columns();
    for (int row = 0; row < dh.rows(); row++) {
      int block = row * 3 * units;
      int at = row * units;
      for (int j = 0; j < units; j++) {
        int place = gates.offset + block + j;
        double r = gates.data[place];
        double z = gates.data[place + units];
        double n = gates.data[place + 2 * units];
        double yn = recurrent.data[recurrent.offset + block + 2 * units + j];
        double dhj = dh.data[dh.offset + at + j];
        double p = z * dhj;
        double dn = dhj - p;
        double dxn = dn - n * n * dn;
        double dxz = (hPrevious.data[hPrevious.offset + at + j] - n) * (p - z * p);
        double q = r * (dxn * yn);
        double dxr = q - r * q;
        int toX = dx.offset + block + j;
        dx.data[toX] = dxr;
        dx.data[toX + units] = dxz;
        dx.data[toX + 2 * units] = dxn;
        int toY = dy.offset + block + j;
        dy.data[toY] = dxr;
        dy.data[toY + units] = dxz;
        dy.data[toY + 2 * units] = dxn * r;
        dhPrevious.data[dhPrevious.offset + at + j] += p;
      }
    }
  }
}
