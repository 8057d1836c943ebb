// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link LinearAlgebra#copy}, {@code fill}, {@code scale}, {@code axpy}, {@code hadamard}, {@code
 * divide}, {@code sqrt}, {@code addScalar}, {@code clamp}, {@code tanh}, {@code sigmoid} and {@code
 * exp}: against IEEE 754 and {@link StrictMath}, over the whole range of the precision.
 */
abstract class ElementWiseContract extends GemmContract {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double[] SPECIALS = {
    Double.NaN, INFINITY, -INFINITY, 0.0, -0.0, 1, -1, 2.5, -0.375
  };

  @Test
  final void copy_keepsEveryBit_R14() {
    LinearAlgebra backend = backend();
    Accuracy.assertWithinBound(backend, "copy", Size.ELEMENTS);
    Grid specials = Grid.row(SPECIALS);
    Matrix y = backend.zeros(1, SPECIALS.length);
    backend.copy(specials.on(backend), y);
    Bits.assertSame(y.toArray(), SPECIALS, "copy of special values");
  }

  @Test
  final void fill_setsEveryElement_R14() {
    LinearAlgebra backend = backend();
    Accuracy.assertWithinBound(backend, "fill", Size.ELEMENTS);
    for (double value : SPECIALS) {
      Matrix x = backend.zeros(3, 7);
      backend.fill(value, x);
      Bits.assertSame(x.toArray(), Grid.filled(3, 7, value).values(), "fill with " + value);
    }
    Matrix x = backend.zeros(3, 7);
    backend.fill(0.1, x);
    assertThat(x.toArray()).containsOnly(backend.precision().round(0.1));
  }

  @Test
  final void scale_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "scale", Size.ELEMENTS);
  }

  @Test
  final void axpy_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "axpy", Size.ELEMENTS);
  }

  @Test
  final void hadamard_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "hadamard", Size.ELEMENTS);
  }

  @Test
  final void divide_isCorrectlyRounded_R14() {
    Accuracy.assertWithinBound(backend(), "divide", Size.ELEMENTS);
  }

  @Test
  final void sqrt_isCorrectlyRounded_R14() {
    Accuracy.assertWithinBound(backend(), "sqrt", Size.ELEMENTS);
  }

  @Test
  final void addScalar_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "addScalar", Size.ELEMENTS);
  }

  @Test
  final void clamp_isExact_R14() {
    Accuracy.assertWithinBound(backend(), "clamp", Size.ELEMENTS);
  }

  @Test
  final void divide_specialValues_areThoseOfIeee754_R2() {
    LinearAlgebra backend = backend();
    for (double other : SPECIALS) {
      Matrix z = backend.zeros(1, SPECIALS.length);
      backend.divide(
          Grid.row(SPECIALS).on(backend), Grid.filled(1, SPECIALS.length, other).on(backend), z);
      assertValues(
          z, DoubleStream.of(SPECIALS).map(value -> value / other).toArray(), "x / " + other);
    }
  }

  @Test
  final void sqrt_specialValues_areThoseOfIeee754_R15() {
    LinearAlgebra backend = backend();
    Matrix y = backend.zeros(1, SPECIALS.length);
    backend.sqrt(Grid.row(SPECIALS).on(backend), y);
    double[] roots = DoubleStream.of(SPECIALS).map(StrictMath::sqrt).toArray();
    Bits.assertSame(
        y.toArray(),
        DoubleStream.of(roots).map(backend.precision()::round).toArray(),
        "√ of special values");
  }

  @Test
  final void addScalar_specialValues_areThoseOfIeee754_R15() {
    LinearAlgebra backend = backend();
    for (double alpha : SPECIALS) {
      Matrix x = Grid.row(SPECIALS).on(backend);
      backend.addScalar(alpha, x);
      assertValues(
          x, DoubleStream.of(SPECIALS).map(value -> value + alpha).toArray(), "x + " + alpha);
    }
  }

  @Test
  final void clamp_specialValues_nanStaysNaN_R15() {
    LinearAlgebra backend = backend();
    Matrix x = Grid.row(SPECIALS).on(backend);
    backend.clamp(-0.5, 2, x);
    assertThat(x.toArray()).containsExactly(Double.NaN, 2, -0.5, 0.0, -0.0, 1, -0.5, 2, -0.375);
    x = Grid.row(SPECIALS).on(backend);
    backend.clamp(-INFINITY, INFINITY, x);
    Bits.assertSame(x.toArray(), SPECIALS, "clamped to all numbers");
  }

  @Test
  final void clamp_boundsOutOfOrder_areRefusedAndNothingChanges_R5() {
    LinearAlgebra backend = backend();
    Matrix x = Grid.row(SPECIALS).on(backend);
    double[][] wrong = {{1, 0.5}, {Double.NaN, 1}, {1, Double.NaN}, {INFINITY, -INFINITY}};
    for (double[] bounds : wrong) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> backend.clamp(bounds[0], bounds[1], x))
          .withMessageContainingAll("clamp", "" + bounds[0], "" + bounds[1]);
      Bits.assertSame(x.toArray(), SPECIALS, "after the refusal");
    }
  }

  @Test
  final void scale_specialValues_areThoseOfIeee754_R2() {
    LinearAlgebra backend = backend();
    for (double alpha : SPECIALS) {
      Matrix x = Grid.row(SPECIALS).on(backend);
      backend.scale(alpha, x);
      assertValues(
          x, DoubleStream.of(SPECIALS).map(value -> alpha * value).toArray(), alpha + "·x");
    }
  }

  @Test
  final void axpy_specialValues_areThoseOfIeee754_R2() {
    LinearAlgebra backend = backend();
    for (double alpha : SPECIALS) {
      for (double before : SPECIALS) {
        Matrix y = Grid.filled(1, SPECIALS.length, before).on(backend);
        backend.axpy(alpha, Grid.row(SPECIALS).on(backend), y);
        assertValues(
            y,
            DoubleStream.of(SPECIALS).map(value -> alpha * value + before).toArray(),
            alpha + "·x + " + before);
      }
    }
  }

  @Test
  final void hadamard_specialValues_areThoseOfIeee754_R2() {
    LinearAlgebra backend = backend();
    for (double other : SPECIALS) {
      Matrix z = backend.zeros(1, SPECIALS.length);
      backend.hadamard(
          Grid.row(SPECIALS).on(backend), Grid.filled(1, SPECIALS.length, other).on(backend), z);
      assertValues(
          z, DoubleStream.of(SPECIALS).map(value -> value * other).toArray(), "x·" + other);
    }
  }

  @ParameterizedTest
  @EnumSource
  final void function_isWithinFourUlp_R14(Functions function) {
    LinearAlgebra backend = backend();
    Precision precision = backend.precision();
    Grid x = Grid.row(arguments(precision));
    Matrix y = backend.zeros(1, x.columns());
    function.run(backend, x.on(backend), y);
    Operation operation = function.operation();
    Expected expected = operation.expect(precision, new Grid[] {x, x}, new int[0]);
    try {
      expected.assertOutput(1, Grid.of(y), (i, j) -> operation + "(" + x.at(i, j) + ")");
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + function.hint(), e);
    }
  }

  @ParameterizedTest
  @EnumSource
  final void function_atEverySize_isWithinFourUlp_R14(Functions function) {
    Accuracy.assertWithinBound(
        backend(), Operations.named(function.operation().name()), Size.ELEMENTS);
  }

  @Test
  final void tanh_specialValues_R15() {
    assertBits(
        Functions.TANH,
        new double[] {Double.NaN, INFINITY, -INFINITY, 0.0, -0.0, 1e30, -1e30},
        new double[] {Double.NaN, 1, -1, 0.0, -0.0, 1, -1});
  }

  @Test
  final void sigmoid_specialValues_R15() {
    assertBits(
        Functions.SIGMOID,
        new double[] {Double.NaN, INFINITY, -INFINITY, 0.0, -0.0, 1e30, -1e30},
        new double[] {Double.NaN, 1, 0, 0.5, 0.5, 1, 0});
  }

  @Test
  final void exp_specialValues_R15() {
    assertBits(
        Functions.EXP,
        new double[] {Double.NaN, INFINITY, -INFINITY, 0.0, -0.0, 1e30, -1e30},
        new double[] {Double.NaN, INFINITY, 0, 1, 1, INFINITY, 0});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#elementWise")
  final void element_hasTheSameBitsAloneAndAmongOthers_R12(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size :
        new Size[] {
          new Size(1, 37, 1, 1),
          new Size(23, 1, 1, 1),
          new Size(65, 64, 1, 1),
          new Size(300, 67, 1, 1)
        }) {
      Call all = Call.onRoots(operation, backend, size);
      Grid[] before = all.grids();
      double[] together = all.outcome(all.run());
      int count = size.m() * size.n();
      int step = count > 100 ? 13 : 1;
      for (int i = 0; i < count; i += i < 5000 ? step : 131) {
        Call alone = Call.onRoots(operation, backend, new Size(1, 1, 1, 1));
        for (int x = 0; x < before.length; x++) {
          alone.set(x, Grid.row(before[x].values()[i]));
        }
        double[] one = alone.outcome(alone.run());
        for (int out = 0; out < operation.outputs().length; out++) {
          Bits.assertSame(
              new double[] {together[out * count + i]},
              new double[] {one[out]},
              "element " + i + " of " + all);
        }
      }
    }
  }

  private void assertBits(Functions function, double[] x, double[] expected) {
    LinearAlgebra backend = backend();
    // Each value at every place of a vector, and in the remainder after the last.
    for (int shift = 0; shift < 17; shift++) {
      for (int i = 0; i < x.length; i++) {
        Grid input = Grid.filled(1, 17, 1).with(0, shift, x[i]);
        Matrix y = backend.zeros(1, 17);
        function.run(backend, input.on(backend), y);
        Bits.assertSame(
            new double[] {y.get(0, shift)},
            new double[] {expected[i]},
            function + "(" + x[i] + ") at column " + shift);
      }
    }
  }

  /** Numerically equal, NaN where NaN is due; the sign of a zero is free. */
  private static void assertValues(Matrix actual, double[] expected, String what) {
    for (int j = 0; j < expected.length; j++) {
      Expected.assertClose(
          what + " for x = " + SPECIALS[j],
          actual.get(0, j),
          expected[j],
          1e-6 * Math.abs(expected[j]));
    }
  }

  /** Every binary exponent of the precision, both signs; and many where the functions curve. */
  private static double[] arguments(Precision precision) {
    boolean single = precision == Precision.FLOAT32;
    int lowest = single ? -149 : -1074;
    int highest = single ? 127 : 1023;
    SplittableRandom random = new SplittableRandom(20_260_102L);
    DoubleStream.Builder x = DoubleStream.builder();
    for (int exponent = lowest; exponent <= highest; exponent++) {
      x.add(Math.scalb(1.0, exponent)).add(-Math.scalb(1.0, exponent));
      double other = precision.round(Math.scalb(random.nextDouble(1, 1.99), exponent));
      x.add(other).add(-other);
    }
    double limit = single ? 110 : 760;
    for (double range : new double[] {0.01, 0.7, 1, 5, 20, 45, limit}) {
      for (int i = 0; i < 4000; i++) {
        x.add(precision.round(random.nextDouble(-range, range)));
      }
    }
    return x.build().toArray();
  }
}
