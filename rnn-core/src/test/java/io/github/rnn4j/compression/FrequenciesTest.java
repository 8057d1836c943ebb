// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrequenciesTest {
  private static final Model MODEL = RandomModels.of(CellType.GRU, "abcde");

  @Test
  void exp_isCorrectToAFewUnitsInTheLastPlace() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      double x = i < 40 ? -0.9 * i : -33 * random.nextDouble() * random.nextDouble();
      double exact = StrictMath.exp(x);
      assertThat(Math.abs(Frequencies.exp(x) - exact) <= 4 * Math.ulp(exact))
          .as("exp(%s) = %s, not %s", x, exact, Frequencies.exp(x))
          .isTrue();
    }
    assertThat(Frequencies.exp(0)).isEqualTo(1);
  }

  @Test
  void exp_hasTheseBitsEverywhere() {
    // Found with the same operations in Python, whose floats are IEEE 754's, too.
    assertThat(Frequencies.exp(-0.3)).isEqualTo(0x1.7b4c869c37c05p-1);
    assertThat(Frequencies.exp(-7.75)).isEqualTo(0x1.c3aa91ff0d498p-12);
    assertThat(Frequencies.exp(-20.0625)).isEqualTo(0x1.0a1e9b7887a77p-29);
  }

  @Test
  void frequencies_areTheFormula() {
    double epsilon = 0.02;
    Frequencies frequencies = new Frequencies(MODEL.withNovelty(new Novelty(epsilon)));
    double[] logits = {9, 9, 9, 1.5, -2, 3.25, -60, Double.NEGATIVE_INFINITY};
    frequencies.set(logits, 3);
    long sum = 0;
    for (int i = 0; i < 5; i++) {
      double share = StrictMath.exp(logits[3 + i] - 3.25) * (1 << 30);
      assertThat(frequencies.frequency(i))
          .isBetween((long) (share - 1e-5), (long) (share + 1e-5) + 1);
      assertThat(frequencies.frequency(i)).isPositive();
      sum += frequencies.frequency(i);
    }
    assertThat(frequencies.frequency(3)).isEqualTo(1);
    assertThat(frequencies.frequency(4)).isEqualTo(1);
    assertThat(frequencies.frequency(5)).isEqualTo(1 + (long) (epsilon / (1 - epsilon) * sum));
    assertThat(frequencies.total()).isEqualTo(sum + frequencies.frequency(5));
    assertThat(frequencies.escape()).isEqualTo(5);
  }

  @Test
  void logitsThatAreNoDistribution_areRefused() {
    Frequencies frequencies = new Frequencies(MODEL);
    double none = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> frequencies.set(new double[] {0, Double.NaN, 0, 0, 0}, 0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("token 1 is NaN");
    assertThatThrownBy(() -> frequencies.set(new double[] {none, none, none, none, none}, 0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("-Infinity");
  }
}
