package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;

/**
 * The gradients with respect to the weights of one recurrent layer, each for all steps at once.
 *
 * <p>Letters: I inputs, H units, g gates, n rows of a window.
 */
final class LayerGradients {
  private final LinearAlgebra la;
  private final Matrix dwih;
  private final Matrix dwhh;
  private final Matrix dbih;
  private final Matrix dbhh;
  private final Matrix dwihT;

  LayerGradients(LinearAlgebra la, Parameters gradients, int k) {
    this.la = la;
    this.dwih = gradients.get("rnn.weight_ih_l" + k).value();
    this.dwhh = gradients.get("rnn.weight_hh_l" + k).value();
    this.dbih = gradients.get("rnn.bias_ih_l" + k).value();
    String second = "rnn.bias_hh_l" + k;
    this.dbhh = gradients.contains(second) ? gradients.get(second).value() : null;
    this.dwihT = k == 0 ? la.zeros(dwih.columns(), dwih.rows()) : null;
  }

  /**
   * dW_ih = dZᵀ·X for one-hot rows of X: row i of dZ goes to the column of its token.
   *
   * @param dz n×gH; not modified
   * @param tokens the tokens, read from 0 on
   */
  void input(Matrix dz, int[] tokens) {
    la.fill(0, dwihT);
    la.scatterAddRows(dz, tokens, 0, dwihT);
    la.transpose(dwihT, dwih);
  }

  /**
   * dW_ih = dZᵀ·X.
   *
   * @param dz n×gH; not modified
   * @param x n×I; not modified
   */
  void input(Matrix dz, Matrix x) {
    la.gemm(1, dz, Transpose.YES, x, Transpose.NO, 0, dwih);
  }

  /**
   * dW_hh = dZᵀ·H⟨t−1⟩, db = Σ dZ; both biases have the same gradient, since they enter as a sum.
   *
   * @param dz n×gH; not modified
   * @param hPrevious n×H, the states before each step; not modified
   */
  void recurrent(Matrix dz, Matrix hPrevious) {
    la.gemm(1, dz, Transpose.YES, hPrevious, Transpose.NO, 0, dwhh);
    la.columnSums(dz, 0, dbih);
    if (dbhh != null) {
      la.copy(dbih, dbhh);
    }
  }
}
