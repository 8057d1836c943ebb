// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import org.junit.jupiter.api.Test;

/** {@link LinearAlgebra#dot} and {@link LinearAlgebra#sum}: one number from all elements. */
abstract class ReductionContract extends RowsAndColumnsContract {
  @Test
  final void dot_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "dot", Size.ELEMENTS);
  }

  @Test
  final void sum_isWithinErrorBound_R14() {
    Accuracy.assertWithinBound(backend(), "sum", Size.ELEMENTS);
  }

  @Test
  final void dot_ofAMatrixWithItself_isItsSquaredNorm_R14() {
    LinearAlgebra backend = backend();
    Matrix x = backend.matrix(new double[][] {{3, 4}, {12, 84}});
    assertThat(backend.dot(x, x)).isEqualTo(7225);
  }

  @Test
  final void dot_zeroTimesNaNOrInfinity_isNaN_R2() {
    LinearAlgebra backend = backend();
    for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int at = 0; at < 21; at++) {
        Matrix zeros = backend.zeros(3, 7);
        Matrix x = Grid.filled(3, 7, 1).with(at / 7, at % 7, special).on(backend);
        assertThat(backend.dot(zeros, x)).as("0·x with %s at %s", special, at).isNaN();
        assertThat(backend.dot(x, zeros)).as("x·0 with %s at %s", special, at).isNaN();
      }
    }
  }

  @Test
  final void sum_specialValues_areThoseOfIeee754_R15() {
    LinearAlgebra backend = backend();
    double infinity = Double.POSITIVE_INFINITY;
    for (int at = 0; at < 21; at++) {
      Grid ones = Grid.filled(3, 7, 1);
      assertThat(backend.sum(ones.with(at / 7, at % 7, Double.NaN).on(backend))).isNaN();
      assertThat(backend.sum(ones.with(at / 7, at % 7, -infinity).on(backend)))
          .isEqualTo(-infinity);
    }
    assertThat(backend.sum(Grid.row(infinity, 1, -infinity).on(backend))).isNaN();
  }
}
