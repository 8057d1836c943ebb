// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.testkit.Operation.Role.SCRATCH;
import static io.github.rnn4j.testkit.Operation.Role.UPDATED;

import io.github.rnn4j.api.Elementary;
import io.github.rnn4j.api.Precision;
import java.util.function.ToIntFunction;

/** The updates of parameters by their gradients. */
final class Optimizers {
  private static final ToIntFunction<Size> M = Size::m;
  private static final ToIntFunction<Size> N = Size::n;

  private Optimizers() {}

  static Operation sgdMomentum(double rate, double momentum, boolean nesterov, double decay) {
    return new Operation("sgdMomentum", rate, momentum, nesterov, decay)
        .input("g", M, N)
        .output("v", UPDATED, M, N)
        .output("p", UPDATED, M, N)
        .output("scratch", SCRATCH, M, N)
        .elementWise()
        .calls(
            (la, x, at, from) ->
                la.sgdMomentum(rate, momentum, nesterov, decay, x[0], x[1], x[2], x[3]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Expected.Output velocity = expected.output(1, x[0].rows(), x[0].columns());
              Expected.Output parameter = expected.output(2, x[0].rows(), x[0].columns());
              for (int i = 0; i < x[0].rows(); i++) {
                for (int j = 0; j < x[0].columns(); j++) {
                  Term p = Term.of(x[2].at(i, j));
                  Term h = Term.of(x[0].at(i, j)).plus(p.times(decay));
                  Term v = Term.of(x[1].at(i, j)).times(momentum).plus(h);
                  Term step = nesterov ? h.plus(v.times(momentum)) : v;
                  v.expect(velocity, i, j, precision);
                  p.minus(step.times(rate)).expect(parameter, i, j, precision);
                }
              }
              return expected;
            });
  }

  static Operation adagrad(double rate, double epsilon, double decay) {
    return scaledByMeanSquare(
        new Operation("adagrad", rate, epsilon, decay)
            .calls((la, x, at, from) -> la.adagrad(rate, epsilon, decay, x[0], x[1], x[2], x[3])),
        rate,
        1,
        1,
        epsilon,
        decay);
  }

  static Operation rmsprop(double rate, double alpha, double epsilon, double decay) {
    return scaledByMeanSquare(
        new Operation("rmsprop", rate, alpha, epsilon, decay)
            .calls(
                (la, x, at, from) ->
                    la.rmsprop(rate, alpha, epsilon, decay, x[0], x[1], x[2], x[3])),
        rate,
        alpha,
        1 - alpha,
        epsilon,
        decay);
  }

  /** s = kept·s + taken·h², p = p − η·h / (√s + ε), h = g + λ·p. */
  private static Operation scaledByMeanSquare(
      Operation operation, double rate, double kept, double taken, double epsilon, double decay) {
    return operation
        .input("g", M, N)
        .output("s", UPDATED, M, N)
        .output("p", UPDATED, M, N)
        .output("scratch", SCRATCH, size -> 2 * size.m(), N)
        .nonNegative("s")
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Expected.Output square = expected.output(1, x[0].rows(), x[0].columns());
              Expected.Output parameter = expected.output(2, x[0].rows(), x[0].columns());
              for (int i = 0; i < x[0].rows(); i++) {
                for (int j = 0; j < x[0].columns(); j++) {
                  Term p = Term.of(x[2].at(i, j));
                  Term h = Term.of(x[0].at(i, j)).plus(p.times(decay));
                  Term s = Term.of(x[1].at(i, j)).times(kept).plus(h.times(h).times(taken));
                  Term step = h.over(s.squareRoot().plus(Term.of(epsilon)));
                  s.expect(square, i, j, precision);
                  p.minus(step.times(rate)).expect(parameter, i, j, precision);
                }
              }
              return expected;
            });
  }

  /** 1 / (1 − βᵗ), where βᵗ may be off by 2t·u (see {@link Elementary#power}). */
  private static Term correction(double beta, long step, Precision precision) {
    double power = StrictMath.pow(beta, step);
    double value = 1 / (1 - power);
    double error = power == 0 ? 0 : 2.0 * step * Precision.FLOAT64.unitRoundoff() * power * value;
    return Term.missedBy(value, error, precision);
  }

  static Operation adam(
      long step,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      boolean decoupled) {
    return new Operation("adam", step, rate, beta1, beta2, epsilon, decay, decoupled)
        .input("g", M, N)
        .output("m", UPDATED, M, N)
        .output("v", UPDATED, M, N)
        .output("p", UPDATED, M, N)
        .output("scratch", SCRATCH, M, N)
        .nonNegative("v")
        .elementWise()
        .calls(
            (la, x, at, from) ->
                la.adam(
                    step, rate, beta1, beta2, epsilon, decay, decoupled, x[0], x[1], x[2], x[3],
                    x[4]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Expected.Output first = expected.output(1, x[0].rows(), x[0].columns());
              Expected.Output second = expected.output(2, x[0].rows(), x[0].columns());
              Expected.Output parameter = expected.output(3, x[0].rows(), x[0].columns());
              for (int i = 0; i < x[0].rows(); i++) {
                for (int j = 0; j < x[0].columns(); j++) {
                  Term g = Term.of(x[0].at(i, j));
                  Term p = Term.of(x[3].at(i, j));
                  Term h = decoupled ? g : g.plus(p.times(decay));
                  Term q = decoupled ? p.times(1 - rate * decay) : p;
                  Term m = Term.of(x[1].at(i, j)).times(beta1).plus(h.times(1 - beta1));
                  Term v = Term.of(x[2].at(i, j)).times(beta2).plus(h.times(h).times(1 - beta2));
                  Term mHat = m.times(correction(beta1, step, precision));
                  Term vHat = v.times(correction(beta2, step, precision));
                  Term update = mHat.over(vHat.squareRoot().plus(Term.of(epsilon)));
                  m.expect(first, i, j, precision);
                  v.expect(second, i, j, precision);
                  q.minus(update.times(rate)).expect(parameter, i, j, precision);
                }
              }
              return expected;
            });
  }
}
