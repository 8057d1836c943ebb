// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Right factors that are bfloat16 take half the memory, and nobody can tell. */
class HalvesTest {
  private final Random random = new Random(20261125);

  @BeforeAll
  static void useVectors() {
    Lanes.useVectors();
  }

  /** A third row makes it a product of tiles, which read B as floats; rows do not meet. */
  @ParameterizedTest
  @CsvSource({
    "512, 512, 1",
    "512, 1024, 2",
    "513, 517, 3",
    "300, 1000, 2",
    "1027, 259, 1",
    "4100, 64, 2"
  })
  void product_hasTheBitsOfTheOneWithFloats(int k, int n, int threads) {
    LinearAlgebra la = threads == 1 ? new VectorLinearAlgebra() : new VectorLinearAlgebra(threads);
    Matrix a = random(la, 3, k);
    VectorMatrix b = (VectorMatrix) random(la, 2 * k, n).rows(k, 2 * k);
    la.copy(rounded(la, b), b);
    assertProducts(la, a, b);
    assertThat(b.asHalves()).isNotNull();
    b.set(k - 1, n - 1, 0.1);
    assertProducts(la, a, b);
    assertThat(b.asHalves()).isNull();
    la.copy(rounded(la, b), b);
    assertProducts(la, a, b);
    assertThat(b.asHalves()).isNotNull();
  }

  private void assertProducts(LinearAlgebra la, Matrix a, Matrix b) {
    Matrix expected = random(la, 3, b.columns());
    Matrix two = la.zeros(2, b.columns());
    la.copy(expected.rows(0, 2), two);
    Matrix one = la.zeros(1, b.columns());
    la.gemm(0.7, a, Transpose.NO, b, Transpose.NO, 1, expected);
    la.gemm(0.7, a.rows(0, 2), Transpose.NO, b, Transpose.NO, 1, two);
    assertThat(two.toArray()).isEqualTo(expected.rows(0, 2).toArray());
    la.gemm(1, a, Transpose.NO, b, Transpose.NO, 0, expected);
    la.gemm(1, a.rows(0, 1), Transpose.NO, b, Transpose.NO, 0, one);
    assertThat(one.toArray()).isEqualTo(expected.rows(0, 1).toArray());
  }

  private static Matrix rounded(LinearAlgebra la, Matrix b) {
    double[] values = b.toArray();
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits((float) values[i]);
      values[i] = Float.intBitsToFloat(bits & 0xFFFF0000);
    }
    Matrix rounded = la.zeros(b.rows(), b.columns());
    rounded.copyFrom(values, 0);
    return rounded;
  }

  private Matrix random(LinearAlgebra la, int rows, int columns) {
    Matrix matrix = la.zeros(rows, columns);
    matrix.copyFrom(random.doubles((long) rows * columns, -1, 1).toArray(), 0);
    return matrix;
  }
}
