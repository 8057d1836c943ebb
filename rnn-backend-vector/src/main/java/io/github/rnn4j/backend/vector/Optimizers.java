// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The steps of the optimizers, one pass over the elements each. Letters as in {@link
 * io.github.rnn4j.api.LinearAlgebra}: g the gradient, not modified; p the parameter and the rest
 * modified; n elements. Division and square root are IEEE operations, so that the bits are the same
 * for every number of lanes.
 */
final class Optimizers {
  private Optimizers() {}

  /** h = g + λp; v = μv + h; p = p − η·v. */
  static void momentum(
      int n,
      float rate,
      float momentum,
      float decay,
      float[] g,
      int g0,
      float[] v,
      int v0,
      float[] p,
      int p0) {
    int end = Loop.MOMENTUM.end(n);
    if (end > 0) {
      momentumVectors(end, rate, momentum, decay, g, g0, v, v0, p, p0);
    }
    for (int i = end; i < n; i++) {
      float w = p[p0 + i];
      float s = Math.fma(momentum, v[v0 + i], Math.fma(decay, w, g[g0 + i]));
      v[v0 + i] = s;
      p[p0 + i] = Math.fma(-rate, s, w);
    }
  }

  private static void momentumVectors(
      int n,
      float rate,
      float momentum,
      float decay,
      float[] g,
      int g0,
      float[] v,
      int v0,
      float[] p,
      int p0) {
    FloatVector mu = FloatVector.broadcast(SPECIES, momentum);
    FloatVector lambda = FloatVector.broadcast(SPECIES, decay);
    FloatVector step = FloatVector.broadcast(SPECIES, -rate);
    for (int i = 0; i < n; i += LANES) {
      FloatVector w = FloatVector.fromArray(SPECIES, p, p0 + i);
      FloatVector h = w.fma(lambda, FloatVector.fromArray(SPECIES, g, g0 + i));
      FloatVector s = FloatVector.fromArray(SPECIES, v, v0 + i).fma(mu, h);
      s.intoArray(v, v0 + i);
      s.fma(step, w).intoArray(p, p0 + i);
    }
  }

  /** h = g + λp; v = μv + h; p = p − η·(h + μv). */
  static void nesterov(
      int n,
      float rate,
      float momentum,
      float decay,
      float[] g,
      int g0,
      float[] v,
      int v0,
      float[] p,
      int p0) {
    int end = Loop.NESTEROV.end(n);
    if (end > 0) {
      nesterovVectors(end, rate, momentum, decay, g, g0, v, v0, p, p0);
    }
    for (int i = end; i < n; i++) {
      float w = p[p0 + i];
      float h = Math.fma(decay, w, g[g0 + i]);
      float s = Math.fma(momentum, v[v0 + i], h);
      v[v0 + i] = s;
      p[p0 + i] = Math.fma(-rate, Math.fma(momentum, s, h), w);
    }
  }

  private static void nesterovVectors(
      int n,
      float rate,
      float momentum,
      float decay,
      float[] g,
      int g0,
      float[] v,
      int v0,
      float[] p,
      int p0) {
    FloatVector mu = FloatVector.broadcast(SPECIES, momentum);
    FloatVector lambda = FloatVector.broadcast(SPECIES, decay);
    FloatVector step = FloatVector.broadcast(SPECIES, -rate);
    for (int i = 0; i < n; i += LANES) {
      FloatVector w = FloatVector.fromArray(SPECIES, p, p0 + i);
      FloatVector h = w.fma(lambda, FloatVector.fromArray(SPECIES, g, g0 + i));
      FloatVector s = FloatVector.fromArray(SPECIES, v, v0 + i).fma(mu, h);
      s.intoArray(v, v0 + i);
      s.fma(mu, h).fma(step, w).intoArray(p, p0 + i);
    }
  }

  /** h = g + λp; s = keep·s + add·h²; p = p − η·h / (√s + ε): AdaGrad and RMSProp. */
  static void scaled(
      int n,
      float rate,
      float keep,
      float add,
      float epsilon,
      float decay,
      float[] g,
      int g0,
      float[] s,
      int s0,
      float[] p,
      int p0) {
    int end = Loop.SCALED.end(n);
    if (end > 0) {
      scaledVectors(end, rate, keep, add, epsilon, decay, g, g0, s, s0, p, p0);
    }
    for (int i = end; i < n; i++) {
      float w = p[p0 + i];
      float h = Math.fma(decay, w, g[g0 + i]);
      float q = Math.fma(h * add, h, s[s0 + i] * keep);
      s[s0 + i] = q;
      p[p0 + i] = Math.fma(-rate, h / ((float) Math.sqrt(q) + epsilon), w);
    }
  }

  private static void scaledVectors(
      int n,
      float rate,
      float keep,
      float add,
      float epsilon,
      float decay,
      float[] g,
      int g0,
      float[] s,
      int s0,
      float[] p,
      int p0) {
    FloatVector lambda = FloatVector.broadcast(SPECIES, decay);
    FloatVector step = FloatVector.broadcast(SPECIES, -rate);
    for (int i = 0; i < n; i += LANES) {
      FloatVector w = FloatVector.fromArray(SPECIES, p, p0 + i);
      FloatVector h = w.fma(lambda, FloatVector.fromArray(SPECIES, g, g0 + i));
      FloatVector q = h.mul(add).fma(h, FloatVector.fromArray(SPECIES, s, s0 + i).mul(keep));
      q.intoArray(s, s0 + i);
      h.div(q.sqrt().add(epsilon)).fma(step, w).intoArray(p, p0 + i);
    }
  }

  /**
   * h = g + λp; m = β₁m + (1 − β₁)·h; v = β₂v + (1 − β₂)·h²; p = keep·p − length·m / (√v·root + ε):
   * Adam, and AdamW with λ = 0 and keep below 1.
   *
   * @param length η / (1 − β₁ᵗ)
   * @param rest1 1 − β₁
   * @param rest2 1 − β₂
   * @param root 1 / √(1 − β₂ᵗ)
   */
  static void adam(
      int n,
      float length,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float root,
      float epsilon,
      float decay,
      boolean decoupled,
      float keep,
      float[] g,
      int g0,
      float[] m,
      int m0,
      float[] v,
      int v0,
      float[] p,
      int p0) {
    int end = Loop.ADAM.end(n);
    if (end > 0) {
      adamVectors(
          end, length, beta1, rest1, beta2, rest2, root, epsilon, decay, decoupled, keep, g, g0, m,
          m0, v, v0, p, p0);
    }
    for (int i = end; i < n; i++) {
      float w = p[p0 + i];
      float h = g[g0 + i];
      if (decoupled) {
        w *= keep;
      } else {
        h = Math.fma(decay, w, h);
      }
      float mean = Math.fma(rest1, h, m[m0 + i] * beta1);
      m[m0 + i] = mean;
      float square = Math.fma(h * rest2, h, v[v0 + i] * beta2);
      v[v0 + i] = square;
      float divisor = Math.fma((float) Math.sqrt(square), root, epsilon);
      p[p0 + i] = Math.fma(-length, mean / divisor, w);
    }
  }

  private static void adamVectors(
      int n,
      float length,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float root,
      float epsilon,
      float decay,
      boolean decoupled,
      float keep,
      float[] g,
      int g0,
      float[] m,
      int m0,
      float[] v,
      int v0,
      float[] p,
      int p0) {
    FloatVector lambda = FloatVector.broadcast(SPECIES, decay);
    FloatVector step = FloatVector.broadcast(SPECIES, -length);
    FloatVector eps = FloatVector.broadcast(SPECIES, epsilon);
    FloatVector correction = FloatVector.broadcast(SPECIES, root);
    FloatVector rest = FloatVector.broadcast(SPECIES, rest1);
    for (int i = 0; i < n; i += LANES) {
      FloatVector w = FloatVector.fromArray(SPECIES, p, p0 + i);
      FloatVector h = FloatVector.fromArray(SPECIES, g, g0 + i);
      if (decoupled) {
        w = w.mul(keep);
      } else {
        h = w.fma(lambda, h);
      }
      FloatVector mean = h.fma(rest, FloatVector.fromArray(SPECIES, m, m0 + i).mul(beta1));
      mean.intoArray(m, m0 + i);
      FloatVector square =
          h.mul(rest2).fma(h, FloatVector.fromArray(SPECIES, v, v0 + i).mul(beta2));
      square.intoArray(v, v0 + i);
      mean.div(square.sqrt().fma(correction, eps)).fma(step, w).intoArray(p, p0 + i);
    }
  }
}
