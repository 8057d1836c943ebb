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

  /** From dh and dc to dz and dc'; each element is read before its place is written. */
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
      double dcj = dc[j] + dh[j] * o * (1 - tanhC[j] * tanhC[j]);
      dz[j] = dcj * g * i * (1 - i);
      dz[units + j] = dcj * cPrevious[j] * f * (1 - f);
      dz[2 * units + j] = dcj * i * (1 - g * g);
      dz[3 * units + j] = dh[j] * tanhC[j] * o * (1 - o);
      dcPrevious[j] = dcj * f;
    }
  }
}
