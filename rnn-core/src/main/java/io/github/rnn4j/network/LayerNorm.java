// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a recurrent layer keeps for layer normalization: of both products of each step, and of c.
 *
 * <pre>
 *   LN(a; g) = g ⊙ (a − μ) / √(v + ε)            ε = {@value #EPSILON}
 *   z⟨t⟩ = LN(W_ih input⟨t⟩; g_ih) + LN(W_hh h⟨t−1⟩; g_hh) + b
 * </pre>
 *
 * <p>with μ and v the mean and the variance over the columns of a group, for each row by itself.
 * The biases of the two are the layer's, b_ih and b_hh.
 *
 * <p>Letters: T steps, B streams, n = T·B rows, H units, g gates.
 */
final class LayerNorm {
  /** ε, that of torch.nn.LayerNorm and of the paper's own program. */
  static final double EPSILON = 1e-5;

  final int groups;

  /** What is kept of W_hh h⟨t−1⟩, and the roots by which it was divided, n×gH and n×groups. */
  final Matrix recurrent;

  final Matrix recurrentRoots;

  /** The gradient with respect to W_hh h⟨t−1⟩, n×gH; null without training. */
  final @Nullable Matrix dRecurrent;

  /** The same of W_ih input⟨t⟩; null in the first layer, whose table is normalized instead. */
  final @Nullable Matrix input;

  final @Nullable Matrix inputRoots;

  /** What is kept of c, the roots, and the gradient, n×H and n×1; null if it is not normalized. */
  final @Nullable Matrix state;

  final @Nullable Matrix stateRoots;
  final @Nullable Matrix dState;

  /** Rows for each stream: two as wide as a group, and two and four as wide as a state. */
  final Matrix scratch;

  final @Nullable Matrix stateScratch;
  final @Nullable Matrix room;

  /** Makes the storage. */
  LayerNorm(LinearAlgebra la, Cell cell, int hidden, int k, int n, int batch, boolean training) {
    int gates = cell.gates() * hidden;
    this.groups = cell.normGroups();
    this.recurrent = la.zeros(n, gates);
    this.recurrentRoots = la.zeros(n, groups);
    this.dRecurrent = training ? la.zeros(n, gates) : null;
    this.input = k > 0 ? la.zeros(n, gates) : null;
    this.inputRoots = k > 0 ? la.zeros(n, groups) : null;
    boolean ofState = cell.normalizesState();
    this.state = ofState ? la.zeros(n, hidden) : null;
    this.stateRoots = ofState ? la.zeros(n, 1) : null;
    this.dState = ofState && training ? la.zeros(n, hidden) : null;
    this.scratch = la.zeros(2 * batch, gates / groups);
    this.stateScratch = ofState ? la.zeros(2 * batch, hidden) : null;
    this.room = ofState ? la.zeros(StateNorm.ROOMS * batch, hidden) : null;
  }

  /** What is not null in a layer that has it. */
  static Matrix there(@Nullable Matrix matrix) {
    return Objects.requireNonNull(matrix, "the layer does not keep it");
  }
}
