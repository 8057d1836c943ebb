// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

/** Sums over all elements, in their order. */
final class Reductions {
  private Reductions() {}

  /** Σ_ij x_ij·y_ij. */
  static double dot(RowMajorMatrix x, RowMajorMatrix y) {
    double sum = 0;
    for (int i = 0; i < x.size; i++) {
      sum += x.array[x.offset + i] * y.array[y.offset + i];
    }
    return sum;
  }

  /** Σ_ij x_ij. */
  static double sum(RowMajorMatrix x) {
    double sum = 0;
    for (int i = 0; i < x.size; i++) {
      sum += x.array[x.offset + i];
    }
    return sum;
  }
}
