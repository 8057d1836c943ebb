package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * A layer of GRU cells with the reset after the product, as cuDNN and PyTorch have them. The three
 * gates are blocks of columns of one matrix, in the order r, z, n.
 *
 * <pre>
 *   forward    x⟨t⟩ = W_ih input⟨t⟩ + b_ih,  y⟨t⟩ = W_hh h⟨t−1⟩ + b_hh
 *              r, z = σ(x_r + y_r), σ(x_z + y_z);  n = tanh(x_n + r ⊙ y_n)
 *              h⟨t⟩ = (1 − z) ⊙ n + z ⊙ h⟨t−1⟩
 *   backward   dx_n = dh⟨t⟩ ⊙ (1 − z) ⊙ (1 − n²),               dy_n = dx_n ⊙ r
 *              dx_z = dh⟨t⟩ ⊙ (h⟨t−1⟩ − n) ⊙ z ⊙ (1 − z),       dy_z = dx_z
 *              dx_r = dx_n ⊙ y_n ⊙ r ⊙ (1 − r),                 dy_r = dx_r
 *              dh⟨t−1⟩ = dh⟨t−1⟩ + dh⟨t⟩ ⊙ z + W_hhᵀ dy⟨t⟩
 *              dW_hh = Σ_t dy⟨t⟩ h⟨t−1⟩ᵀ,  dW_ih = Σ_t dx⟨t⟩ input⟨t⟩ᵀ
 *              db_ih = Σ_t dx⟨t⟩,  db_hh = Σ_t dy⟨t⟩
 * </pre>
 *
 * <p>The reset gate scales y_n with its bias, so x and y, and the two biases, stay apart. One
 * storage holds x, then the gates, then dx; another y, then dy.
 */
final class GruLayer extends RecurrentLayer {
  private final Matrix gates;
  private final Matrix recurrent;
  private final Matrix dhStart;
  private final Matrix scratch;

  GruLayer(
      LinearAlgebra la,
      LayerWeights weights,
      int hidden,
      int steps,
      int batch,
      Resets resets,
      boolean training) {
    super(la, weights, hidden, steps, batch, resets);
    this.gates = la.zeros(steps * batch, 3 * hidden);
    this.recurrent = la.zeros(steps * batch, 3 * hidden);
    this.dhStart = training ? la.zeros(batch, hidden) : null;
    this.scratch = la.zeros(3 * batch, hidden);
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
    return new GruWindow(steps, lastRows);
  }

  private final class GruWindow extends Window {
    /** x⟨t⟩, r, z, n of step t, or dx⟨t⟩. */
    private final Steps gateSteps;

    /** y⟨t⟩ or dy⟨t⟩. */
    private final Steps recurrentSteps;

    /** dh of the start state of each part, as many rows of it as the first step has. */
    private final Matrix[] dhFirst;

    private final Matrix[] scratchParts;
    private boolean startGradient;

    GruWindow(int steps, int lastRows) {
      super(GruLayer.this, steps, lastRows);
      this.gateSteps = cut(gates, 0);
      this.recurrentSteps = cut(recurrent, 0);
      this.dhFirst = new Matrix[parts];
      this.scratchParts = new Matrix[parts];
      for (int part = 0; part < parts; part++) {
        scratchParts[part] = ofPart(part, scratch);
        if (dhStart != null) {
          Matrix start = ofPart(part, dhStart);
          dhFirst[part] = start.rows(0, gateSteps.part(part).at(0).rows());
        }
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
      Steps gates = gateSteps.part(part);
      Steps recurrent = recurrentSteps.part(part);
      Steps h = this.h.part(part);
      Matrix scratch = scratchParts[part];
      for (int t = 0; t < steps; t++) {
        enter(t, hBefore, hIn);
        Matrix y = recurrent.at(t);
        la.broadcastRow(weights.bhh(), 0, y);
        la.gemm(1, hIn.at(t), NO, weights.whhT(), NO, 1, y);
        la.gruForward(gates.at(t), y, hIn.at(t), h.at(t), scratch);
      }
    }

    @Override
    void backward(int part, Steps dh) {
      Steps hIn = entering(0, hPrevious).part(part);
      Steps gates = gateSteps.part(part);
      Steps recurrent = recurrentSteps.part(part);
      Matrix scratch = scratchParts[part];
      for (int t = steps - 1; t >= 0; t--) {
        Matrix x = gates.at(t);
        Matrix y = recurrent.at(t);
        Matrix dhPrevious = t > 0 ? dh.head(t - 1) : dhFirst[part];
        keep(t, dh.first(), dhPrevious);
        la.gruBackward(x, y, hIn.at(t), dh.at(t), dhPrevious, x, y, scratch);
        if (t > 0 || startGradient) {
          la.gemm(1, y, NO, weights.whh(), NO, 1, dhPrevious);
        }
        putBack(t, dh.first(), dhPrevious);
      }
    }

    @Override
    Matrix backward(Steps dh, LayerGradients gradients, Matrix[] dStart) {
      startGradient = dStart != null;
      la.fill(0, dhStart);
      backwardAll(dh);
      if (dStart != null) {
        la.copy(dhStart, dStart[0]);
      }
      gradients.recurrent(gateSteps.all(), recurrentSteps.all(), entering(0, hPrevious).all());
      return gateSteps.all();
    }
  }
}
