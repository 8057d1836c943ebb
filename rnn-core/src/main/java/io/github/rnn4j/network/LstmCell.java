// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
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
 * <p>In a network with layer normalization the output is h⟨t⟩ = o ⊙ tanh(n), n = LN(c⟨t⟩), see
 * {@link StateNorm}; c⟨t⟩ goes on as it is.
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
  public boolean normalizesState() {
    return true;
  }

  @Override
  public void forward(LinearAlgebra la, CellStep s) {
    Matrix tanhC = s.saved(TANH_C);
    la.lstmForward(s.z(), s.cPrevious(), s.c(), tanhC, s.h());
    if (s.normalizesState()) {
      int units = s.h().columns();
      s.stateNorm().forward(la, s.c(), tanhC);
      la.tanh(tanhC, tanhC);
      la.copyColumns(s.z(), 3 * units, s.h(), 0, units);
      la.hadamard(s.h(), tanhC, s.h());
    }
  }

  @Override
  public void backward(LinearAlgebra la, CellStep s) {
    if (s.normalizesState()) {
      normalizedBackward(la, s);
    } else {
      la.lstmBackward(
          s.z(), s.cPrevious(), s.saved(TANH_C), s.dh(), s.dc(), s.dc(), s.dz(), s.scratch());
    }
  }

  /** What reaches c through h goes through the norm; the rest is as above, without dh. */
  private static void normalizedBackward(LinearAlgebra la, CellStep s) {
    StateNorm norm = s.stateNorm();
    int units = s.h().columns();
    Matrix tanhC = s.saved(TANH_C);
    Matrix o = norm.room(0);
    Matrix p = norm.room(1);
    Matrix dzo = norm.room(2);
    Matrix none = norm.room(3);
    // dc⟨t⟩ = dc⟨t⟩ + the norm's dc of dn = dh ⊙ o ⊙ (1 − tanh(n)²)
    la.copyColumns(s.z(), 3 * units, o, 0, units);
    la.tanhBackward(tanhC, s.dh(), p);
    la.hadamard(o, p, p);
    norm.backward(la, p, p);
    la.axpy(1, p, s.dc());
    // dz_o = dh ⊙ tanh(n) ⊙ o ⊙ (1 − o)
    la.hadamard(s.dh(), tanhC, dzo);
    la.hadamard(o, dzo, dzo);
    la.hadamard(o, dzo, o);
    la.axpy(-1, o, dzo);
    la.fill(0, none);
    la.lstmBackward(s.z(), s.cPrevious(), tanhC, none, s.dc(), s.dc(), s.dz(), s.scratch());
    la.copyColumns(dzo, 0, s.dz(), 3 * units, units);
  }
}
