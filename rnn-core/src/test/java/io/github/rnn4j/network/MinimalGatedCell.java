// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * A cell that is not rnn4j's own: the minimal gated unit, here with the forget gate after the
 * product, as our GRU has its reset. The two gates are blocks of columns, in the order f, n.
 *
 * <pre>
 *   forward    x⟨t⟩ = W_ih input⟨t⟩ + b_ih,  y⟨t⟩ = W_hh h⟨t−1⟩ + b_hh
 *              f = σ(x_f + y_f);  n = tanh(x_n + f ⊙ y_n)
 *              h⟨t⟩ = (1 − f) ⊙ h⟨t−1⟩ + f ⊙ n
 *   backward   dx_n = dh⟨t⟩ ⊙ f ⊙ (1 − n²),                                      dy_n = dx_n ⊙ f
 *              dx_f = (dh⟨t⟩ ⊙ (n − h⟨t−1⟩) + dx_n ⊙ y_n) ⊙ f ⊙ (1 − f),         dy_f = dx_f
 *              dh⟨t−1⟩ = dh⟨t−1⟩ + dh⟨t⟩ ⊙ (1 − f) + W_hhᵀ dy⟨t⟩
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/1603.09420">Zhou, Wu, Zhang and Zhou, Minimal gated unit for
 *     recurrent neural networks, 2016</a>
 */
public final class MinimalGatedCell implements Cell {

  /** The cell. */
  public MinimalGatedCell() {}

  @Override
  public String id() {
    return "mgu";
  }

  @Override
  public int gates() {
    return 2;
  }

  @Override
  public boolean twoBiases() {
    return true;
  }

  @Override
  public int scratchRows() {
    return 3;
  }

  @Override
  public void forward(LinearAlgebra la, CellStep s) {
    int units = s.h().columns();
    Matrix f = scratch(s, 0);
    Matrix n = scratch(s, 1);
    Matrix yn = scratch(s, 2);
    // f = σ(x_f + y_f)
    la.copyColumns(s.x(), 0, f, 0, units);
    la.copyColumns(s.y(), 0, n, 0, units);
    la.axpy(1, n, f);
    la.sigmoid(f, f);
    // n = tanh(x_n + f ⊙ y_n)
    la.copyColumns(s.x(), units, n, 0, units);
    la.copyColumns(s.y(), units, yn, 0, units);
    la.hadamard(f, yn, yn);
    la.axpy(1, yn, n);
    la.tanh(n, n);
    la.copyColumns(f, 0, s.x(), 0, units);
    la.copyColumns(n, 0, s.x(), units, units);
    // h = h' + f ⊙ (n − h')
    la.axpy(-1, s.hPrevious(), n);
    la.hadamard(f, n, n);
    la.copy(s.hPrevious(), s.h());
    la.axpy(1, n, s.h());
  }

  @Override
  public void backward(LinearAlgebra la, CellStep s) {
    int units = s.h().columns();
    Matrix a = scratch(s, 0);
    Matrix b = scratch(s, 1);
    Matrix c = scratch(s, 2);
    // b = dx_n = (dh ⊙ f) ⊙ (1 − n²), and the direct part of dh'
    la.copyColumns(s.x(), 0, a, 0, units); // f
    la.hadamard(s.dh(), a, c);
    la.axpy(1, s.dh(), s.dhPrevious());
    la.axpy(-1, c, s.dhPrevious());
    la.copyColumns(s.x(), units, a, 0, units); // n
    la.tanhBackward(a, c, b);
    // a = dh ⊙ (n − h') + dx_n ⊙ y_n
    la.axpy(-1, s.hPrevious(), a);
    la.hadamard(s.dh(), a, a);
    la.copyColumns(s.y(), units, c, 0, units);
    la.hadamard(b, c, c);
    la.axpy(1, c, a);
    // dx_n, dy_n
    la.copyColumns(s.x(), 0, c, 0, units); // f
    la.copyColumns(b, 0, s.dx(), units, units);
    la.hadamard(b, c, b);
    la.copyColumns(b, 0, s.dy(), units, units);
    // dx_f = dy_f = a ⊙ f − a ⊙ f ⊙ f
    la.hadamard(a, c, a);
    la.hadamard(a, c, c);
    la.axpy(-1, c, a);
    la.copyColumns(a, 0, s.dx(), 0, units);
    la.copyColumns(a, 0, s.dy(), 0, units);
  }

  private static Matrix scratch(CellStep s, int i) {
    int m = s.h().rows();
    return s.scratch().rows(i * m, (i + 1) * m);
  }
}
