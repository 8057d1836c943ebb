// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/**
 * Warm-up and half a wave of the cosine, for update s of n, s from 0.
 *
 * <pre>
 *   η = η₀ (s + 1) / (warmup + 1)                          s &lt; warmup
 *   η = η₀ (floor + (1 − floor) (1 + cos πx) / 2)          x = min(1, (s − warmup) / (n − warmup))
 * </pre>
 *
 * @param warmup the updates with a rising rate
 * @param steps n, the updates until the rate stays at its floor: mostly those of the run
 * @param floor the part of η₀ that is left at the end
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, SGDR, 2017</a>
 */
record Cosine(long warmup, long steps, double floor) implements Schedule {
  @Override
  public double rate(double base, long step, int epoch) {
    if (step < warmup) {
      return base * (step + 1) / (warmup + 1);
    }
    double x = step < steps ? (double) (step - warmup) / (steps - warmup) : 1;
    return base * (floor + (1 - floor) * (1 + StrictMath.cos(Math.PI * x)) / 2);
  }
}
