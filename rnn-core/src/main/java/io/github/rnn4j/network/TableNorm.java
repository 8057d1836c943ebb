// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Layer normalization of what each token brings into the first layer: of the V rows of its table,
 * once for all steps in which the token comes.
 *
 * <pre>
 *   T_k = g_ih ⊙ (a_k − μ_k) / √(v_k + ε) + b,      a_k the row of token k in W_ihᵀ, or in W_enc·W_ihᵀ
 * </pre>
 *
 * <p>Rows are worked on in parts, so that there is no scratch of the size of the table.
 */
final class TableNorm {
  private static final int ROWS = 64;

  private final LinearAlgebra la;
  private final int groups;
  private final Matrix gain;
  private final Matrix table;
  private final Matrix products;
  private final Matrix roots;
  private final Matrix scratch;
  private final List<Matrix[]> parts = new ArrayList<>();

  /**
   * Makes the storage.
   *
   * @param gain g_ih, 1×gH
   * @param table T, V×gH
   */
  TableNorm(LinearAlgebra la, int groups, Matrix gain, Matrix table) {
    this.la = la;
    this.groups = groups;
    this.gain = gain;
    this.table = table;
    this.products = la.zeros(table.rows(), table.columns());
    this.roots = la.zeros(table.rows(), groups);
    this.scratch = la.zeros(2 * Math.min(ROWS, table.rows()), table.columns() / groups);
    for (int from = 0; from < table.rows(); from += ROWS) {
      int to = Math.min(from + ROWS, table.rows());
      parts.add(new Matrix[] {products.rows(from, to), roots.rows(from, to), table.rows(from, to)});
    }
  }

  /** a, V×gH: to be written before {@link #forward}, which leaves what the way back reads. */
  Matrix products() {
    return products;
  }

  /**
   * T from a.
   *
   * @param bias b, 1×gH
   */
  void forward(Matrix bias) {
    la.broadcastRow(bias, 0, table);
    for (Matrix[] part : parts) {
      la.layerNorm(groups, LayerNorm.EPSILON, part[0], gain, part[1], part[2], scratch);
    }
  }

  /** The way back, of one thread: several may share the table. */
  final class Backward {
    private final Matrix dT;
    private final Matrix room;
    private final Matrix own;
    private final List<Matrix> dParts = new ArrayList<>();

    /**
     * Makes the storage.
     *
     * @param dT the gradient with respect to T, V×gH
     */
    Backward(Matrix dT) {
      this.dT = dT;
      this.room = la.zeros(dT.rows(), dT.columns());
      this.own = la.zeros(scratch.rows(), scratch.columns());
      for (int from = 0; from < dT.rows(); from += ROWS) {
        dParts.add(dT.rows(from, Math.min(from + ROWS, dT.rows())));
      }
    }

    /**
     * Puts the gradient with respect to a in the place of that with respect to T.
     *
     * @param dGain receives the gradient with respect to g_ih, 1×gH
     */
    void run(Matrix dGain) {
      la.hadamard(dT, products, room);
      la.columnSums(room, 0, dGain);
      for (int i = 0; i < dParts.size(); i++) {
        Matrix d = dParts.get(i);
        la.layerNormBackward(groups, parts.get(i)[0], gain, parts.get(i)[1], d, d, own);
      }
    }
  }
}
