package io.github.rnn4j.testkit;

import static io.github.rnn4j.testkit.Operation.Role.SCRATCH;
import static io.github.rnn4j.testkit.Operation.Role.UPDATED;

import java.util.function.ToIntFunction;

/** The updates of parameters by their gradients. */
final class Optimisers {
  private static final ToIntFunction<Size> M = Size::m;
  private static final ToIntFunction<Size> N = Size::n;

  private Optimisers() {}

  static Operation sgdMomentum(double rate, double momentum, boolean nesterov, double decay) {
    return new Operation("sgdMomentum", rate, momentum, nesterov, decay)
        .input("g", M, N)
        .output("v", UPDATED, M, N)
        .output("w", SCRATCH, M, N)
        .output("p", UPDATED, M, N)
        .elementWise()
        .calls(
            (la, x, at, from) ->
                la.sgdMomentum(rate, momentum, nesterov, decay, x[0], x[1], x[2], x[3]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Expected.Output velocity = expected.output(1, x[0].rows(), x[0].columns());
              Expected.Output parameter = expected.output(3, x[0].rows(), x[0].columns());
              for (int i = 0; i < x[0].rows(); i++) {
                for (int j = 0; j < x[0].columns(); j++) {
                  Term p = Term.of(x[3].at(i, j));
                  Term g = Term.of(x[0].at(i, j)).plus(p.times(decay));
                  Term v = Term.of(x[1].at(i, j)).times(momentum).plus(g);
                  Term step = nesterov ? g.plus(v.times(momentum)) : v;
                  v.expect(velocity, i, j, precision);
                  p.minus(step.times(rate)).expect(parameter, i, j, precision);
                }
              }
              return expected;
            });
  }
}
