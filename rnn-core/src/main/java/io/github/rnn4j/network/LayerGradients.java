// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;
import static io.github.rnn4j.api.Transpose.YES;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gradients with respect to the weights of one recurrent layer, each for all steps at once.
 *
 * <p>Letters: V tokens, E the size of an embedding, I inputs, H units, g gates, n rows of a window.
 */
final class LayerGradients {
  private final LinearAlgebra la;
  private final LayerWeights weights;
  private final @Nullable Matrix dEncoder;
  private final boolean tied;
  private final Matrix dwih;
  private final Matrix dwhh;
  private final Matrix dbih;
  private final @Nullable Matrix dbhh;
  private final @Nullable Matrix dTable;
  private final TableNorm.@Nullable Backward tableNorm;
  private final @Nullable Matrix dGainIh;
  private final @Nullable Matrix dGainHh;
  private final @Nullable Matrix dGainC;
  private final @Nullable Matrix dBiasC;

  /**
   * Makes the storage.
   *
   * @param weights those of the layer
   * @param gradients those of its member
   * @param k the layer of the member, from 0
   */
  LayerGradients(Network network, LayerWeights weights, Parameters gradients, int k) {
    this.la = network.la();
    this.weights = weights;
    boolean embedded = weights.encoder() != null;
    this.dEncoder = embedded ? gradients.get(ParameterNames.ENCODER_WEIGHT).value() : null;
    this.tied = network.config().tieWeights();
    this.dwih = gradients.get(ParameterNames.inputWeight(k)).value();
    this.dwhh = gradients.get(ParameterNames.recurrentWeight(k)).value();
    this.dbih = gradients.get(ParameterNames.inputBias(k)).value();
    String second = ParameterNames.recurrentBias(k);
    this.dbhh = gradients.contains(second) ? gradients.get(second).value() : null;
    this.dTable = k == 0 ? la.zeros(network.config().vocabularySize(), dwih.rows()) : null;
    TableNorm table = weights.tableNorm();
    this.tableNorm = table == null || dTable == null ? null : table.new Backward(dTable);
    this.dGainIh = found(gradients, ParameterNames.inputGain(k));
    this.dGainHh = found(gradients, ParameterNames.recurrentGain(k));
    this.dGainC = found(gradients, ParameterNames.stateGain(k));
    this.dBiasC = found(gradients, ParameterNames.stateBias(k));
  }

  private static @Nullable Matrix found(Parameters gradients, String name) {
    return gradients.contains(name) ? gradients.get(name).value() : null;
  }

  /**
   * The gradients of what a token's row is made of. Row i of dZ goes to the row dT of its token;
   * then dW_ih = dTᵀ for one-hot input, and for an embedding dW_ih = dTᵀ·W_enc, dW_enc = dT·W_ih.
   * To tied weights, which hold the decoder's gradient, that of the embedding is added.
   *
   * @param dz n×gH; not modified
   * @param tokens the tokens, read from 0 on
   */
  void input(Matrix dz, int[] tokens) {
    Matrix dT = Objects.requireNonNull(dTable, "tokens enter the first layer");
    Matrix encoder = weights.encoder();
    la.fill(0, dT);
    la.scatterAddRows(dz, tokens, 0, dT);
    if (tableNorm != null) {
      tableNorm.run(LayerNorm.there(dGainIh));
    }
    if (dEncoder == null || encoder == null) {
      la.transpose(dT, dwih);
    } else {
      la.gemm(1, dT, YES, encoder, NO, 0, dwih);
      la.gemm(1, dT, NO, weights.wih(), NO, tied ? 1 : 0, dEncoder);
    }
  }

  /**
   * dW_ih = dZᵀ·X.
   *
   * @param dz n×gH; not modified
   * @param x n×I; not modified
   */
  void input(Matrix dz, Matrix x) {
    la.gemm(1, dz, YES, x, NO, 0, dwih);
  }

  /**
   * dW_hh = dZᵀ·H⟨t−1⟩, db = Σ dZ; both biases have the same gradient, since they enter as a sum.
   *
   * @param dz n×gH; not modified
   * @param hPrevious n×H, the states before each step; not modified
   */
  void recurrent(Matrix dz, Matrix hPrevious) {
    la.gemm(1, dz, YES, hPrevious, NO, 0, dwhh);
    la.columnSums(dz, 0, dbih);
    if (dbhh != null) {
      la.copy(dbih, dbhh);
    }
  }

  /** Takes the gradient of W_hh ⊙ M for that of W_hh. */
  void dropWeights(DroppedWeights dropped) {
    dropped.backward(dwhh);
  }

  /**
   * dW_hh = dYᵀ·H⟨t−1⟩, db_ih = Σ dX, db_hh = Σ dY, where X is what enters from below and Y what
   * enters from the step before.
   *
   * @param dx n×gH; not modified
   * @param dy n×gH; not modified
   * @param hPrevious n×H, the states before each step; not modified
   */
  void recurrent(Matrix dx, Matrix dy, Matrix hPrevious) {
    la.gemm(1, dy, YES, hPrevious, NO, 0, dwhh);
    la.columnSums(dx, 0, dbih);
    la.columnSums(dy, 0, Objects.requireNonNull(dbhh, "the cell has one bias"));
  }

  /**
   * With layer normalization: dW_hh = dAᵀ·H⟨t−1⟩, dg_hh = Σ dY ⊙ Â, db_ih = Σ dX, and db_hh = Σ dY.
   *
   * @param da the gradient with respect to W_hh h⟨t−1⟩, n×gH; not modified
   * @param dx n×gH; not modified
   * @param dy n×gH: dx itself, where the two enter as a sum; not modified
   * @param normal Â, n×gH; modified
   * @param hPrevious n×H, the states before each step; not modified
   */
  void normalized(Matrix da, Matrix dx, Matrix dy, Matrix normal, Matrix hPrevious) {
    la.gemm(1, da, YES, hPrevious, NO, 0, dwhh);
    la.columnSums(dx, 0, dbih);
    if (dbhh != null) {
      la.columnSums(dy, 0, dbhh);
    }
    la.hadamard(dy, normal, normal);
    la.columnSums(normal, 0, LayerNorm.there(dGainHh));
  }

  /**
   * dg_ih = Σ dX ⊙ Â.
   *
   * @param dx n×gH; not modified
   * @param normal Â, what is kept of W_ih with the input, n×gH; not modified
   * @param room n×gH; modified
   */
  void inputGain(Matrix dx, Matrix normal, Matrix room) {
    la.hadamard(dx, normal, room);
    la.columnSums(room, 0, LayerNorm.there(dGainIh));
  }

  /**
   * dg_c = Σ dN ⊙ Ĉ, db_c = Σ dN.
   *
   * @param dn the gradient with respect to what c becomes, n×H; not modified
   * @param normal Ĉ, n×H; modified
   */
  void state(Matrix dn, Matrix normal) {
    la.columnSums(dn, 0, LayerNorm.there(dBiasC));
    la.hadamard(dn, normal, normal);
    la.columnSums(normal, 0, LayerNorm.there(dGainC));
  }
}
