// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two oracles: {@link StrictMath} (fdlibm, within 1 ulp for exp and 2 for tanh) over millions of
 * points, and the exponential series in 50-digit decimals over thousands.
 */
class ElementaryTest {
  private static final MathContext DIGITS = new MathContext(50);
  private static final long SEED = 20260101;

  // ---------------------------------------------------------------------------------- accuracy

  @Test
  void exp_isWithinOneUlpOfTheExactValue() {
    // Subnormal results are within one of their coarser units, too.
    assertExact(Elementary::exp, ElementaryTest::exactExp, -745.1, 709.78, 1);
    assertExact(Elementary::exp, ElementaryTest::exactExp, -1, 1, 1);
  }

  @Test
  void tanh_isWithinThreeUlpOfTheExactValue() {
    assertExact(Elementary::tanh, ElementaryTest::exactTanh, -21, 21, 3);
    assertExact(Elementary::tanh, ElementaryTest::exactTanh, -1, 1, 3);
    assertExact(Elementary::tanh, ElementaryTest::exactTanh, -1e-8, 1e-8, 3);
  }

  @Test
  void sigmoid_isWithinThreeUlpOfTheExactValue() {
    assertExact(Elementary::sigmoid, ElementaryTest::exactSigmoid, -745, 40, 3);
    assertExact(Elementary::sigmoid, ElementaryTest::exactSigmoid, -1, 1, 3);
  }

  @Test
  void exp_agreesWithStrictMathOverTheWholeRange() {
    assertClose(Elementary::exp, StrictMath::exp, -746, 710, 2);
    assertClose(Elementary::exp, StrictMath::exp, -2, 2, 2);
  }

  @Test
  void tanh_agreesWithStrictMathOverTheWholeRange() {
    assertClose(Elementary::tanh, StrictMath::tanh, -25, 25, 5);
    assertClose(Elementary::tanh, StrictMath::tanh, -2, 2, 5);
  }

  @Test
  void sigmoid_agreesWithStrictMathOverTheWholeRange() {
    DoubleUnaryOperator oracle =
        x -> {
          double e = StrictMath.exp(-Math.abs(x));
          return (x < 0 ? e : 1) / (1 + e);
        };
    assertClose(Elementary::sigmoid, oracle, -746, 40, 5);
    assertClose(Elementary::sigmoid, oracle, -2, 2, 5);
  }

  @Test
  void functions_areRightForAnyBitPattern() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000_000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      assertUlps("exp", x, Elementary.exp(x), StrictMath.exp(x), 2);
      assertUlps("tanh", x, Elementary.tanh(x), StrictMath.tanh(x), 5);
    }
  }

  // ---------------------------------------------------------------------------------- edges

  @Test
  void exp_keepsItsSpecialValues() {
    assertThat(Elementary.exp(Double.NaN)).isNaN();
    assertThat(Elementary.exp(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Elementary.exp(Double.NEGATIVE_INFINITY)).isEqualTo(0.0);
    assertThat(Elementary.exp(0.0)).isEqualTo(1.0);
    assertThat(Elementary.exp(-0.0)).isEqualTo(1.0);
  }

  @Test
  void exp_overflowsAndVanishesWhereStrictMathDoes() {
    double largest = 0x1.62e42fefa39efp9;
    double smallest = -0x1.74910d52d3051p9;
    assertThat(Elementary.exp(largest)).isFinite().isGreaterThan(1.797e308);
    assertThat(StrictMath.exp(largest)).isFinite();
    assertThat(Elementary.exp(Math.nextUp(largest))).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(StrictMath.exp(Math.nextUp(largest))).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Elementary.exp(smallest)).isEqualTo(Double.MIN_VALUE);
    assertThat(StrictMath.exp(smallest)).isEqualTo(Double.MIN_VALUE);
    assertThat(Elementary.exp(Math.nextDown(smallest))).isEqualTo(0.0);
    assertThat(StrictMath.exp(Math.nextDown(smallest))).isEqualTo(0.0);
  }

  @Test
  void tanh_keepsItsSpecialValues() {
    assertThat(Elementary.tanh(Double.NaN)).isNaN();
    assertThat(Elementary.tanh(Double.POSITIVE_INFINITY)).isEqualTo(1.0);
    assertThat(Elementary.tanh(Double.NEGATIVE_INFINITY)).isEqualTo(-1.0);
    assertThat(Double.doubleToRawLongBits(Elementary.tanh(0.0))).isZero();
    assertThat(Double.doubleToRawLongBits(Elementary.tanh(-0.0))).isEqualTo(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 0x1p-1060, Double.MIN_NORMAL, 1e-300, 1e-20})
  void tanh_ofATinyNumberIsTheNumber(double x) {
    assertThat(Elementary.tanh(x)).isEqualTo(x);
    assertThat(Elementary.tanh(-x)).isEqualTo(-x);
  }

  @Test
  void tanh_neverLeavesTheUnitInterval() {
    for (double x = 15; x < 25; x += 0x1p-16) {
      assertThat(Elementary.tanh(x)).isLessThanOrEqualTo(1).isEqualTo(-Elementary.tanh(-x));
    }
  }

  @Test
  void sigmoid_keepsItsSpecialValues() {
    assertThat(Elementary.sigmoid(Double.NaN)).isNaN();
    assertThat(Elementary.sigmoid(Double.POSITIVE_INFINITY)).isEqualTo(1.0);
    assertThat(Elementary.sigmoid(Double.NEGATIVE_INFINITY)).isEqualTo(0.0);
    assertThat(Elementary.sigmoid(0.0)).isEqualTo(0.5);
    assertThat(Elementary.sigmoid(-0.0)).isEqualTo(0.5);
  }

  // ---------------------------------------------------------------------------------- oracles

  private static void assertClose(
      DoubleUnaryOperator function,
      DoubleUnaryOperator oracle,
      double from,
      double to,
      double ulps) {
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000_000; i++) {
      double x = from + (to - from) * random.nextDouble();
      assertUlps("f", x, function.applyAsDouble(x), oracle.applyAsDouble(x), ulps);
    }
  }

  private static void assertUlps(
      String name, double x, double actual, double expected, double ulps) {
    boolean same = actual == expected || (actual != actual && expected != expected);
    if (!same && !(Math.abs(actual - expected) <= ulps * Math.ulp(expected))) {
      throw new AssertionError(
          name + "(" + x + ") = " + actual + ", expected " + expected + " within " + ulps + " ulp");
    }
  }

  private static void assertExact(
      DoubleUnaryOperator function,
      UnaryOperator<BigDecimal> oracle,
      double from,
      double to,
      double ulps) {
    Random random = new Random(SEED);
    for (int i = 0; i < 4000; i++) {
      double x = from + (to - from) * random.nextDouble();
      double actual = function.applyAsDouble(x);
      BigDecimal exact = oracle.apply(new BigDecimal(x));
      double error =
          exact.subtract(new BigDecimal(actual)).abs().doubleValue()
              / Math.ulp(exact.doubleValue());
      assertThat(error).as("error in ulp at %s", x).isLessThanOrEqualTo(ulps);
    }
  }

  /** The series of e^(x / 2¹⁶), squared 16 times. */
  private static BigDecimal exactExp(BigDecimal x) {
    BigDecimal reduced = x.divide(BigDecimal.valueOf(1 << 16), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; n < 25; n++) {
      term = term.multiply(reduced, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < 16; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  private static BigDecimal exactTanh(BigDecimal x) {
    BigDecimal e = exactExp(x.add(x));
    return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
  }

  private static BigDecimal exactSigmoid(BigDecimal x) {
    return BigDecimal.ONE.divide(BigDecimal.ONE.add(exactExp(x.negate())), DIGITS);
  }

  // ---------------------------------------------------------------------------------- powers

  @Test
  void power_isWithinItsBoundOfTheExactValue() {
    for (double x : new double[] {0, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1}) {
      for (int n : new int[] {0, 1, 2, 3, 7, 10, 31, 100, 1000, 12_345}) {
        BigDecimal exact = new BigDecimal(x).pow(n, DIGITS);
        double bound = 2 * Math.max(n, 1) * 0x1p-53 * exact.doubleValue() + Double.MIN_NORMAL;
        double error = new BigDecimal(Elementary.power(x, n)).subtract(exact).abs().doubleValue();
        assertThat(error).as("%s to the power of %s", x, n).isLessThanOrEqualTo(bound);
      }
    }
    assertThat(Elementary.power(0.999, Long.MAX_VALUE)).isZero();
  }

  @Test
  void power_ofANegativeExponent_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Elementary.power(0.5, -1))
        .withMessageContaining("-1");
  }
}
