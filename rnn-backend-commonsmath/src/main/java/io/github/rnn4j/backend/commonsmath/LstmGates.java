package io.github.rnn4j.backend.commonsmath;

import io.github.rnn4j.api.Elementary;

/** The gates of an LSTM cell for one row. Letters: i, f, g, o the blocks of the gates, H units. */
final class LstmGates {
  private LstmGates() {}

  /** i, f, o = σ(·), g = tanh(·); c = f ⊙ c' + i ⊙ g; h = o ⊙ tanh(c). */
  static void forward(double[] gates, double[] cPrevious, double[] c, double[] tanhC, double[] h) {
    int units = c.length;
    int g = 2 * units;
    int o = 3 * units;
    for (int j = 0; j < g; j++) {
      gates[j] = Elementary.sigmoid(gates[j]);
    }
    for (int j = g; j < o; j++) {
      gates[j] = Elementary.tanh(gates[j]);
    }
    for (int j = o; j < o + units; j++) {
      gates[j] = Elementary.sigmoid(gates[j]);
    }
    for (int j = 0; j < units; j++) {
      c[j] = gates[units + j] * cPrevious[j] + gates[j] * gates[g + j];
    }
    for (int j = 0; j < units; j++) {
      tanhC[j] = Elementary.tanh(c[j]);
    }
    for (int j = 0; j < units; j++) {
      h[j] = gates[o + j] * tanhC[j];
    }
  }

  /**
   * From dh and dc to dz and dc', rounded as the default does, with a ⊙ (1 − a) ⊙ d as p − a ⊙ p;
   * each element is read before its place is written.
   */
  static void backward(
      double[] gates,
      double[] cPrevious,
      double[] tanhC,
      double[] dh,
      double[] dc,
      double[] dcPrevious,
      double[] dz) {
    int units = dh.length;
    for (int j = 0; j < units; j++) {
      double i = gates[j];
      double f = gates[units + j];
      double g = gates[2 * units + j];
      double o = gates[3 * units + j];
      double dcj = o * (dh[j] - tanhC[j] * tanhC[j] * dh[j]) + dc[j];
      double u = i * dcj;
      double toC = f * dcj;
      double pi = g * u;
      double pf = toC * cPrevious[j];
      double po = o * (dh[j] * tanhC[j]);
      dz[j] = pi - i * pi;
      dz[units + j] = pf - f * pf;
      dz[2 * units + j] = u - g * g * u;
      dz[3 * units + j] = po - o * po;
      dcPrevious[j] = toC;
    }
  }
}
