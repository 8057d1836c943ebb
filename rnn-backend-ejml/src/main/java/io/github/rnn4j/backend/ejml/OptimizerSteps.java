package io.github.rnn4j.backend.ejml;

/** The steps of the optimisers, in one pass over the elements. */
final class OptimizerSteps {
  private OptimizerSteps() {}

  /** h = g + λp; v = μv + h; p = p − η·v, or p = p − η·(h + μv). */
  static void momentum(
      double rate,
      double momentum,
      boolean nesterov,
      double decay,
      EjmlMatrix gradient,
      EjmlMatrix velocity,
      EjmlMatrix parameter) {
    double[] g = gradient.data;
    double[] v = velocity.data;
    double[] p = parameter.data;
    int atG = gradient.offset;
    int atV = velocity.offset;
    for (int i = parameter.offset; i < parameter.offset + parameter.size; i++, atG++, atV++) {
      double h = g[atG] + decay * p[i];
      double moved = momentum * v[atV] + h;
      v[atV] = moved;
      p[i] -= rate * (nesterov ? h + momentum * moved : moved);
    }
  }

  /** h = g + λp; s = keep·s + add·h²; p = p − η·h / (√s + ε). */
  static void scaled(
      double rate,
      double keep,
      double add,
      double epsilon,
      double decay,
      EjmlMatrix gradient,
      EjmlMatrix squares,
      EjmlMatrix parameter) {
    double[] g = gradient.data;
    double[] s = squares.data;
    double[] p = parameter.data;
    int atG = gradient.offset;
    int atS = squares.offset;
    for (int i = parameter.offset; i < parameter.offset + parameter.size; i++, atG++, atS++) {
      double h = g[atG] + decay * p[i];
      double square = keep * s[atS] + add * (h * h);
      s[atS] = square;
      p[i] -= rate * (h / (Math.sqrt(square) + epsilon));
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
      EjmlMatrix gradient,
      EjmlMatrix first,
      EjmlMatrix second,
      EjmlMatrix parameter) {
    double[] g = gradient.data;
    double[] m = first.data;
    double[] v = second.data;
    double[] p = parameter.data;
    int atG = gradient.offset;
    int atM = first.offset;
    int atV = second.offset;
    for (int i = parameter.offset; i < parameter.offset + parameter.size; i++) {
      double h = decoupled ? g[atG] : g[atG] + decay * p[i];
      atG++;
      double mean = beta1 * m[atM] + (1 - beta1) * h;
      double square = beta2 * v[atV] + (1 - beta2) * (h * h);
      m[atM++] = mean;
      v[atV++] = square;
      p[i] = keep * p[i] - length * (mean / (Math.sqrt(square) * correction + epsilon));
    }
  }
}
