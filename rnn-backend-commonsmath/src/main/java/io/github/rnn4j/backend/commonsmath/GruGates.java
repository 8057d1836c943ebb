package io.github.rnn4j.backend.commonsmath;

import io.github.rnn4j.api.Elementary;

/** The gates of a GRU cell for one row. Letters: r, z, n the blocks of the gates, H units. */
final class GruGates {
  private GruGates() {}

  /** r, z = σ(x + y); n = tanh(x_n + r ⊙ y_n); h = n + z ⊙ (h' − n). */
  static void forward(double[] gates, double[] recurrent, double[] hPrevious, double[] h) {
    int units = h.length;
    int n = 2 * units;
    for (int j = 0; j < n; j++) {
      gates[j] = Elementary.sigmoid(gates[j] + recurrent[j]);
    }
    for (int j = 0; j < units; j++) {
      gates[n + j] = Elementary.tanh(gates[n + j] + gates[j] * recurrent[n + j]);
    }
    for (int j = 0; j < units; j++) {
      h[j] = gates[n + j] + gates[units + j] * (hPrevious[j] - gates[n + j]);
    }
  }

  /**
   * From dh to dx, dy and dh', rounded as the default does, with a ⊙ (1 − a) ⊙ d as p − a ⊙ p; each
   * element is read before its place is written.
   */
  static void backward(
      double[] gates,
      double[] recurrent,
      double[] hPrevious,
      double[] dh,
      double[] dhPrevious,
      double[] dx,
      double[] dy) {
    int units = dh.length;
    for (int j = 0; j < units; j++) {
      double r = gates[j];
      double z = gates[units + j];
      double n = gates[2 * units + j];
      double p = z * dh[j];
      double dn = dh[j] - p;
      double dxn = dn - n * n * dn;
      double dxz = (hPrevious[j] - n) * (p - z * p);
      double q = r * (dxn * recurrent[2 * units + j]);
      double dxr = q - r * q;
      dx[j] = dxr;
      dx[units + j] = dxz;
      dx[2 * units + j] = dxn;
      dy[j] = dxr;
      dy[units + j] = dxz;
      dy[2 * units + j] = dxn * r;
      dhPrevious[j] += p;
    }
  }
}
