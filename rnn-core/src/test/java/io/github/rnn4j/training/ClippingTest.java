// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.Parameters;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {
  private final LinearAlgebra la = new EjmlLinearAlgebra();

  static Stream<Arguments> torchClippings() throws IOException {
    return Sixteen.torchNames("clipped.")
        .flatMap(text -> Sixteen.backends().map(la -> Arguments.of(text, la.name(), la)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("torchClippings")
  void clip_equalsPyTorch(String text, String backend, LinearAlgebra la) throws IOException {
    Parameters gradients = Sixteen.set(Sixteen.zeros(la), Sixteen.torch("gradients"), 0);

    double norm = Clipping.parse(text).clip(la, gradients);

    assertThat(norm).isCloseTo(Sixteen.torch("norm")[0], within(1e-13 * norm));
    double[] expected = Sixteen.torch("clipped." + text);
    assertThat(Sixteen.numbers(gradients)).containsExactly(expected, within(1e-15));
  }

  @Test
  void norm_ofThreeFourFive_isScaledToTheLimit() {
    Parameters gradients = gradients(3, -4);
    assertThat(Clipping.norm(2.5).clip(la, gradients)).isEqualTo(5);
    double coefficient = 2.5 / 5.000001;
    assertThat(Sixteen.numbers(gradients)).startsWith(3 * coefficient, -4 * coefficient, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "norm:5.001", "value:4"})
  void gradientsWithinTheLimit_keepTheirBits(String text) {
    Parameters gradients = gradients(3, -4);
    assertThat(Clipping.parse(text).clip(la, gradients)).isEqualTo(5);
    assertThat(Sixteen.numbers(gradients)).startsWith(3, -4, 0);
  }

  @Test
  void value_cutsEachElement() {
    Parameters gradients = gradients(3, -4, 0.5, -0.25);
    assertThat(Clipping.value(1).clip(la, gradients)).isCloseTo(Math.sqrt(25.3125), within(1e-14));
    assertThat(Sixteen.numbers(gradients)).startsWith(1, -1, 0.5, -0.25, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "norm:1", "value:1"})
  void nanGradient_leavesAllAsTheyAreAndSaysSo(String text) {
    Parameters gradients = gradients(3, Double.NaN, -4);
    assertThat(Clipping.parse(text).clip(la, gradients)).isNaN();
    assertThat(Sixteen.numbers(gradients)).startsWith(3, Double.NaN, -4, 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e200})
  void infiniteGradientOrNorm_leavesAllAsTheyAreAndSaysSo(double huge) {
    for (String text : new String[] {"none", "norm:1", "value:1"}) {
      Parameters gradients = gradients(3, huge, -4);
      assertThat(Clipping.parse(text).clip(la, gradients)).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(Sixteen.numbers(gradients)).startsWith(3, huge, -4, 0);
    }
  }

  @Test
  void zeroGradients_stayZero() {
    Parameters gradients = gradients();
    assertThat(Clipping.norm(1).clip(la, gradients)).isZero();
    assertThat(Sixteen.numbers(gradients)).containsOnly(0);
  }

  private Parameters gradients(double... first) {
    return Sixteen.parameters(la, Arrays.copyOf(first, 16));
  }
}
