// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The gates of a GRU in the reset-after form, a row (one element of the batch) at a time, gates in
 * the order r, z, n.
 *
 * <p>H hidden units; a = x·Wx + bx and b = hPrev·Wh + bh have rows of 3H.
 */
final class GruGates {
  private GruGates() {}

  /**
   * r = σ(a₀ + b₀), z = σ(a₁ + b₁), n = tanh(a₂ + r∘b₂), h = n + z∘(hPrev − n).
   *
   * @param n H
   * @param a a row of input projections, 3H. Modified: the activations r, z, n
   * @param b a row of recurrent projections, 3H. Not modified (b₂ is wanted by {@link #backward})
   * @param hPrev h of the step before, H. Not modified
   * @param h the output, H. Modified; may be hPrev
   */
  static void forward(
      int n, float[] a, int a0, float[] b, int b0, float[] hPrev, int hp0, float[] h, int h0) {
    int an = a0 + 2 * n;
    Elementwise.add(2 * n, a, a0, b, b0, a, a0);
    VectorMath.sigmoid(2 * n, a, a0, a, a0);
    Elementwise.hadamardAdd(n, a, a0, b, b0 + 2 * n, a, an);
    VectorMath.tanh(n, a, an, a, an);
    int end = Loop.GRU_FORWARD.end(n);
    if (end > 0) {
      outputVectors(end, a, a0 + n, an, hPrev, hp0, h, h0);
    }
    for (int i = end; i < n; i++) {
      float c = a[an + i];
      h[h0 + i] = Math.fma(a[a0 + n + i], hPrev[hp0 + i] - c, c);
    }
  }

  private static void outputVectors(
      int n, float[] a, int az, int an, float[] hPrev, int hp0, float[] h, int h0) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector c = FloatVector.fromArray(SPECIES, a, an + i);
      FloatVector d = FloatVector.fromArray(SPECIES, hPrev, hp0 + i).sub(c);
      FloatVector.fromArray(SPECIES, a, az + i).fma(d, c).intoArray(h, h0 + i);
    }
  }

  /**
   * dn = dh∘(1 − z)∘(1 − n²), dz = dh∘(hPrev − n)∘z(1 − z), dr = dn∘b₂∘r(1 − r); da = (dr, dz, dn),
   * db = (dr, dz, dn∘r), dhPrev = dhPrev + dh∘z (its part that does not pass through Wh).
   *
   * @param n H
   * @param a the activations r, z, n, 3H. Not modified, unless da is the same row
   * @param b the recurrent projections, 3H. Not modified, unless db is the same row
   * @param hPrev h of the step before, H. Not modified
   * @param dh the gradient of h, H. Not modified
   * @param da the gradient of a, 3H. Modified; may be a
   * @param db the gradient of b, 3H. Modified; may be b
   * @param dhPrev the gradient of hPrev, H. Modified: added to
   */
  static void backward(
      int n,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] hPrev,
      int hp0,
      float[] dh,
      int dh0,
      float[] da,
      int da0,
      float[] db,
      int db0,
      float[] dhPrev,
      int dhp0) {
    int end = Loop.GRU_BACKWARD.end(n);
    if (end > 0) {
      backwardVectors(end, n, a, a0, b, b0, hPrev, hp0, dh, dh0, da, da0, db, db0, dhPrev, dhp0);
    }
    for (int j = end; j < n; j++) {
      float r = a[a0 + j];
      float z = a[a0 + n + j];
      float c = a[a0 + 2 * n + j];
      float d = dh[dh0 + j];
      float dc = d * (1f - z) * Math.fma(-c, c, 1f);
      float dz = d * (hPrev[hp0 + j] - c) * Math.fma(-z, z, z);
      float dr = dc * b[b0 + 2 * n + j] * Math.fma(-r, r, r);
      da[da0 + j] = dr;
      da[da0 + n + j] = dz;
      da[da0 + 2 * n + j] = dc;
      db[db0 + j] = dr;
      db[db0 + n + j] = dz;
      db[db0 + 2 * n + j] = dc * r;
      dhPrev[dhp0 + j] = Math.fma(d, z, dhPrev[dhp0 + j]);
    }
  }

  private static void backwardVectors(
      int end,
      int n,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] hPrev,
      int hp0,
      float[] dh,
      int dh0,
      float[] da,
      int da0,
      float[] db,
      int db0,
      float[] dhPrev,
      int dhp0) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int j = 0; j < end; j += LANES) {
      FloatVector r = FloatVector.fromArray(SPECIES, a, a0 + j);
      FloatVector z = FloatVector.fromArray(SPECIES, a, a0 + n + j);
      FloatVector c = FloatVector.fromArray(SPECIES, a, a0 + 2 * n + j);
      FloatVector d = FloatVector.fromArray(SPECIES, dh, dh0 + j);
      FloatVector dc = d.mul(z.neg().add(one)).mul(c.neg().fma(c, one));
      FloatVector dz =
          d.mul(FloatVector.fromArray(SPECIES, hPrev, hp0 + j).sub(c)).mul(z.neg().fma(z, z));
      FloatVector dr =
          dc.mul(FloatVector.fromArray(SPECIES, b, b0 + 2 * n + j)).mul(r.neg().fma(r, r));
      dr.intoArray(da, da0 + j);
      dz.intoArray(da, da0 + n + j);
      dc.intoArray(da, da0 + 2 * n + j);
      dr.intoArray(db, db0 + j);
      dz.intoArray(db, db0 + n + j);
      dc.mul(r).intoArray(db, db0 + 2 * n + j);
      d.fma(z, FloatVector.fromArray(SPECIES, dhPrev, dhp0 + j)).intoArray(dhPrev, dhp0 + j);
    }
  }
}
