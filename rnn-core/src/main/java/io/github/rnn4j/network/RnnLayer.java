package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * A layer of vanilla RNN cells.
 *
 * <pre>
 *   forward    h⟨t⟩  = tanh(W_ih x⟨t⟩ + W_hh h⟨t−1⟩ + b)
 *   backward   dz⟨t⟩ = (1 − h⟨t⟩²) ⊙ (dh⟨t⟩ + W_hhᵀ dz⟨t+1⟩)
 *              dW_hh = Σ_t dz⟨t⟩ h⟨t−1⟩ᵀ,  dW_ih = Σ_t dz⟨t⟩ x⟨t⟩ᵀ,  db = Σ_t dz⟨t⟩
 * </pre>
 *
 * <p>where dh⟨t⟩ comes from above: from the decoder it is W_decᵀ dy⟨t⟩. In the code a step's
 * vectors are rows, so that a product with W from the left is one with Wᵀ from the right.
 *
 * <p>The states' storage takes W_ih x⟨t⟩ + b for all steps first; then each step adds its recurrent
 * part and applies tanh in place.
 *
 * @see <a href="https://doi.org/10.1207/s15516709cog1402_1">Elman, Finding structure in time,
 *     1990</a>
 * @see <a href="https://doi.org/10.1109/5.58337">Werbos, Backpropagation through time, 1990</a>
 */
final class RnnLayer extends RecurrentLayer {
  private final Matrix dz;

  RnnLayer(
      LinearAlgebra la,
      LayerWeights weights,
      int hidden,
      int steps,
      int batch,
      Resets resets,
      Matrix dz) {
    super(la, weights, hidden, steps, batch, resets);
    this.dz = dz;
  }

  @Override
  int stateParts() {
    return 1;
  }

  @Override
  Matrix stateStorage(int part) {
    return states;
  }

  @Override
  Window window(int steps, int lastRows) {
    return new RnnWindow(steps, lastRows);
  }

  private final class RnnWindow extends Window {
    private final Steps dzSteps;

    RnnWindow(int steps, int lastRows) {
      super(RnnLayer.this, steps, lastRows);
      this.dzSteps = dz == null ? null : cut(dz, 0);
    }

    @Override
    Matrix projected() {
      return h.all();
    }

    @Override
    void recur(int part) {
      Steps hBefore = hPrevious.part(part);
      Steps hIn = entering(0, hPrevious).part(part);
      Steps h = this.h.part(part);
      for (int t = 0; t < steps; t++) {
        enter(t, hBefore, hIn);
        la.gemm(1, hIn.at(t), NO, weights.whhT(), NO, 1, h.at(t));
        la.tanh(h.at(t), h.at(t));
      }
    }

    @Override
    void backward(int part, Steps dh) {
      Steps h = this.h.part(part);
      Steps dz = dzSteps.part(part);
      for (int t = steps - 1; t >= 0; t--) {
        if (t < steps - 1) {
          keep(t + 1, dh.first(), dh.head(t));
          la.gemm(1, dz.at(t + 1), NO, weights.whh(), NO, 1, dh.head(t));
          putBack(t + 1, dh.first(), dh.head(t));
        }
        la.tanhBackward(h.at(t), dh.at(t), dz.at(t));
      }
    }

    @Override
    Matrix backward(Steps dh, LayerGradients gradients, Matrix[] dStart) {
      backwardAll(dh);
      if (dStart != null) {
        startGradient(dzSteps.at(0), dStart[0]);
      }
      gradients.recurrent(dzSteps.all(), entering(0, hPrevious).all());
      return dzSteps.all();
    }
  }
}
