// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.RowMajorLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;

/** A backend of which there are two versions: one that rounds otherwise, by a property. */
public final class SkewedLinearAlgebra extends RowMajorLinearAlgebra {
  static final String SKEW = "rnn.test.skew";
  private final double skew = Integer.getInteger(SKEW, 0) * 0x1p-50;

  @Override
  public String name() {
    return "skewed";
  }

  @Override
  public int rank() {
    return -1;
  }

  @Override
  protected void addProduct(
      double alpha,
      RowMajorMatrix a,
      Transpose ta,
      RowMajorMatrix b,
      Transpose tb,
      RowMajorMatrix c) {
    int k = ta == Transpose.NO ? a.columns() : a.rows();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          double x = ta == Transpose.NO ? a.get(i, p) : a.get(p, i);
          double y = tb == Transpose.NO ? b.get(p, j) : b.get(j, p);
          sum += x * y;
        }
        c.set(i, j, c.get(i, j) + alpha * sum * (1 + skew));
      }
    }
  }
}
