package io.github.rnn4j.backend.commonsmath;

/** The steps of the optimisers for a row of each matrix, in one pass. */
final class OptimizerSteps {
  private OptimizerSteps() {}

  /** h = g + λp; v = μv + h; p = p − η·v, or p = p − η·(h + μv). */
  static void momentum(
      double rate,
      double momentum,
      boolean nesterov,
      double decay,
      double[] g,
      double[] v,
      double[] p) {
    for (int j = 0; j < p.length; j++) {
      double h = g[j] + decay * p[j];
      double moved = momentum * v[j] + h;
      v[j] = moved;
      p[j] -= rate * (nesterov ? h + momentum * moved : moved);
    }
  }

  /** h = g + λp; s = keep·s + add·h²; p = p − η·h / (√s + ε). */
  static void scaled(
      double rate,
      double keep,
      double add,
      double epsilon,
      double decay,
      double[] g,
      double[] s,
      double[] p) {
    for (int j = 0; j < p.length; j++) {
      double h = g[j] + decay * p[j];
      double square = keep * s[j] + add * (h * h);
      s[j] = square;
      p[j] -= rate * (h / (Math.sqrt(square) + epsilon));
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
      double[] g,
      double[] m,
      double[] v,
      double[] p) {
    for (int j = 0; j < p.length; j++) {
      double h = decoupled ? g[j] : g[j] + decay * p[j];
      double mean = beta1 * m[j] + (1 - beta1) * h;
      double square = beta2 * v[j] + (1 - beta2) * (h * h);
      m[j] = mean;
      v[j] = square;
      p[j] = keep * p[j] - length * (mean / (Math.sqrt(square) * correction + epsilon));
    }
  }
}
