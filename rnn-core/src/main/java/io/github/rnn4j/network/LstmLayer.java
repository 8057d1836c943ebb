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

    /** dc of each part, and as many rows of it as the last step has. */
    private final Matrix[] dcParts;

    private final Matrix[] dcLast;
    private final Matrix[] scratchParts;

    LstmWindow(int steps, int lastRows) {
      super(LstmLayer.this, steps, lastRows);
      this.gateSteps = cut(gates, 0);
      this.cPrevious = cut(cells, 0);
      this.c = cut(cells, batch);
      this.tanhSteps = cut(tanhC, 0);
      this.dcParts = new Matrix[parts];
      this.dcLast = new Matrix[parts];
      this.scratchParts = new Matrix[parts];
      for (int part = 0; part < parts && dc != null; part++) {
        dcParts[part] = ofPart(part, dc);
        dcLast[part] = parts == 1 ? dc.rows(0, lastRows) : dcParts[part];
        scratchParts[part] = ofPart(part, scratch);
      }
    }

    @Override
    Matrix projected() {
      return gateSteps.all();
    }

    @Override
    void recur(int part) {
      Steps hBefore = hPrevious.part(part);
      Steps hIn = entering(0, hPrevious).part(part);
      Steps cBefore = cPrevious.part(part);
      Steps cIn = entering(1, cPrevious).part(part);
      Steps z = gateSteps.part(part);
      Steps c = this.c.part(part);
      Steps tanh = tanhSteps.part(part);
      Steps h = this.h.part(part);
      for (int t = 0; t < steps; t++) {
        enter(t, hBefore, hIn);
        enter(t, cBefore, cIn);
        la.gemm(1, hIn.at(t), NO, weights.whhT(), NO, 1, z.at(t));
        la.lstmForward(z.at(t), cIn.at(t), c.at(t), tanh.at(t), h.at(t));
      }
    }

    @Override
    void backward(int part, Steps dh) {
      Steps cIn = entering(1, cPrevious).part(part);
      Steps gates = gateSteps.part(part);
      Steps tanh = tanhSteps.part(part);
      Matrix scratch = scratchParts[part];
      la.fill(0, dcParts[part]);
      for (int t = steps - 1; t >= 0; t--) {
        if (t < steps - 1) {
          keep(t + 1, dh.first(), dh.head(t));
          la.gemm(1, gates.at(t + 1), NO, weights.whh(), NO, 1, dh.head(t));
          putBack(t + 1, dh.first(), dh.head(t));
        }
        Matrix dct = t == steps - 1 ? dcLast[part] : dcParts[part];
        Matrix z = gates.at(t);
        la.lstmBackward(z, cIn.at(t), tanh.at(t), dh.at(t), dct, dct, z, scratch);
        resets.zero(t, dh.first(), dct);
      }
    }

    @Override
    Matrix backward(Steps dh, LayerGradients gradients, Matrix[] dStart) {
      backwardAll(dh);
      if (dStart != null) {
        startGradient(gateSteps.at(0), dStart[0]);
        la.copy(dc, dStart[1]);
      }
      gradients.recurrent(gateSteps.all(), entering(0, hPrevious).all());
      return gateSteps.all();
    }
  }
}
