// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.testkit.Operation.Role.SCRATCH;
import static io.github.rnn4j.testkit.Operation.Role.UPDATED;
import static io.github.rnn4j.testkit.Operation.Role.WRITTEN;

import io.github.rnn4j.api.Precision;
import java.util.function.ToIntFunction;

/** Layer normalization; n is the number of columns of a group. */
final class LayerNorms {
  private static final ToIntFunction<Size> M = Size::m;
  private static final ToIntFunction<Size> W = Size::n;
  private static final ToIntFunction<Size> ONE = size -> 1;

  private LayerNorms() {}

  private static ToIntFunction<Size> times(int count, ToIntFunction<Size> size) {
    return it -> count * size.applyAsInt(it);
  }

  static Operation layerNorm(int groups, double epsilon) {
    return new Operation("layerNorm", groups, epsilon)
        .output("x", UPDATED, M, times(groups, W))
        .input("gain", ONE, times(groups, W))
        .output("r", WRITTEN, M, size -> groups)
        .output("y", UPDATED, M, times(groups, W))
        .output("scratch", SCRATCH, times(2, M), W)
        .calls((la, x, at, from) -> la.layerNorm(groups, epsilon, x[0], x[1], x[2], x[3], x[4]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              int m = x[0].rows();
              int w = x[0].columns() / groups;
              Expected.Output normal = expected.output(0, m, groups * w);
              Expected.Output roots = expected.output(2, m, groups);
              Expected.Output y = expected.output(3, m, groups * w);
              for (int row = 0; row < m; row++) {
                for (int k = 0; k < groups; k++) {
                  Term mean = Term.of(0);
                  for (int j = k * w; j < (k + 1) * w; j++) {
                    mean = mean.plus(term(x[0], row, j));
                  }
                  mean = mean.times(1.0 / w);
                  Term variance = Term.of(0);
                  for (int j = k * w; j < (k + 1) * w; j++) {
                    Term apart = term(x[0], row, j).minus(mean);
                    variance = variance.plus(apart.times(apart));
                  }
                  variance = variance.times(1.0 / w);
                  Term r = Term.ONE.over(variance.plus(Term.of(epsilon)).squareRoot());
                  expect(roots, row, k, r, w, precision);
                  for (int j = k * w; j < (k + 1) * w; j++) {
                    Term hat = r.times(term(x[0], row, j).minus(mean));
                    expect(normal, row, j, hat, w, precision);
                    Term sum = term(x[3], row, j).plus(term(x[1], 0, j).times(hat));
                    expect(y, row, j, sum, w, precision);
                  }
                }
              }
              return expected;
            });
  }

  static Operation layerNormBackward(int groups) {
    return new Operation("layerNormBackward", groups)
        .input("xhat", M, times(groups, W))
        .input("gain", ONE, times(groups, W))
        .input("r", M, size -> groups)
        .input("dy", M, times(groups, W))
        .output("dx", WRITTEN, M, times(groups, W), "dy")
        .output("scratch", SCRATCH, times(2, M), W)
        .calls(
            (la, x, at, from) -> la.layerNormBackward(groups, x[0], x[1], x[2], x[3], x[4], x[5]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              int m = x[0].rows();
              int w = x[0].columns() / groups;
              Expected.Output dx = expected.output(4, m, groups * w);
              for (int row = 0; row < m; row++) {
                for (int k = 0; k < groups; k++) {
                  Term mean = Term.of(0);
                  Term along = Term.of(0);
                  for (int j = k * w; j < (k + 1) * w; j++) {
                    Term d = term(x[1], 0, j).times(term(x[3], row, j));
                    mean = mean.plus(d);
                    along = along.plus(d.times(term(x[0], row, j)));
                  }
                  mean = mean.times(1.0 / w);
                  along = along.times(1.0 / w);
                  for (int j = k * w; j < (k + 1) * w; j++) {
                    Term d = term(x[1], 0, j).times(term(x[3], row, j));
                    Term apart = d.minus(mean).minus(along.times(term(x[0], row, j)));
                    expect(dx, row, j, term(x[2], row, k).times(apart), w, precision);
                  }
                }
              }
              return expected;
            });
  }

  /** A sum of w adds w roundings to the paths of a formula, wherever it stands. */
  private static void expect(
      Expected.Output output, int row, int column, Term term, int w, Precision precision) {
    output.set(row, column, term.value(), precision.gamma(64 + 4 * w) * term.magnitude());
  }

  private static Term term(Grid grid, int row, int column) {
    return Term.of(grid.at(row, column));
  }
}
