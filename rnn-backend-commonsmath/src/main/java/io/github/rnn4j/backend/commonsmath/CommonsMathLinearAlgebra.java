// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.commonsmath;

import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.RowMajorLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;
import org.apache.commons.math3.linear.BlockRealMatrix;

/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float64 on Apache Commons Math. Products go through
 * {@link BlockRealMatrix#multiply(BlockRealMatrix)}, which allocates its result at every call, as
 * Commons Math has no other; all else is that of {@link RowMajorLinearAlgebra}.
 *
 * <p>No operation depends on the machine, the JDK or the number of threads: the same inputs give
 * the same bits everywhere.
 */
public final class CommonsMathLinearAlgebra extends RowMajorLinearAlgebra {
  /** op(A) and op(B) of the thread's last product. */
  private static final ThreadLocal<BlockOperand[]> OPERANDS =
      ThreadLocal.withInitial(() -> new BlockOperand[] {new BlockOperand(), new BlockOperand()});

  /** Makes the backend. */
  public CommonsMathLinearAlgebra() {}

  @Override
  public String name() {
    return "commons-math";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  protected void addProduct(
      double alpha,
      RowMajorMatrix a,
      Transpose ta,
      RowMajorMatrix b,
      Transpose tb,
      RowMajorMatrix c) {
    BlockOperand[] operands = OPERANDS.get();
    BlockRealMatrix product = operands[0].of(a, ta).multiply(operands[1].of(b, tb));
    int n = c.columns();
    for (int i = 0; i < c.rows(); i++) {
      double[] row = product.getRow(i);
      for (int j = 0, to = c.offset + i * n; j < n; j++) {
        c.array[to + j] += alpha * row[j];
      }
    }
  }
}
