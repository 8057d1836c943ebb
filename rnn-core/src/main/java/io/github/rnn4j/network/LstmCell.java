// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.List;

/**
 * The cell of a long short-term memory. The four gates are blocks of columns of one matrix, in the
 * order i, f, g, o.
 *
 * <pre>
 *   forward    z⟨t⟩ = W_ih x⟨t⟩ + W_hh h⟨t−1⟩ + b
 *              i, f, o = σ(z_i), σ(z_f), σ(z_o);  g = tanh(z_g)
 *              c⟨t⟩ = f ⊙ c⟨t−1⟩ + i ⊙ g
 *              h⟨t⟩ = o ⊙ tanh(c⟨t⟩)
 *   backward   dC = dc⟨t⟩ + dh⟨t⟩ ⊙ o ⊙ (1 − tanh(c⟨t⟩)²)
 *              dz_i = dC ⊙ g ⊙ i ⊙ (1 − i),         dz_f = dC ⊙ c⟨t−1⟩ ⊙ f ⊙ (1 − f)
 *              dz_g = dC ⊙ i ⊙ (1 − g²),            dz_o = dh⟨t⟩ ⊙ tanh(c⟨t⟩) ⊙ o ⊙ (1 − o)
 *              dc⟨t−1⟩ = dC ⊙ f,                    dh⟨t−1⟩ = dh⟨t−1⟩ + W_hhᵀ dz⟨t⟩
 * </pre>
 *
 * <p>One storage holds z, then the gates, then dz: each is done with when the next takes its place.
 * What is saved for the step back is tanh(c⟨t⟩).
 *
 * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber, Long
 *     short-term memory, 1997</a>
 * @see <a href="https://doi.org/10.1162/089976600300015015">Gers, Schmidhuber and Cummins, Learning
 *     to forget, 2000</a>
 */
final class LstmCell implements Cell {
  private static final int TANH_C = 0;

  @Override
  public String id() {
    return "lstm";
  }

  @Override
  public int gates() {
    return 4;
  }

  @Override
  public int stateParts() {
    return 2;
  }

  @Override
  public int savedParts() {
    return 1;
  }

  @Override
  public List<Signal> gateSignals() {
    return List.of(Signal.gate("i"), Signal.gate("f"), Signal.candidate("g"), Signal.gate("o"));
  }

  @Override
  public int scratchRows() {
    return 3;
  }

  @Override
  public void forward(LinearAlgebra la, CellStep s) {
    la.lstmForward(s.z(), s.cPrevious(), s.c(), s.saved(TANH_C), s.h());
  }

  @Override
  public void backward(LinearAlgebra la, CellStep s) {
    la.lstmBackward(
        s.z(), s.cPrevious(), s.saved(TANH_C), s.dh(), s.dc(), s.dc(), s.dz(), s.scratch());
  }
}
