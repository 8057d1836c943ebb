// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * What enters the first layer under dropout of the input: z = W_ih (x ⊙ m) + b, where x is one-hot,
 * so that each row is either that of a token times 1/(1 − p), or b alone.
 *
 * <p>Letters: n rows of a window, H units, g gates.
 */
final class DroppedInput {
  private final LinearAlgebra la;
  private final Dropout dropout;
  private final int member;
  private final int batch;
  private final double kept;
  private final int[] dropped;
  private final RowViews zRows;
  private final RowViews dzRows;
  private final Matrix shift;
  private int count;

  /**
   * Makes the storage.
   *
   * @param member the member of the network, from 0
   * @param z what enters, n×gH
   * @param dz the gradient with respect to it, n×gH
   */
  DroppedInput(LinearAlgebra la, Dropout dropout, int member, int batch, Matrix z, Matrix dz) {
    this.la = la;
    this.dropout = dropout;
    this.member = member;
    this.batch = batch;
    this.kept = Dropout.kept(dropout.rates().input());
    this.dropped = new int[z.rows()];
    this.zRows = new RowViews(z);
    this.dzRows = z == dz ? zRows : new RowViews(dz);
    this.shift = la.zeros(1, z.columns());
  }

  /**
   * From z = W_ih x + b of all rows, z = kept·(z − b) + b, or b where the token is dropped.
   *
   * @param tokens x, n tokens; not modified
   * @param bias b, 1×gH; not modified
   * @param z n×gH; modified
   */
  void forward(int[] tokens, Matrix bias, Matrix z) {
    la.copy(bias, shift);
    la.scale(1 - kept, shift);
    la.broadcastRow(shift, kept, z);
    count = dropout.droppedInputs(member, tokens, batch, z.rows(), dropped);
    for (int i = 0; i < count; i++) {
      la.copy(bias, zRows.at(dropped[i]));
    }
  }

  /**
   * The gradient with respect to W_ih x, from that with respect to z.
   *
   * @param dz n×gH; modified
   */
  void backward(Matrix dz) {
    la.scale(kept, dz);
    for (int i = 0; i < count; i++) {
      la.fill(0, dzRows.at(dropped[i]));
    }
  }
}
