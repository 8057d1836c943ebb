// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;

/**
 * The cell of a vanilla RNN.
 *
 * <pre>
 *   forward    h⟨t⟩  = tanh(z⟨t⟩),           z⟨t⟩ = W_ih x⟨t⟩ + W_hh h⟨t−1⟩ + b
 *   backward   dz⟨t⟩ = (1 − h⟨t⟩²) ⊙ dh⟨t⟩,  dh⟨t−1⟩ = dh⟨t−1⟩ + W_hhᵀ dz⟨t⟩
 * </pre>
 *
 * <p>The step back reads h alone, so that h⟨t⟩ can take the place of z⟨t⟩.
 *
 * @see <a href="https://doi.org/10.1207/s15516709cog1402_1">Elman, Finding structure in time,
 *     1990</a>
 * @see <a href="https://doi.org/10.1109/5.58337">Werbos, Backpropagation through time, 1990</a>
 */
final class RnnCell implements Cell {
  @Override
  public String id() {
    return "rnn";
  }

  @Override
  public int gates() {
    return 1;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void forward(LinearAlgebra la, CellStep s) {
    la.tanh(s.z(), s.h());
  }

  @Override
  public void backward(LinearAlgebra la, CellStep s) {
    la.tanhBackward(s.h(), s.dh(), s.dz());
  }
}
