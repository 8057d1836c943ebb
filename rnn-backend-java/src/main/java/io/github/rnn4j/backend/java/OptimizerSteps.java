// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

/** The steps of the optimizers, in one pass over the elements. g is the gradient of p. */
final class OptimizerSteps {
  private OptimizerSteps() {}

  /** h = g + λ·p; v = μ·v + h; p = p − η·v, or Nesterov's p = p − η·(h + μ·v). */
  static void momentum(
      double rate,
      double momentum,
      boolean nesterov,
      double decay,
      RowMajorMatrix g,
      RowMajorMatrix v,
      RowMajorMatrix p) {
    for (int i = 0; i < p.size; i++) {
      double h = g.array[g.offset + i] + decay * p.array[p.offset + i];
      double velocity = momentum * v.array[v.offset + i] + h;
      v.array[v.offset + i] = velocity;
      p.array[p.offset + i] -= rate * (nesterov ? h + momentum * velocity : velocity);
    }
  }

  /** h = g + λ·p; s = keep·s + add·h²; p = p − η·h / (√s + ε). */
  static void scaled(
      double rate,
      double keep,
      double add,
      double epsilon,
      double decay,
      RowMajorMatrix g,
      RowMajorMatrix s,
      RowMajorMatrix p) {
    for (int i = 0; i < p.size; i++) {
      double h = g.array[g.offset + i] + decay * p.array[p.offset + i];
      double square = keep * s.array[s.offset + i] + add * (h * h);
      s.array[s.offset + i] = square;
      p.array[p.offset + i] -= rate * (h / (Math.sqrt(square) + epsilon));
    }
  }

  /**
   * h = g + λ·p, or g where λ is decoupled; the moments m of h and v of h²; p = keep·p − length·m /
   * (√v·correction + ε).
   */
  static void adam(
      double length,
      double beta1,
      double beta2,
      double correction,
      double epsilon,
      double decay,
      boolean decoupled,
      double keep,
      RowMajorMatrix g,
      RowMajorMatrix m,
      RowMajorMatrix v,
      RowMajorMatrix p) {
    for (int i = 0; i < p.size; i++) {
      double gradient = g.array[g.offset + i];
      double parameter = p.array[p.offset + i];
      double h = decoupled ? gradient : gradient + decay * parameter;
      double mean = beta1 * m.array[m.offset + i] + (1 - beta1) * h;
      double square = beta2 * v.array[v.offset + i] + (1 - beta2) * (h * h);
      m.array[m.offset + i] = mean;
      v.array[v.offset + i] = square;
      p.array[p.offset + i] =
          keep * parameter - length * (mean / (Math.sqrt(square) * correction + epsilon));
    }
  }
}
