// SPDX-License-Identifier: Apache-2.0
package org.example.mine;

import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.RowMajorLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;

public class MyLinearAlgebra extends RowMajorLinearAlgebra {
  @Override
  public String name() {
    return "mine";
  }

  /** C = C + α·op(A)·op(B), where X(i, j) = x.array[x.offset + i * x.columns() + j]. */
  @Override
  protected void addProduct(double alpha, RowMajorMatrix a, Transpose ta,
      RowMajorMatrix b, Transpose tb, RowMajorMatrix c) {
    int k = ta == Transpose.NO ? a.columns() : a.rows();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          int x = ta == Transpose.NO ? i * a.columns() + p : p * a.columns() + i;
          int y = tb == Transpose.NO ? p * b.columns() + j : j * b.columns() + p;
          sum = Math.fma(a.array[a.offset + x], b.array[b.offset + y], sum);
        }
        c.array[c.offset + i * c.columns() + j] += alpha * sum;
      }
    }
  }
}
