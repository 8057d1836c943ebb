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
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int i = 0;
    for (int end = Lanes.end(n); i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, h, h0 + i);
      v.neg().fma(v, one).mul(FloatVector.fromArray(SPECIES, dh, dh0 + i)).intoArray(dz, dz0 + i);
    }
    for (; i < n; i++) {
      float v = h[h0 + i];
      dz[dz0 + i] = Math.fma(-v, v, 1f) * dh[dh0 + i];
    }
  }
}
