// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one recurrent layer, and how its input enters: for all steps at once, since it
 * does not recur.
 *
 * <p>Letters: V tokens, E the size of an embedding, I inputs, H units, g gates, n rows of a window.
 */
final class LayerWeights {
  private final LinearAlgebra la;
  private final @Nullable Matrix encoder;
  private final Matrix wih;
  private final Matrix whh;
  private final Matrix bih;
  private final @Nullable Matrix bhh;
  private final boolean twoBiases;
  private final Matrix bias;
  private final Matrix wihT;
  private final Matrix whhT;
  private final @Nullable Matrix table;
  private final @Nullable TableNorm tableNorm;
  private final @Nullable Matrix gainIh;
  private final @Nullable Matrix gainHh;
  private final @Nullable Matrix gainC;
  private final @Nullable Matrix biasC;

  LayerWeights(LinearAlgebra la, NetworkConfig config, Parameters parameters, int k) {
    this.la = la;
    boolean embedded = k == 0 && config.embedding() > 0;
    this.encoder = embedded ? parameters.get(ParameterNames.ENCODER_WEIGHT).value() : null;
    this.wih = parameters.get(ParameterNames.inputWeight(k)).value();
    this.whh = parameters.get(ParameterNames.recurrentWeight(k)).value();
    this.bih = parameters.get(ParameterNames.inputBias(k)).value();
    String second = ParameterNames.recurrentBias(k);
    this.bhh = parameters.contains(second) ? parameters.get(second).value() : null;
    this.twoBiases = config.cell().twoBiases();
    this.bias = la.zeros(1, bih.columns());
    this.wihT = la.zeros(wih.columns(), wih.rows());
    this.whhT = la.zeros(whh.columns(), whh.rows());
    boolean norm = config.layerNorm();
    this.gainIh = norm ? parameters.get(ParameterNames.inputGain(k)).value() : null;
    this.gainHh = norm ? parameters.get(ParameterNames.recurrentGain(k)).value() : null;
    boolean ofState = norm && config.cell().normalizesState();
    this.gainC = ofState ? parameters.get(ParameterNames.stateGain(k)).value() : null;
    this.biasC = ofState ? parameters.get(ParameterNames.stateBias(k)).value() : null;
    if (k > 0) {
      this.table = null;
    } else {
      this.table = embedded || norm ? la.zeros(config.vocabularySize(), wih.rows()) : wihT;
    }
    this.tableNorm =
        table == null || gainIh == null
            ? null
            : new TableNorm(la, config.cell().normGroups(), gainIh, table);
  }

  /**
   * W_ihᵀ, W_hhᵀ and b = b_ih + b_hh, or b = b_ih where the two stay apart. For the first layer
   * also the table of what each token brings in: T = W_ihᵀ + b for one-hot input, T = W_enc·W_ihᵀ +
   * b for an embedding; with layer normalization {@link TableNorm}'s.
   */
  void derive() {
    la.transpose(wih, wihT);
    la.transpose(whh, whhT);
    la.copy(bih, bias);
    if (bhh != null && !twoBiases) {
      la.axpy(1, bhh, bias);
    }
    if (tableNorm != null) {
      if (encoder == null) {
        la.copy(wihT, tableNorm.products());
      } else {
        la.gemm(1, encoder, NO, wihT, NO, 0, tableNorm.products());
      }
      tableNorm.forward(bias);
    } else if (table == wihT) {
      la.broadcastRow(bias, 1, table);
    } else if (table != null && encoder != null) {
      la.broadcastRow(bias, 0, table);
      la.gemm(1, encoder, NO, wihT, NO, 1, table);
    }
  }

  /** W_enc, V×E; null unless this is the first layer of a network with an embedding. */
  @Nullable Matrix encoder() {
    return encoder;
  }

  /** W_ih, gH×I. */
  Matrix wih() {
    return wih;
  }

  /** W_hh, gH×H. */
  Matrix whh() {
    return whh;
  }

  /** W_hhᵀ, H×gH. */
  Matrix whhT() {
    return whhT;
  }

  /** b_hh, 1×gH, of a layer with two biases. */
  Matrix bhh() {
    return Objects.requireNonNull(bhh, "the layer has one bias");
  }

  /** b, 1×gH, as {@link #derive} has it. */
  Matrix bias() {
    return bias;
  }

  /**
   * Z = X·W_ihᵀ + b where the rows of X stand for tokens: row k of T for token k.
   *
   * @param tokens the tokens, read from 0 on
   * @param z n×gH; modified
   */
  void project(int[] tokens, Matrix z) {
    la.gatherRows(Objects.requireNonNull(table, "tokens enter the first layer"), tokens, 0, z);
  }

  /**
   * Z = X·W_ihᵀ + b.
   *
   * @param x n×I; not modified
   * @param z n×gH; modified
   */
  void project(Matrix x, Matrix z) {
    la.broadcastRow(bias, 0, z);
    la.gemm(1, x, NO, wihT, NO, 1, z);
  }

  /**
   * A = X·W_ihᵀ, which is yet to be normalized.
   *
   * @param x n×I; not modified
   * @param a n×gH; modified
   */
  void product(Matrix x, Matrix a) {
    la.gemm(1, x, NO, wihT, NO, 0, a);
  }

  /** g_ih, 1×gH, of a layer with layer normalization; as the next three. */
  Matrix gainIh() {
    return LayerNorm.there(gainIh);
  }

  /** g_hh, 1×gH. */
  Matrix gainHh() {
    return LayerNorm.there(gainHh);
  }

  /** g_c, 1×H. */
  Matrix gainC() {
    return LayerNorm.there(gainC);
  }

  /** b_c, 1×H. */
  Matrix biasC() {
    return LayerNorm.there(biasC);
  }

  /** The normalization of the table; null without it, or above the first layer. */
  @Nullable TableNorm tableNorm() {
    return tableNorm;
  }

  /**
   * dX = dZ·W_ih.
   *
   * @param dz n×gH; not modified
   * @param dx n×I; modified
   */
  void projectBackward(Matrix dz, Matrix dx) {
    la.gemm(1, dz, NO, wih, NO, 0, dx);
  }
}
