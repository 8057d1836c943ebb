// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.testkit.Operation.Role;
import java.util.function.DoubleUnaryOperator;

/** The functions that are applied to each element, within 4 units in the last place (R14). */
enum Functions {
  TANH(LinearAlgebra::tanh, StrictMath::tanh),
  SIGMOID(LinearAlgebra::sigmoid, Functions::sigmoid),
  EXP(LinearAlgebra::exp, StrictMath::exp);

  private interface Kernel {
    void run(LinearAlgebra la, Matrix x, Matrix y);
  }

  /** What an author may want to know whose function misses its bound. */
  private static final String HINT_SIGMOID =
      ". The formula 1 / (1 + exp(−x)), computed as it stands, is 0 for x so far below 0 that"
          + " exp(−x) overflows, where the result is a denormal number; take e / (1 + e) with"
          + " e = exp(x) below 0, or io.github.rnn4j.api.Elementary.sigmoid";

  private final Kernel kernel;
  private final DoubleUnaryOperator exact;

  Functions(Kernel kernel, DoubleUnaryOperator exact) {
    this.kernel = kernel;
    this.exact = exact;
  }

  /** Neither branch overflows, and neither cancels. */
  private static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  Operation operation() {
    return new Operation(name().toLowerCase(java.util.Locale.ROOT))
        .input("x", Size::m, Size::n)
        .output("y", Role.WRITTEN, Size::m, Size::n, "x")
        .elementWise()
        .calls((la, x, at, from) -> kernel.run(la, x[0], x[1]))
        .expects(
            (precision, x, hot) -> {
              Expected expected = new Expected();
              Expected.Output y = expected.output(1, x[0].rows(), x[0].columns());
              for (int i = 0; i < x[0].rows(); i++) {
                for (int j = 0; j < x[0].columns(); j++) {
                  double value = exact.applyAsDouble(x[0].at(i, j));
                  double rounded = precision.round(value);
                  y.set(
                      i,
                      j,
                      Double.isFinite(rounded) ? value : rounded,
                      4 * ulp(rounded, precision));
                }
              }
              return expected;
            });
  }

  void run(LinearAlgebra la, Matrix x, Matrix y) {
    kernel.run(la, x, y);
  }

  /** What to do about a result that is out of its bound. */
  String hint() {
    return this == SIGMOID ? HINT_SIGMOID : "";
  }

  double exact(double x) {
    return exact.applyAsDouble(x);
  }

  static double ulp(double value, Precision precision) {
    return precision == Precision.FLOAT32 ? Math.ulp((float) value) : Math.ulp(value);
  }
}
