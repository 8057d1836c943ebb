package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;

/**
 * The weights of one recurrent layer, and how its input enters: for all steps at once, since it
 * does not recur.
 *
 * <p>Letters: I inputs, H units, g gates, n rows of a window.
 */
final class LayerWeights {
  private final LinearAlgebra la;
  private final Matrix wih;
  private final Matrix whh;
  private final Matrix bih;
  private final Matrix bhh;
  private final Matrix bias;
  private final Matrix wihT;
  private final Matrix whhT;
  private final boolean oneHot;

  LayerWeights(LinearAlgebra la, NetworkConfig config, Parameters parameters, int k) {
    this.la = la;
    this.wih = parameters.get("rnn.weight_ih_l" + k).value();
    this.whh = parameters.get("rnn.weight_hh_l" + k).value();
    this.bih = parameters.get("rnn.bias_ih_l" + k).value();
    String second = "rnn.bias_hh_l" + k;
    this.bhh = parameters.contains(second) ? parameters.get(second).value() : null;
    this.bias = la.zeros(1, bih.columns());
    this.wihT = la.zeros(wih.columns(), wih.rows());
    this.whhT = la.zeros(whh.columns(), whh.rows());
    this.oneHot = k == 0;
  }

  /** W_ihᵀ, W_hhᵀ and b = b_ih + b_hh; for one-hot input b is added to each row of W_ihᵀ. */
  void derive() {
    la.transpose(wih, wihT);
    la.transpose(whh, whhT);
    la.copy(bih, bias);
    if (bhh != null) {
      la.axpy(1, bhh, bias);
    }
    if (oneHot) {
      la.broadcastRow(bias, 1, wihT);
    }
  }

  /** W_hh, gH×H. */
  Matrix whh() {
    return whh;
  }

  /** W_hhᵀ, H×gH. */
  Matrix whhT() {
    return whhT;
  }

  /**
   * Z = X·W_ihᵀ + b for one-hot rows of X: row k of W_ihᵀ + b for token k.
   *
   * @param tokens the tokens, read from 0 on
   * @param z n×gH; modified
   */
  void project(int[] tokens, Matrix z) {
    la.gatherRows(wihT, tokens, 0, z);
  }

  /**
   * Z = X·W_ihᵀ + b.
   *
   * @param x n×I; not modified
   * @param z n×gH; modified
   */
  void project(Matrix x, Matrix z) {
    la.broadcastRow(bias, 0, z);
    la.gemm(1, x, Transpose.NO, wihT, Transpose.NO, 1, z);
  }

  /**
   * dX = dZ·W_ih.
   *
   * @param dz n×gH; not modified
   * @param dx n×I; modified
   */
  void projectBackward(Matrix dz, Matrix dx) {
    la.gemm(1, dz, Transpose.NO, wih, Transpose.NO, 0, dx);
  }
}
