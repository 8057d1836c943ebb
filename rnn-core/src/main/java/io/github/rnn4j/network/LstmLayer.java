package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * A layer of LSTM cells. The four gates are blocks of columns of one matrix, in the order i, f, g,
 * o.
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
 *              dW_hh = Σ_t dz⟨t⟩ h⟨t−1⟩ᵀ,  dW_ih = Σ_t dz⟨t⟩ x⟨t⟩ᵀ,  db = Σ_t dz⟨t⟩
 * </pre>
 *
 * <p>One storage holds z, then the gates, then dz: each is done with when the next takes its place.
 */
final class LstmLayer extends RecurrentLayer {
  private final Matrix gates;
  private final Matrix cells;
  private final Matrix tanhC;
  private final Matrix dc;
  private final Matrix scratch;

  LstmLayer(
      LinearAlgebra la,
      LayerWeights weights,
      int hidden,
      int steps,
      int batch,
      Resets resets,
      boolean training) {
    super(la, weights, hidden, steps, batch, resets);
    this.gates = la.zeros(steps * batch, 4 * hidden);
    this.cells = la.zeros((steps + 1) * batch, hidden);
    this.tanhC = la.zeros(steps * batch, hidden);
    this.dc = training ? la.zeros(batch, hidden) : null;
    this.scratch = training ? la.zeros(3 * batch, hidden) : null;
  }

  @Override
  int stateParts() {
    return 2;
  }

  @Override
  Matrix stateStorage(int part) {
    return part == 0 ? states : cells;
  }

  @Override
  Window window(int steps, int lastRows) {
    return new LstmWindow(steps, lastRows);
  }

  private final class LstmWindow extends Window {
    /** z⟨t⟩, i, f, g, o of step t, or dz⟨t⟩. */
    private final Steps gateSteps;

    private final Steps cPrevious;
    private final Steps c;
    private final Steps tanhSteps;
    private final Matrix dcLast;

    LstmWindow(int steps, int lastRows) {
      super(LstmLayer.this, steps, lastRows);
      this.gateSteps = new Steps(gates, 0, steps, batch, lastRows);
      this.cPrevious = new Steps(cells, 0, steps, batch, lastRows);
      this.c = new Steps(cells, batch, steps, batch, lastRows);
      this.tanhSteps = new Steps(tanhC, 0, steps, batch, lastRows);
      this.dcLast = dc == null ? null : dc.rows(0, lastRows);
    }

    @Override
    Matrix projected() {
      return gateSteps.all();
    }

    @Override
    void recur() {
      Steps hIn = entering(0, hPrevious);
      Steps cIn = entering(1, cPrevious);
      for (int t = 0; t < steps; t++) {
        enter(t, hPrevious, hIn);
        enter(t, cPrevious, cIn);
        la.gemm(1, hIn.at(t), NO, weights.whhT(), NO, 1, gateSteps.at(t));
        la.lstmForward(gateSteps.at(t), cIn.at(t), c.at(t), tanhSteps.at(t), h.at(t));
      }
    }

    @Override
    Matrix backward(Steps dh, LayerGradients gradients, Matrix[] dStart) {
      Steps cIn = entering(1, cPrevious);
      la.fill(0, dc);
      for (int t = steps - 1; t >= 0; t--) {
        if (t < steps - 1) {
          keep(t + 1, dh.head(t));
          la.gemm(1, gateSteps.at(t + 1), NO, weights.whh(), NO, 1, dh.head(t));
          putBack(t + 1, dh.head(t));
        }
        Matrix dct = t == steps - 1 ? dcLast : dc;
        Matrix z = gateSteps.at(t);
        la.lstmBackward(z, cIn.at(t), tanhSteps.at(t), dh.at(t), dct, dct, z, scratch);
        resets.zero(t, dct);
      }
      if (dStart != null) {
        startGradient(gateSteps.at(0), dStart[0]);
        la.copy(dc, dStart[1]);
      }
      gradients.recurrent(gateSteps.all(), entering(0, hPrevious).all());
      return gateSteps.all();
    }
  }
}
