package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;

/**
 * One recurrent layer, unrolled over a window of T steps and B streams, with the storage of its
 * activations. A kind of cell is a subclass: it computes the steps that recur. What does not recur
 * (the product with the input, the gradients of the weights) is one product over all steps.
 *
 * <p>Letters: T steps, B streams, n = T·B rows of the window (fewer if its last step is short), I
 * inputs, H hidden units, g gates.
 */
abstract class RecurrentLayer {
  final LinearAlgebra la;
  final LayerWeights weights;
  final int steps;
  final int batch;

  /** h: B rows of the start state, then B rows for each step. */
  final Matrix states;

  RecurrentLayer(
      LinearAlgebra la, LayerWeights weights, int hidden, int steps, int batch, Resets resets) {
    this.la = la;
    this.hidden = hidden;
    this.resets = resets;
    this.weights = weights;
    this.steps = steps;
    this.batch = batch;
    this.states = la.zeros((steps + 1) * batch, hidden);
  }

  /** Where streams start anew in the window at hand; shared by the layers. */
  final Resets resets;

  private final int hidden;
  private Matrix[] resetStates;
  private Matrix kept;

  /** The parts of the state, B×H each: h, and for an LSTM c. */
  abstract int stateParts();

  /** The storage of a part of the state: B rows of the start state, then B rows for each step. */
  abstract Matrix stateStorage(int part);

  /** The views for a window of this shape; the caller keeps them. */
  abstract Window window(int steps, int lastRows);

  /** Storage for a part of the state as the steps read it, where streams start anew. */
  private Matrix resetStates(int part) {
    if (resetStates == null) {
      resetStates = new Matrix[stateParts()];
      for (int i = 0; i < resetStates.length; i++) {
        resetStates[i] = la.zeros(steps * batch, hidden);
      }
    }
    return resetStates[part];
  }

  private Matrix kept() {
    if (kept == null) {
      kept = la.zeros(batch, hidden);
    }
    return kept;
  }

  /** A window of a certain shape: the views of one layer's storage, and the work on them. */
  abstract static class Window {
    private final RecurrentLayer layer;
    private final int lastRows;
    private Steps[] resetInputs;
    final int steps;

    /** h⟨t−1⟩ for step t. */
    final Steps hPrevious;

    /** h⟨t⟩ for step t. */
    final Steps h;

    Window(RecurrentLayer layer, int steps, int lastRows) {
      this.layer = layer;
      this.lastRows = lastRows;
      this.steps = steps;
      this.hPrevious = new Steps(layer.states, 0, steps, layer.batch, lastRows);
      this.h = new Steps(layer.states, layer.batch, steps, layer.batch, lastRows);
    }

    /**
     * h⟨1⟩ … h⟨T⟩ for input of tokens.
     *
     * @param tokens the input, n tokens, time-major
     */
    final void forward(int[] tokens) {
      layer.weights.project(tokens, projected());
      recur();
    }

    /**
     * h⟨1⟩ … h⟨T⟩.
     *
     * @param x the input, n×I; not modified
     */
    final void forward(Matrix x) {
      layer.weights.project(x, projected());
      recur();
    }

    /**
     * What the steps read as a part of the state before them: the state itself, or where streams
     * start anew in the window, a copy with zeros, which {@link #enter} fills in.
     *
     * @param part which part
     * @param previous the state itself
     */
    final Steps entering(int part, Steps previous) {
      if (!layer.resets.any()) {
        return previous;
      }
      if (resetInputs == null) {
        resetInputs = new Steps[layer.stateParts()];
        for (int i = 0; i < resetInputs.length; i++) {
          resetInputs[i] = new Steps(layer.resetStates(i), 0, steps, layer.batch, lastRows);
        }
      }
      return resetInputs[part];
    }

    /** Step t is about to read {@code entering}: copies what it reads and sets streams to zero. */
    final void enter(int t, Steps previous, Steps entering) {
      if (entering != previous) {
        layer.la.copy(previous.at(t), entering.at(t));
        layer.resets.zero(t, entering.at(t));
      }
    }

    /** Before step t adds its gradient to dh⟨t−1⟩: keeps the rows of streams that start anew. */
    final void keep(int t, Matrix dhPrevious) {
      if (layer.resets.any()) {
        layer.resets.copy(t, dhPrevious, layer.kept());
      }
    }

    /** After it: puts them back, since no gradient flows over the border. */
    final void putBack(int t, Matrix dhPrevious) {
      if (layer.resets.any()) {
        layer.resets.copy(t, layer.kept().rows(0, dhPrevious.rows()), dhPrevious);
      }
    }

    /** Where W_ih x + b is put for all steps, n×gH. */
    abstract Matrix projected();

    /** h⟨1⟩ … h⟨T⟩ from what was projected, step by step. */
    abstract void recur();

    /**
     * From the gradient with respect to h to that with respect to what enters the cell's
     * nonlinearities, and the gradients of W_hh and the biases.
     *
     * @param dh in: the gradient with respect to h from above, n×H; modified: what comes from later
     *     steps is added
     * @param gradients receives the gradients of the recurrent weights
     * @param dStart receives the gradient with respect to the start state, one B×H for each part;
     *     may be null
     * @return dZ, n×gH, valid until the next layer's backward pass
     */
    abstract Matrix backward(Steps dh, LayerGradients gradients, Matrix[] dStart);

    /**
     * The gradient with respect to h before the first step: dh = dZ⟨1⟩·W_hh, 0 for streams that
     * have no first step.
     *
     * @param dzFirst dZ of the first step, as many rows as it has; not modified
     * @param dhStart B×H; modified
     */
    final void startGradient(Matrix dzFirst, Matrix dhStart) {
      layer.la.fill(0, dhStart);
      Matrix rows = dhStart.rows(0, dzFirst.rows());
      layer.la.gemm(1, dzFirst, NO, layer.weights.whh(), NO, 1, rows);
      layer.resets.zero(0, rows);
    }
  }
}
