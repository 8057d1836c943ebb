package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.function.IntConsumer;

/**
 * One recurrent layer, unrolled over a window of T steps and B streams, with the storage of its
 * activations. A kind of cell is a subclass: it computes the steps that recur. What does not recur
 * (the product with the input, the gradients of the weights) is one product over all steps.
 *
 * <p>Streams do not meet within a layer: where the backend has threads, each takes a part of the
 * streams through all steps, without waiting for the others. A row of a product does not depend on
 * the other rows, so the parts do not show in the result.
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

  /** So many streams are worth a thread. */
  private static final int STREAMS_FOR_A_THREAD = 4;

  private final int hidden;
  private Matrix[] resetStates;
  private Matrix kept;

  /** The parts of the state, B×H each: h, and for an LSTM c. */
  abstract int stateParts();

  /** The storage of a part of the state: B rows of the start state, then B rows for each step. */
  abstract Matrix stateStorage(int part);

  /** The parts of the streams that a window of this shape has. */
  static int parts(LinearAlgebra la, int batch, int lastRows) {
    return lastRows < batch
        ? 1
        : Math.max(1, Math.min(la.parallelism(), batch / STREAMS_FOR_A_THREAD));
  }

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
    private final IntConsumer recurPart = this::recur;
    private final IntConsumer backwardPart = this::backward;
    private Steps[] resetInputs;
    private Steps dh;
    final int steps;

    /** The parts of the streams. */
    final int parts;

    /** h⟨t−1⟩ for step t. */
    final Steps hPrevious;

    /** h⟨t⟩ for step t. */
    final Steps h;

    Window(RecurrentLayer layer, int steps, int lastRows) {
      this.layer = layer;
      this.lastRows = lastRows;
      this.steps = steps;
      this.parts = parts(layer.la, layer.batch, lastRows);
      this.hPrevious = cut(layer.states, 0);
      this.h = cut(layer.states, layer.batch);
    }

    /** The steps of a storage, the first of which begins at row {@code from}. */
    final Steps cut(Matrix storage, int from) {
      return new Steps(storage, from, steps, layer.batch, lastRows, parts);
    }

    /** The rows of a part of the streams: of B·k rows, k for each stream. */
    final Matrix ofPart(int part, Matrix storage) {
      int k = storage.rows() / layer.batch;
      int from = part * layer.batch / parts;
      int to = (part + 1) * layer.batch / parts;
      return storage.rows(k * from, k * to);
    }

    /**
     * h⟨1⟩ … h⟨T⟩ for input of tokens.
     *
     * @param tokens the input, n tokens, time-major
     */
    final void forward(int[] tokens) {
      layer.weights.project(tokens, projected());
      recurAll();
    }

    /**
     * h⟨1⟩ … h⟨T⟩.
     *
     * @param x the input, n×I; not modified
     */
    final void forward(Matrix x) {
      layer.weights.project(x, projected());
      recurAll();
    }

    private void recurAll() {
      prepareResets();
      layer.la.parallel(parts, recurPart);
    }

    /** What the parts share has to be there before they start. */
    private void prepareResets() {
      if (layer.resets.any()) {
        layer.kept();
        entering(0, hPrevious);
      }
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
          resetInputs[i] = cut(layer.resetStates(i), 0);
        }
      }
      return resetInputs[part];
    }

    /** Step t is about to read {@code entering}: copies what it reads and sets streams to zero. */
    final void enter(int t, Steps previous, Steps entering) {
      if (entering != previous) {
        layer.la.copy(previous.at(t), entering.at(t));
        layer.resets.zero(t, entering.first(), entering.at(t));
      }
    }

    /** Before step t adds its gradient to dh⟨t−1⟩: keeps the rows of streams that start anew. */
    final void keep(int t, int first, Matrix dhPrevious) {
      if (layer.resets.any()) {
        layer.resets.copy(t, first, dhPrevious, kept(first, dhPrevious));
      }
    }

    private Matrix kept(int first, Matrix rows) {
      return layer.kept().rows(first, first + rows.rows());
    }

    /** After it: puts them back, since no gradient flows over the border. */
    final void putBack(int t, int first, Matrix dhPrevious) {
      if (layer.resets.any()) {
        layer.resets.copy(t, first, kept(first, dhPrevious), dhPrevious);
      }
    }

    /** Where W_ih x + b is put for all steps, n×gH. */
    abstract Matrix projected();

    /** h⟨1⟩ … h⟨T⟩ from what was projected, step by step, for a part of the streams. */
    abstract void recur(int part);

    private void backward(int part) {
      backward(part, dh.part(part));
    }

    /** All parts of {@link #backward(int, Steps)}. */
    final void backwardAll(Steps dh) {
      prepareResets();
      this.dh = dh;
      layer.la.parallel(parts, backwardPart);
    }

    /**
     * From the gradient with respect to h to that with respect to what enters the nonlinearities,
     * back through the steps, for a part of the streams.
     *
     * @param part which part
     * @param dh the gradient with respect to h from above, of this part; modified
     */
    abstract void backward(int part, Steps dh);

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
      layer.resets.zero(0, 0, rows);
    }
  }
}
