// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Normal numbers with mean 0 and deviation 1, by Marsaglia's polar method: with (u, v) uniform in
 * the unit disc and s = u² + v², u·√(−2 ln s / s) and v·√(−2 ln s / s) are two of them.
 *
 * <p>Samplers of Commons RNG go through {@code Math.log} or {@code Math.exp}, which may differ by a
 * bit between JVMs. This one has the same bits on all.
 *
 * @see <a href="https://doi.org/10.1137/1006063">Marsaglia and Bray, A convenient method for
 *     generating normal variables, 1964</a>
 */
final class Gaussian {
  private final UniformRandomProvider stream;
  private double spare = Double.NaN;

  Gaussian(UniformRandomProvider stream) {
    this.stream = stream;
  }

  double next() {
    if (!Double.isNaN(spare)) {
      double next = spare;
      spare = Double.NaN;
      return next;
    }
    double u;
    double v;
    double s;
    do {
      u = 2 * stream.nextDouble() - 1;
      v = 2 * stream.nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
    spare = v * factor;
    return u * factor;
  }
}
