// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** log 1/M Σ softmax(z_m). */
class MixtureTest {
  static Stream<LinearAlgebra> backends() {
    return Stream.of(
        new EjmlLinearAlgebra(),
        new CommonsMathLinearAlgebra(),
        new JavaLinearAlgebra(),
        new VectorLinearAlgebra(),
        new VectorLinearAlgebra().withThreads(3));
  }

  private static Matrix matrix(LinearAlgebra la, int rows, int columns, double[] numbers) {
    Matrix matrix = la.zeros(rows, columns);
    matrix.copyFrom(numbers, 0);
    return matrix;
  }

  /** The formula in decimals, where nothing vanishes. */
  @ParameterizedTest
  @MethodSource("backends")
  void mixture_isTheLogarithmOfTheMeanProbability(LinearAlgebra la) {
    Random random = new Random(8);
    for (int[] shape : new int[][] {{1, 2, 2}, {3, 65, 2}, {7, 5, 4}, {2, 9, 3}, {4, 1, 2}}) {
      int rows = shape[0];
      int tokens = shape[1];
      List<Matrix> logits = new ArrayList<>();
      for (int m = 0; m < shape[2]; m++) {
        double[] numbers = random.doubles(rows * tokens, -30, 30).toArray();
        logits.add(matrix(la, rows, tokens, numbers));
      }
      Matrix mixed = la.zeros(rows, tokens);
      new Mixture(la, shape[2], rows, tokens).window(logits, mixed).mix();
      double tolerance = la.precision() == Precision.FLOAT32 ? 1e-5 : 1e-12;
      for (int i = 0; i < rows; i++) {
        double[] expected = expected(logits, i, tokens);
        for (int j = 0; j < tokens; j++) {
          assertThat(mixed.get(i, j))
              .isCloseTo(expected[j], within(tolerance * Math.max(1, Math.abs(expected[j]))));
        }
      }
    }
  }

  private static double[] expected(List<Matrix> logits, int row, int tokens) {
    BigDecimal[] sums = new BigDecimal[tokens];
    Arrays.fill(sums, BigDecimal.ZERO);
    for (Matrix one : logits) {
      BigDecimal all = BigDecimal.ZERO;
      for (int j = 0; j < tokens; j++) {
        all = all.add(new BigDecimal(Math.exp(one.get(row, j))));
      }
      for (int j = 0; j < tokens; j++) {
        BigDecimal e = new BigDecimal(Math.exp(one.get(row, j)));
        sums[j] = sums[j].add(e.divide(all, MathContext.DECIMAL128));
      }
    }
    return Arrays.stream(sums)
        .mapToDouble(sum -> Math.log(sum.doubleValue() / logits.size()))
        .toArray();
  }

  /** Numbers whose exponentials are 0 or infinite, in double as in float. */
  @ParameterizedTest
  @MethodSource("backends")
  void logitsFarApart_stayFinite(LinearAlgebra la) {
    Matrix first = matrix(la, 1, 3, new double[] {0, -4000, -5000});
    Matrix second = matrix(la, 1, 3, new double[] {9000, 9000 - 6000, 9000});
    Matrix mixed = la.zeros(1, 3);
    new Mixture(la, 2, 1, 3).window(List.of(first, second), mixed).mix();
    double ln2 = Math.log(2);
    // 1/2 (1 + 1/2), 1/2 e^-4000 beside what is far below it, and 1/2 · 1/2 beside nothing
    double tolerance = la.precision() == Precision.FLOAT32 ? 1e-3 : 1e-9;
    assertThat(mixed.toArray())
        .containsExactly(new double[] {Math.log(0.75), -4000 - ln2, -2 * ln2}, within(tolerance));
    second.set(0, 1, Double.NaN);
    new Mixture(la, 2, 1, 3).window(List.of(first, second), mixed).mix();
    assertThat(mixed.toArray()).containsOnly(Double.NaN);
  }

  /** More rows than a block, with a last one that is short. */
  @Test
  void threadsAndBlocks_doNotShow() {
    int rows = 700;
    int tokens = 65;
    double[][] numbers = {
      new Random(1).doubles(rows * tokens, -5, 5).toArray(),
      new Random(2).doubles(rows * tokens, -5, 5).toArray()
    };
    LinearAlgebra one = new VectorLinearAlgebra();
    double[] expected = mixed(one, rows, tokens, numbers);
    for (int threads : new int[] {2, 3, 5}) {
      assertThat(mixed(one.withThreads(threads), rows, tokens, numbers)).isEqualTo(expected);
    }
    for (int row : new int[] {0, 125, 126, 630, 699}) {
      double[][] alone = new double[2][];
      for (int m = 0; m < 2; m++) {
        alone[m] = Arrays.copyOfRange(numbers[m], row * tokens, (row + 1) * tokens);
      }
      assertThat(Arrays.copyOfRange(expected, row * tokens, (row + 1) * tokens))
          .isEqualTo(mixed(one, 1, tokens, alone));
    }
  }

  private static double[] mixed(LinearAlgebra la, int rows, int tokens, double[][] numbers) {
    Matrix mixed = la.zeros(rows, tokens);
    List<Matrix> logits = Arrays.stream(numbers).map(of -> matrix(la, rows, tokens, of)).toList();
    new Mixture(la, numbers.length, rows, tokens).window(logits, mixed).mix();
    return mixed.toArray();
  }
}
