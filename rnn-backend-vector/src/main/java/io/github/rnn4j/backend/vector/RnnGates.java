// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** h = tanh z and its derivative. */
final class RnnGates {
  private RnnGates() {}

  /**
   * dz = dh∘(1 − h²), n elements. {@code dh}, {@code h}: not modified; {@code dz}: modified, may be
   * dh.
   */
  static void backward(int n, float[] dh, int dh0, float[] h, int h0, float[] dz, int dz0) {
    int end = Loop.RNN_BACKWARD.end(n);
    if (end > 0) {
      backwardVectors(end, dh, dh0, h, h0, dz, dz0);
    }
    for (int i = end; i < n; i++) {
      float v = h[h0 + i];
      dz[dz0 + i] = Math.fma(-v, v, 1f) * dh[dh0 + i];
    }
  }

  private static void backwardVectors(
      int n, float[] dh, int dh0, float[] h, int h0, float[] dz, int dz0) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, h, h0 + i);
      v.neg().fma(v, one).mul(FloatVector.fromArray(SPECIES, dh, dh0 + i)).intoArray(dz, dz0 + i);
    }
  }
}
