// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.java;

import io.github.rnn4j.api.Transpose;

/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float64 in plain Java, to be read: the formula, then
 * the loop. Backends with a faster product are preferred to it.
 */
public class JavaLinearAlgebra extends RowMajorLinearAlgebra {

  /** Makes the backend. */
  public JavaLinearAlgebra() {}

  @Override
  public String name() {
    return "java";
  }

  @Override
  public int rank() {
    return 50;
  }

  /** {@inheritDoc} */
  @Override
  protected void addProduct(
      double alpha,
      RowMajorMatrix a,
      Transpose ta,
      RowMajorMatrix b,
      Transpose tb,
      RowMajorMatrix c) {
    for (int i = 0; i < c.rows(); i++) {
      if (tb == Transpose.NO) {
        addRows(alpha, a, ta, b, c, i);
      } else {
        addInnerProducts(alpha, a, ta, b, c, i);
      }
    }
  }

  /** c_i = c_i + Σ_p (α·a_ip)·b_p, where b_p is row p of B. */
  private static void addRows(
      double alpha, RowMajorMatrix a, Transpose ta, RowMajorMatrix b, RowMajorMatrix c, int i) {
    int n = c.columns();
    int to = c.offset + i * n;
    for (int p = 0, row = b.offset; p < b.rows(); p++, row += n) {
      double factor = alpha * a.array[ta == Transpose.NO ? index(a, i, p) : index(a, p, i)];
      for (int j = 0; j < n; j++) {
        c.array[to + j] += factor * b.array[row + j];
      }
    }
  }

  /** c_ij = c_ij + α·Σ_p a_ip·b_jp, where B is transposed: the inner product with row j of B. */
  private static void addInnerProducts(
      double alpha, RowMajorMatrix a, Transpose ta, RowMajorMatrix b, RowMajorMatrix c, int i) {
    int k = b.columns();
    int from = ta == Transpose.NO ? index(a, i, 0) : index(a, 0, i);
    int step = ta == Transpose.NO ? 1 : a.columns();
    for (int j = 0; j < c.columns(); j++) {
      double sum = 0;
      for (int p = 0, row = index(b, j, 0); p < k; p++) {
        sum += a.array[from + p * step] * b.array[row + p];
      }
      c.array[index(c, i, j)] += alpha * sum;
    }
  }

  /** Where X(i, j) stands in the array. */
  private static int index(RowMajorMatrix x, int i, int j) {
    return x.offset + i * x.columns() + j;
  }
}
