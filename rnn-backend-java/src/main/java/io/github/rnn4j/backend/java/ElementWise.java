// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import io.github.rnn4j.api.Elementary;
import java.util.Arrays;

/** What computes an element from the elements at the same place. */
final class ElementWise {
  private ElementWise() {}

  /** y = x. */
  static void copy(RowMajorMatrix x, RowMajorMatrix y) {
    System.arraycopy(x.array, x.offset, y.array, y.offset, y.size);
  }

  /** x_ij = value. */
  static void fill(double value, RowMajorMatrix x) {
    Arrays.fill(x.array, x.offset, x.offset + x.size, value);
  }

  /** x = α·x. */
  static void scale(double alpha, RowMajorMatrix x) {
    for (int i = 0; i < x.size; i++) {
      x.array[x.offset + i] *= alpha;
    }
  }

  /** x = β·x, where β = 0 writes without reading. */
  static void scaleOrClear(double beta, RowMajorMatrix x) {
    if (beta == 0) {
      fill(0, x);
    } else if (beta != 1) {
      scale(beta, x);
    }
  }

  /** x_ij = x_ij + α. */
  static void addScalar(double alpha, RowMajorMatrix x) {
    for (int i = 0; i < x.size; i++) {
      x.array[x.offset + i] += alpha;
    }
  }

  /** x_ij = min(max(x_ij, lower), upper). */
  static void clamp(double lower, double upper, RowMajorMatrix x) {
    for (int i = 0; i < x.size; i++) {
      x.array[x.offset + i] = Math.min(Math.max(x.array[x.offset + i], lower), upper);
    }
  }

  /** y = α·x + y. */
  static void axpy(double alpha, RowMajorMatrix x, RowMajorMatrix y) {
    for (int i = 0; i < y.size; i++) {
      y.array[y.offset + i] += alpha * x.array[x.offset + i];
    }
  }

  /** z = x ⊙ y. */
  static void hadamard(RowMajorMatrix x, RowMajorMatrix y, RowMajorMatrix z) {
    for (int i = 0; i < z.size; i++) {
      z.array[z.offset + i] = x.array[x.offset + i] * y.array[y.offset + i];
    }
  }

  /** z = x / y. */
  static void divide(RowMajorMatrix x, RowMajorMatrix y, RowMajorMatrix z) {
    for (int i = 0; i < z.size; i++) {
      z.array[z.offset + i] = x.array[x.offset + i] / y.array[y.offset + i];
    }
  }

  /** y = √x. */
  static void sqrt(RowMajorMatrix x, RowMajorMatrix y) {
    for (int i = 0; i < y.size; i++) {
      y.array[y.offset + i] = Math.sqrt(x.array[x.offset + i]);
    }
  }

  /** y = exp(x). */
  static void exp(RowMajorMatrix x, RowMajorMatrix y) {
    for (int i = 0; i < y.size; i++) {
      y.array[y.offset + i] = Elementary.exp(x.array[x.offset + i]);
    }
  }

  /** y = tanh(x). */
  static void tanh(RowMajorMatrix x, RowMajorMatrix y) {
    for (int i = 0; i < y.size; i++) {
      y.array[y.offset + i] = Elementary.tanh(x.array[x.offset + i]);
    }
  }

  /** y = σ(x). */
  static void sigmoid(RowMajorMatrix x, RowMajorMatrix y) {
    for (int i = 0; i < y.size; i++) {
      y.array[y.offset + i] = Elementary.sigmoid(x.array[x.offset + i]);
    }
  }

  /** dz = (1 − a²) ⊙ da, rounded as the default does: da − a² ⊙ da. */
  static void tanhBackward(RowMajorMatrix a, RowMajorMatrix da, RowMajorMatrix dz) {
    for (int i = 0; i < dz.size; i++) {
      double u = a.array[a.offset + i];
      double v = da.array[da.offset + i];
      dz.array[dz.offset + i] = v - u * u * v;
    }
  }
}
