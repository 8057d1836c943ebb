// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operations with a default: {@link LinearAlgebra#tanhBackward}, {@link
 * LinearAlgebra#softmaxCrossEntropy}, the gates of cells, the updates of optimizers. A backend's
 * override is held against the formula, and against the default on the backend's own primitives.
 */
abstract class FusedContract extends SizeContract {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final List<Size> SIZES =
      Stream.concat(Size.ELEMENTS.stream(), Size.LARGE.stream().limit(3)).toList();

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#fused")
  final void override_staysWithinTheErrorOfTheDefault_R16(Operation operation) {
    LinearAlgebra backend = backend();
    LinearAlgebra specification = PrimitivesOnly.of(backend);
    for (Size size : SIZES) {
      Call one = Call.onRoots(operation, backend, size);
      Call other = Call.onRoots(operation, backend, size);
      Expected expected = one.expected();
      expected.assertAgree(one, one.run(), other, other.runOn(specification));
    }
  }

  /** Of infinities the rule says nothing: ∞ − ∞ comes and goes with the order of a formula. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#fused")
  final void override_isNaNWhereTheDefaultIs_R16(Operation operation) {
    LinearAlgebra backend = backend();
    LinearAlgebra specification = PrimitivesOnly.of(backend);
    for (int in = 0; in < operation.operands().size(); in++) {
      if (!operation.operand(in).isNeverRead()) {
        Call one = Call.onRoots(operation, backend, new Size(5, 19, 3, 4));
        Call other = Call.onRoots(operation, backend, new Size(5, 19, 3, 4));
        Grid poisoned = one.initial(in);
        for (int i = 0; i < poisoned.rows(); i += 2) {
          poisoned = poisoned.with(i, (7 * i + 3) % poisoned.columns(), NAN);
        }
        double[] actual = one.set(in, poisoned).outcome(one.run());
        double[] expected = other.set(in, poisoned).outcome(other.runOn(specification));
        for (int i = 0; i < expected.length; i++) {
          assertThat(Double.isNaN(actual[i]))
              .as(
                  "%s with NaN in %s: element %s is %s, of the default %s",
                  one, operation.operand(in).name(), i, actual[i], expected[i])
              .isEqualTo(Double.isNaN(expected[i]));
        }
      }
    }
  }

  @Test
  final void tanhBackward_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "tanhBackward", Size.ELEMENTS);
  }

  @Test
  final void lstmForward_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "lstmForward", Size.ELEMENTS);
  }

  @Test
  final void lstmBackward_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "lstmBackward", Size.ELEMENTS);
  }

  @Test
  final void gruForward_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "gruForward", Size.ELEMENTS);
  }

  @Test
  final void gruBackward_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "gruBackward", Size.ELEMENTS);
  }

  @Test
  final void layerNorm_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "layerNorm", Size.ELEMENTS);
  }

  @Test
  final void layerNormBackward_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "layerNormBackward", Size.ELEMENTS);
  }

  /** What is normalized has the mean 0 and, but for ε, the variance 1, whatever it was before. */
  @Test
  final void layerNorm_ofShiftedAndScaledRows_hasMeanZeroAndVarianceOne_R14() {
    LinearAlgebra backend = backend();
    for (int n : new int[] {2, 7, 16, 65, 256}) {
      for (double shift : new double[] {0, 64}) {
        Grid random = Grid.random(3, n, 11, backend.precision());
        Matrix x = random.map(a -> backend.precision().round(4 * a + shift)).on(backend);
        Matrix y = backend.zeros(3, n);
        Matrix gain = Grid.filled(1, n, 1).on(backend);
        backend.layerNorm(1, 0x1p-20, x, gain, backend.zeros(3, 1), y, backend.zeros(6, n));
        double bound = 1e-4 + 64 * (1 + shift) * backend.precision().gamma(n + 32);
        for (int i = 0; i < 3; i++) {
          double[] row = y.rows(i, i + 1).toArray();
          double mean = Arrays.stream(row).sum() / n;
          double square = Arrays.stream(row).map(a -> a * a).sum() / n;
          assertThat(mean).as("mean of %s", n).isCloseTo(0, within(bound));
          assertThat(square).as("variance of %s", n).isCloseTo(1, within(bound));
        }
      }
    }
  }

  @Test
  final void layerNorm_groupsThatDoNotDivide_areRefused_R8() {
    LinearAlgebra backend = backend();
    for (int groups : new int[] {-1, 0, 2, 6}) {
      Matrix x = Grid.filled(2, 5, 3).on(backend);
      Matrix r = backend.zeros(2, 1);
      Matrix scratch = backend.zeros(4, 5);
      Matrix gain = backend.zeros(1, 5);
      Matrix y = backend.zeros(2, 5);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> backend.layerNorm(groups, 1, x, gain, r, y, scratch))
          .withMessageContainingAll("layerNorm", "2×5", groups + " groups");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> backend.layerNormBackward(groups, x, gain, r, y, y, scratch))
          .withMessageContainingAll("layerNormBackward", "2×5", groups + " groups");
      assertThat(x.toArray()).containsOnly(3);
    }
  }

  @Test
  final void sgdMomentum_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "sgdMomentum", Size.ELEMENTS);
  }

  @Test
  final void adagrad_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "adagrad", Size.ELEMENTS);
  }

  @Test
  final void rmsprop_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "rmsprop", Size.ELEMENTS);
  }

  @Test
  final void adam_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "adam", Size.ELEMENTS);
  }

  @ParameterizedTest(name = "step {0}")
  @ValueSource(longs = {1, 2, 3, 10, 100, 999, 1000, 1001, 5000, 1_000_000, 3_000_000_000L})
  final void adam_everySettingAtEveryStep_isWithinErrorBound_R14(long step) {
    for (boolean decoupled : new boolean[] {false, true}) {
      for (double decay : new double[] {0, 0.0625}) {
        for (double[] beta : new double[][] {{0.875, 0.9375}, {0, 0.5}, {0.9375, 1 - 0x1p-10}}) {
          for (double epsilon : new double[] {0x1p-20, 0x1p-4}) {
            assertWithinBound(
                Optimizers.adam(step, 0.125, beta[0], beta[1], epsilon, decay, decoupled));
          }
        }
      }
    }
  }

  @Test
  final void sgdMomentum_everySetting_isWithinErrorBound_R14() {
    for (boolean nesterov : new boolean[] {false, true}) {
      for (double momentum : new double[] {0, 0.5, 0.9375}) {
        for (double decay : new double[] {0, 0.0625}) {
          for (double rate : new double[] {0, 0x1p-10, 2}) {
            assertWithinBound(Optimizers.sgdMomentum(rate, momentum, nesterov, decay));
          }
        }
      }
    }
  }

  @Test
  final void adagrad_everySetting_isWithinErrorBound_R14() {
    for (double decay : new double[] {0, 0.0625}) {
      for (double epsilon : new double[] {0, 0x1p-30, 0x1p-4}) {
        assertWithinBound(Optimizers.adagrad(0x1p-7, epsilon, decay));
      }
    }
  }

  @Test
  final void rmsprop_everySetting_isWithinErrorBound_R14() {
    for (double decay : new double[] {0, 0.0625}) {
      for (double epsilon : new double[] {0, 0x1p-30, 0x1p-4}) {
        for (double alpha : new double[] {0, 0.5, 1 - 0x1p-10}) {
          assertWithinBound(Optimizers.rmsprop(0x1p-7, alpha, epsilon, decay));
        }
      }
    }
  }

  /** From moments as they are left by former steps, and from those of the first, which are 0. */
  private void assertWithinBound(Operation optimizer) {
    for (Size size : List.of(Size.DISTINCT, new Size(5, 19, 1, 1))) {
      Call.onRoots(optimizer, backend(), size).assertWithinBound();
      Call first = Call.onRoots(optimizer, backend(), size);
      for (int out : optimizer.outputs()) {
        if (!optimizer.operand(out).name().equals("p")) {
          first.set(out, Grid.filled(size.m(), size.n(), 0));
        }
      }
      first.assertWithinBound(" from zero");
    }
  }

  @Test
  final void adam_stepBelowOne_isRefusedAndNothingChanges_R5() {
    Call call =
        Call.onRoots(
            Optimizers.adam(0, 0.125, 0.875, 0.9375, 0x1p-10, 0, false), backend(), Size.DISTINCT);
    double[][] before = call.storage();
    assertThatIllegalArgumentException()
        .isThrownBy(call::run)
        .withMessageContainingAll("adam", "0");
    for (int i = 0; i < before.length; i++) {
      Bits.assertSame(call.storage(i), before[i], call.operation().operand(i).name());
    }
  }

  @Test
  final void softmaxCrossEntropy_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "softmaxCrossEntropy", Size.ELEMENTS);
  }

  @Test
  final void softmaxCrossEntropy_farApartLogits_isFinite_R15() {
    LinearAlgebra backend = backend();
    double[][] logits = {{1e4, -1e4, 0}, {-1e30, 1e30, 0}, {-1e5, -1e5, -1e5}};
    for (int target = 0; target < 3; target++) {
      Matrix z = backend.matrix(logits);
      Matrix c = backend.zeros(3, 1);
      Matrix dz = backend.zeros(3, 3);
      int[] targets = {target, target, target};
      double loss = backend.softmaxCrossEntropy(z, targets, 0, 1, c, dz);
      assertThat(loss).as("loss for target %s", target).isFinite().isGreaterThanOrEqualTo(0);
      for (double gradient : dz.toArray()) {
        assertThat(gradient).as("gradient for target %s", target).isBetween(-1.001, 1.001);
      }
      Matrix first = dz.rows(0, 2);
      assertThat(first.toArray())
          .as("p − y of rows whose p is one-hot, target %s", target)
          .containsExactly(
              target == 0 ? 0 : 1,
              target == 1 ? -1 : 0,
              target == 2 ? -1 : 0,
              target == 0 ? -1 : 0,
              target == 1 ? 0 : 1,
              target == 2 ? -1 : 0);
    }
  }

  @Test
  final void softmaxCrossEntropy_gradientRows_sumToZero_R14() {
    LinearAlgebra backend = backend();
    for (Size size : Size.ELEMENTS) {
      Call call = Call.onRoots(Operations.softmaxCrossEntropy(1), backend, size);
      call.run();
      Grid dz = Grid.of(call.operand(2));
      double bound = 4 * backend.precision().gamma(size.n() + 32) * (1 + Math.log(size.n()));
      for (int i = 0; i < dz.rows(); i++) {
        Sum sum = new Sum();
        for (int j = 0; j < dz.columns(); j++) {
          sum.add(dz.at(i, j));
        }
        assertThat(sum.value()).as("row %s of dz, %s", i, call).isCloseTo(0, within(bound));
      }
    }
  }

  @Test
  final void softmaxCrossEntropy_equalLogits_isTheLogarithmOfTheirNumber_R14() {
    LinearAlgebra backend = backend();
    for (int n : new int[] {1, 2, 5, 16, 65, 100}) {
      Matrix z = Grid.filled(3, n, 0.75).on(backend);
      double loss =
          backend.softmaxCrossEntropy(
              z, new int[3], 0, 1, backend.zeros(3, 1), backend.zeros(3, n));
      double expected = 3 * StrictMath.log(n);
      assertThat(loss)
          .as("three rows of %s equal logits", n)
          .isCloseTo(expected, within(backend.precision().gamma(n + 32) * (3 + expected)));
    }
  }

  @Test
  final void softmaxCrossEntropy_nan_reachesTheLossAndItsOwnRowOnly_R15() {
    LinearAlgebra backend = backend();
    Matrix z = Grid.filled(3, 5, 1).with(1, 4, NAN).on(backend);
    Matrix c = backend.zeros(3, 1);
    Matrix dz = backend.zeros(3, 5);
    assertThat(backend.softmaxCrossEntropy(z, new int[3], 0, 1, c, dz)).isNaN();
    assertThat(dz.rows(1, 2).toArray()).containsOnly(NAN);
    assertThat(dz.rows(0, 1).toArray()).doesNotContain(NAN);
    assertThat(dz.rows(2, 3).toArray()).doesNotContain(NAN);
  }

  @Test
  final void softmaxCrossEntropy_nanScalar_makesTheGradientNaN_R2() {
    LinearAlgebra backend = backend();
    Matrix dz = backend.zeros(2, 3);
    backend.softmaxCrossEntropy(backend.zeros(2, 3), new int[2], 0, NAN, backend.zeros(2, 1), dz);
    assertThat(dz.toArray()).containsOnly(NAN);
  }

  @Test
  final void tanhBackward_zeroTimesNaN_isNaN_R2() {
    LinearAlgebra backend = backend();
    Matrix dz = backend.zeros(1, 4);
    backend.tanhBackward(
        Grid.row(NAN, 1, 0, 0.5).on(backend), Grid.row(0, NAN, NAN, 0).on(backend), dz);
    assertThat(dz.toArray()).containsExactly(NAN, NAN, NAN, 0);
  }
}
