// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The functions over the whole range of float32, against StrictMath in float64. */
class VectorMathTest {
  /** Every 16,411th bit pattern, a prime: 261,712 values from all binades of both signs. */
  private static final long STRIDE = 16_411;

  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    88.72284f,
    88.722839f,
    -87.33655f,
    -103.97f,
    -103.98f,
    1f,
    -1f,
    9.01f,
    -9.01f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  private interface Range {
    void run(int n, float[] x, int x0, float[] y, int y0);
  }

  private interface One {
    float of(float x);
  }

  private enum Function {
    EXP(VectorMath::exp, ScalarMath::exp, StrictMath::exp, 1),
    LOG(Function::noVectors, ScalarMath::log, StrictMath::log, 1),
    TANH(VectorMath::tanh, ScalarMath::tanh, StrictMath::tanh, 2.5),
    SIGMOID(VectorMath::sigmoid, ScalarMath::sigmoid, Function::exactSigmoid, 2.5);

    final Range vectors;
    final One scalar;
    final DoubleUnaryOperator exact;
    final double ulps;

    Function(Range vectors, One scalar, DoubleUnaryOperator exact, double ulps) {
      this.vectors = vectors;
      this.scalar = scalar;
      this.exact = exact;
      this.ulps = ulps;
    }

    /** The logarithm of a row's sum is one number: there is no loop of it. */
    private static void noVectors(int n, float[] x, int x0, float[] y, int y0) {
      for (int i = 0; i < n; i++) {
        y[y0 + i] = ScalarMath.log(x[x0 + i]);
      }
    }

    private static double exactSigmoid(double x) {
      double e = StrictMath.exp(-Math.abs(x));
      return (x >= 0 ? 1 : e) / (1 + e);
    }
  }

  @BeforeAll
  static void useVectors() {
    Lanes.useVectors();
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void function_isWithinItsBound_andVectorsHaveTheBitsOfScalars(Function function) {
    int n = SPECIAL.length + (int) ((1L << 32) / STRIDE) + 1;
    float[] x = new float[n];
    System.arraycopy(SPECIAL, 0, x, 0, SPECIAL.length);
    for (int i = SPECIAL.length; i < n; i++) {
      x[i] = Float.intBitsToFloat((int) ((i - SPECIAL.length) * STRIDE));
    }
    float[] y = new float[n];
    function.vectors.run(n, x, 0, y, 0);
    double worst = 0;
    for (int i = 0; i < n; i++) {
      float scalar = function.scalar.of(x[i]);
      if (Float.floatToIntBits(scalar) != Float.floatToIntBits(y[i])) {
        assertThat(y[i]).as("%s of %s", function, x[i]).isEqualTo(scalar);
      }
      double error = error(y[i], function.exact.applyAsDouble(x[i]));
      assertThat(error <= function.ulps)
          .as("%s of %s is %s: %s ulp from it", function, x[i], y[i], error)
          .isTrue();
      worst = Math.max(worst, error);
    }
    assertThat(worst).as("the bound is not far off").isGreaterThan(function.ulps / 4);
  }

  /** In units of the last place of the exact value rounded. */
  private static double error(float actual, double exact) {
    float rounded = (float) exact;
    if (Float.floatToIntBits(actual) == Float.floatToIntBits(rounded)) {
      return 0;
    }
    boolean finite = Float.isFinite(actual) && Float.isFinite(rounded);
    return finite ? Math.abs(actual - exact) / Math.ulp(rounded) : Double.POSITIVE_INFINITY;
  }
}
