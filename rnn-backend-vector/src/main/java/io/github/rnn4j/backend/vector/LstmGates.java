// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The gates of an LSTM, a row (one element of the batch) at a time, gates in the order i, f, g, o.
 *
 * <p>H hidden units; a row of z has 4H elements. A row is finished while it is in the nearest
 * cache.
 */
final class LstmGates {
  private LstmGates() {}

  /**
   * i = σ(z₀), f = σ(z₁), g = tanh(z₂), o = σ(z₃); c = f∘cPrev + i∘g; t = tanh c; h = o∘t.
   *
   * @param n H
   * @param z a row of pre-activations, 4H. Modified: the activations i, f, g, o
   * @param cPrev c of the step before, H. Not modified
   * @param c the cell state, H. Modified; may be cPrev
   * @param t tanh c, H. Modified
   * @param h the output, H. Modified
   */
  static void forward(
      int n,
      float[] z,
      int z0,
      float[] cPrev,
      int cp0,
      float[] c,
      int c0,
      float[] t,
      int t0,
      float[] h,
      int h0) {
    int zf = z0 + n;
    int zg = z0 + 2 * n;
    int zo = z0 + 3 * n;
    VectorMath.sigmoid(2 * n, z, z0, z, z0);
    VectorMath.tanh(n, z, zg, z, zg);
    VectorMath.sigmoid(n, z, zo, z, zo);
    int end = Loop.LSTM_FORWARD.end(n);
    if (end > 0) {
      cellVectors(end, z, z0, zf, zg, cPrev, cp0, c, c0);
    }
    for (int i = end; i < n; i++) {
      c[c0 + i] = Math.fma(z[zf + i], cPrev[cp0 + i], z[z0 + i] * z[zg + i]);
    }
    VectorMath.tanh(n, c, c0, t, t0);
    Elementwise.hadamard(n, z, zo, t, t0, h, h0);
  }

  private static void cellVectors(
      int n, float[] z, int zi, int zf, int zg, float[] cPrev, int cp0, float[] c, int c0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector ig =
          FloatVector.fromArray(SPECIES, z, zi + i).mul(FloatVector.fromArray(SPECIES, z, zg + i));
      FloatVector.fromArray(SPECIES, z, zf + i)
          .fma(FloatVector.fromArray(SPECIES, cPrev, cp0 + i), ig)
          .intoArray(c, c0 + i);
    }
  }

  /**
   * dc' = dc + dh∘o∘(1 − t²); dz = (dc'∘g∘i(1 − i), dc'∘cPrev∘f(1 − f), dc'∘i∘(1 − g²), dh∘t∘o(1 −
   * o)); dcPrev = dc'∘f.
   *
   * @param n H
   * @param z the activations i, f, g, o, 4H. Not modified, unless dz is the same row
   * @param cPrev c of the step before, H. Not modified
   * @param t tanh c, H. Not modified
   * @param dh the gradient of h, H. Not modified
   * @param dc the gradient of c from later steps, H. Not modified, unless dcPrev is the same row
   * @param dcPrev the gradient of cPrev, H. Modified; may be dc
   * @param dz the gradient of the pre-activations, 4H. Modified; may be z
   */
  static void backward(
      int n,
      float[] z,
      int z0,
      float[] cPrev,
      int cp0,
      float[] t,
      int t0,
      float[] dh,
      int dh0,
      float[] dc,
      int dc0,
      float[] dcPrev,
      int dcp0,
      float[] dz,
      int dz0) {
    int end = Loop.LSTM_BACKWARD.end(n);
    if (end > 0) {
      backwardVectors(end, n, z, z0, cPrev, cp0, t, t0, dh, dh0, dc, dc0, dcPrev, dcp0, dz, dz0);
    }
    for (int j = end; j < n; j++) {
      float i = z[z0 + j];
      float f = z[z0 + n + j];
      float g = z[z0 + 2 * n + j];
      float o = z[z0 + 3 * n + j];
      float tc = t[t0 + j];
      float d = dh[dh0 + j];
      float e = Math.fma(d * o, Math.fma(-tc, tc, 1f), dc[dc0 + j]);
      float cp = cPrev[cp0 + j];
      dcPrev[dcp0 + j] = e * f;
      dz[dz0 + j] = e * g * Math.fma(-i, i, i);
      dz[dz0 + n + j] = e * cp * Math.fma(-f, f, f);
      dz[dz0 + 2 * n + j] = e * i * Math.fma(-g, g, 1f);
      dz[dz0 + 3 * n + j] = d * tc * Math.fma(-o, o, o);
    }
  }

  private static void backwardVectors(
      int end,
      int n,
      float[] z,
      int z0,
      float[] cPrev,
      int cp0,
      float[] t,
      int t0,
      float[] dh,
      int dh0,
      float[] dc,
      int dc0,
      float[] dcPrev,
      int dcp0,
      float[] dz,
      int dz0) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int j = 0; j < end; j += LANES) {
      FloatVector i = FloatVector.fromArray(SPECIES, z, z0 + j);
      FloatVector f = FloatVector.fromArray(SPECIES, z, z0 + n + j);
      FloatVector g = FloatVector.fromArray(SPECIES, z, z0 + 2 * n + j);
      FloatVector o = FloatVector.fromArray(SPECIES, z, z0 + 3 * n + j);
      FloatVector tc = FloatVector.fromArray(SPECIES, t, t0 + j);
      FloatVector d = FloatVector.fromArray(SPECIES, dh, dh0 + j);
      FloatVector e =
          d.mul(o).fma(tc.neg().fma(tc, one), FloatVector.fromArray(SPECIES, dc, dc0 + j));
      FloatVector cp = FloatVector.fromArray(SPECIES, cPrev, cp0 + j);
      e.mul(f).intoArray(dcPrev, dcp0 + j);
      e.mul(g).mul(i.neg().fma(i, i)).intoArray(dz, dz0 + j);
      e.mul(cp).mul(f.neg().fma(f, f)).intoArray(dz, dz0 + n + j);
      e.mul(i).mul(g.neg().fma(g, one)).intoArray(dz, dz0 + 2 * n + j);
      d.mul(tc).mul(o.neg().fma(o, o)).intoArray(dz, dz0 + 3 * n + j);
    }
  }
}
