// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent layer in a window of a certain shape: forward through the steps, and back. What does
 * not recur (the product with the input, the gradients of the weights) is one product over all
 * steps; what one step does is the {@link Cell}'s.
 *
 * <p>Streams do not meet within a layer: they are divided into parts, and where the backend has
 * threads, each takes a part through all steps, without waiting for the others. A row of a product
 * does not depend on the other rows, so the parts do not show in the result.
 *
 * <p>Letters: T steps, B streams, n rows of the window (T·B, or fewer if its last step is short), I
 * inputs, H hidden units, g gates.
 */
final class LayerWindow {
  private static final Steps[] NONE = {};

  // What is kept of a normalized product.
  private static final int NORMAL = 0;
  private static final int ROOTS = 1;
  private static final int GRADIENT = 2;

  private final RecurrentLayer layer;
  private final LinearAlgebra la;
  private final Cell cell;
  private final LayerWeights weights;
  private final Resets resets;
  private final int steps;
  private final int lastRows;

  /** The parts of the streams. */
  private final int parts;

  /** h⟨t−1⟩, and c⟨t−1⟩, for step t, and where the first steps' stand. */
  private final Steps[] previous;

  private final Matrix[] entries;

  /** h⟨t⟩, and c⟨t⟩, for step t, and those of the last step. */
  private final Steps[] state;

  private final Matrix[] ends;

  private final Steps z;
  private final @Nullable Steps y;
  private final Steps dz;
  private final @Nullable Steps dh;
  private final @Nullable RowViews dhRows;

  /** Of layer normalization: the steps of what is kept, and each part's scratch. */
  private final @Nullable LayerNorm norm;

  private final Steps[] recurrentNorm;
  private final Steps[] inputNorm;
  private final Steps[] stateNorm;
  private final Matrix[] normScratch;

  /** The steps of each part, and those that read a state with zeros where streams start anew. */
  private final CellStep[][] plainSteps;

  private Steps[] resetPrevious = {};
  private CellStep[][] resetSteps = {};

  /** Of recurrent dropout: h⟨t−1⟩ ⊙ m of each step; null if there is none. */
  private final @Nullable Steps dropped;

  /** Its mask for the streams of each part and step, and room for a gradient. */
  private final Matrix[][] masks;

  private final Matrix[][] maskedGradients;

  private final IntConsumer forwardPart = this::forward;
  private final IntConsumer backwardPart = this::backward;
  private final IntConsumer inputBackwardPart = this::inputBackward;

  /**
   * Makes the views.
   *
   * @param dh the gradient with respect to h⟨t⟩, n×H, of all layers; null without training
   * @param dhRows its rows; null without training
   */
  LayerWindow(
      RecurrentLayer layer,
      int steps,
      int lastRows,
      @Nullable Matrix dh,
      @Nullable RowViews dhRows) {
    this.layer = layer;
    this.la = layer.la;
    this.cell = layer.cell;
    this.weights = layer.weights;
    this.resets = layer.resets;
    this.steps = steps;
    this.lastRows = lastRows;
    this.parts = RecurrentLayer.parts(la, layer.batch, lastRows);
    this.previous = cut(layer.states, 0);
    this.entries = rows(layer.states, 0, layer.batch);
    this.state = cut(layer.states, layer.batch);
    this.ends = rows(layer.states, steps * layer.batch, steps * layer.batch + lastRows);
    this.z = cell.inPlace() ? state[0] : cut(layer.z, 0);
    this.y = layer.y == null ? null : cut(layer.y, 0);
    this.dz = layer.dz == null || layer.dz == layer.z ? z : cut(layer.dz, 0);
    this.dh = dh == null ? null : cut(dh, 0);
    this.dhRows = dhRows;
    this.norm = layer.norm;
    this.recurrentNorm =
        norm == null ? NONE : cut(norm.recurrent, norm.recurrentRoots, norm.dRecurrent);
    this.inputNorm = norm == null ? NONE : cut(norm.input, norm.inputRoots, null);
    this.stateNorm = norm == null ? NONE : cut(norm.state, norm.stateRoots, norm.dState);
    this.normScratch = new Matrix[norm == null ? 0 : parts];
    for (int part = 0; norm != null && part < parts; part++) {
      normScratch[part] = ofPart(part, norm.scratch);
    }
    this.plainSteps = cellSteps(previous);
    DroppedState state = layer.droppedState;
    this.dropped = state == null ? null : cut(state.dropped, 0);
    this.masks = state == null ? new Matrix[0][] : ofSteps(state.mask);
    this.maskedGradients = state == null ? new Matrix[0][] : ofSteps(state.gradient);
  }

  // ------------------------------------------------------------------------------------- views

  /** The steps of a storage, the first of which begins at row {@code from}. */
  private Steps cut(Matrix storage, int from) {
    return new Steps(storage, from, steps, layer.batch, lastRows, parts);
  }

  private Steps[] cut(Matrix[] storages, int from) {
    Steps[] cut = new Steps[storages.length];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = cut(storages[i], from);
    }
    return cut;
  }

  /** The steps of what is kept of a product, of its roots and of a gradient, if they are there. */
  private Steps[] cut(@Nullable Matrix normal, @Nullable Matrix roots, @Nullable Matrix gradient) {
    if (normal == null || roots == null) {
      return NONE;
    }
    return gradient == null
        ? new Steps[] {cut(normal, 0), cut(roots, 0)}
        : new Steps[] {cut(normal, 0), cut(roots, 0), cut(gradient, 0)};
  }

  private static Matrix[] rows(Matrix[] storages, int from, int to) {
    Matrix[] rows = new Matrix[storages.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = storages[i].rows(from, to);
    }
    return rows;
  }

  /** The steps of every part, which read the given states. */
  private CellStep[][] cellSteps(Steps[] previous) {
    Steps[] saved = cut(layer.saved, 0);
    CellStep[][] cellSteps = new CellStep[parts][steps];
    for (int part = 0; part < parts; part++) {
      for (int t = 0; t < steps; t++) {
        boolean second = layer.dState.length > 1;
        cellSteps[part][t] =
            new CellStep(
                at(part, t, previous),
                at(part, t, state),
                z.part(part).at(t),
                y == null ? null : y.part(part).at(t),
                at(part, t, saved),
                layer.scratch == null ? null : ofPart(part, layer.scratch),
                dh == null ? null : dh.part(part).at(t),
                dh == null ? null : dhPreviousOfPart(dh, part, t),
                second ? streams(part, t, layer.dState[1]) : null,
                dh == null ? null : dz.part(part).at(t),
                stateNorm.length == 0 ? null : stateNorm(part, t));
      }
    }
    return cellSteps;
  }

  /** Of B rows, those of each part and step. */
  private Matrix[][] ofSteps(Matrix storage) {
    Matrix[][] views = new Matrix[parts][steps];
    for (int part = 0; part < parts; part++) {
      for (int t = 0; t < steps; t++) {
        views[part][t] = streams(part, t, storage);
      }
    }
    return views;
  }

  private StateNorm stateNorm(int part, int t) {
    LayerNorm kept = Objects.requireNonNull(norm);
    int m = z.part(part).at(t).rows();
    return new StateNorm(
        weights.gainC(),
        weights.biasC(),
        stateNorm[NORMAL].part(part).at(t),
        stateNorm[ROOTS].part(part).at(t),
        stateNorm.length > GRADIENT ? stateNorm[GRADIENT].part(part).at(t) : null,
        ofPart(part, LayerNorm.there(kept.stateScratch)),
        ofPart(part, LayerNorm.there(kept.room)).rows(0, StateNorm.ROOMS * m));
  }

  private static Matrix[] at(int part, int t, Steps[] steps) {
    Matrix[] at = new Matrix[steps.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = steps[i].part(part).at(t);
    }
    return at;
  }

  /** dh⟨t−1⟩ of the streams that have a step t. */
  private Matrix dhPreviousOfPart(Steps dh, int part, int t) {
    return t > 0 ? dh.part(part).head(t - 1) : streams(part, 0, layer.dState[0]);
  }

  /** Of B rows, those of a part's streams that have a step t. */
  private Matrix streams(int part, int t, Matrix storage) {
    return ofPart(part, storage).rows(0, z.part(part).at(t).rows());
  }

  /** The rows of a part of the streams: of B·k rows, k for each stream. */
  private Matrix ofPart(int part, Matrix storage) {
    int k = storage.rows() / layer.batch;
    int from = part * layer.batch / parts;
    int to = (part + 1) * layer.batch / parts;
    return storage.rows(k * from, k * to);
  }

  // ------------------------------------------------------------------------------------- state

  /** h⟨1⟩ … h⟨T⟩, n×H. */
  Matrix h() {
    return state[0].all();
  }

  /** h⟨T⟩, or c⟨T⟩: as many rows as the last step has, by H. */
  Matrix end(int part) {
    return ends[part];
  }

  /** h⟨1⟩ … h⟨T⟩, or c⟨1⟩ … c⟨T⟩, n×H. */
  Matrix states(int part) {
    return state[part].all();
  }

  /** What the steps forward left in z, or in x, n×gH, until the way back. */
  Matrix gates() {
    return z.all();
  }

  /** Makes the state after the window that with which the next one starts. */
  void carry() {
    for (int i = 0; i < ends.length; i++) {
      la.copy(ends[i], layer.start[i]);
    }
  }

  // ------------------------------------------------------------------------------------- forward

  /**
   * h⟨1⟩ … h⟨T⟩ for input of tokens.
   *
   * @param tokens the input, n tokens, time-major
   */
  void forward(int[] tokens) {
    weights.project(tokens, z.all());
    if (layer.droppedInput != null) {
      layer.droppedInput.forward(tokens, weights.bias(), z.all());
    }
    forward();
  }

  /**
   * h⟨1⟩ … h⟨T⟩.
   *
   * @param x the input, n×I; not modified
   */
  void forward(Matrix x) {
    if (norm == null) {
      weights.project(x, z.all());
    } else {
      weights.product(x, inputNorm[NORMAL].all());
    }
    forward();
  }

  /** From what came in from below. */
  private void forward() {
    for (int i = 0; i < entries.length; i++) {
      la.copy(layer.start[i], entries[i]);
    }
    prepareResets();
    la.parallel(parts, forwardPart);
  }

  private void forward(int part) {
    for (int t = 0; t < steps; t++) {
      enter(part, t);
      CellStep step = cellSteps()[part][t];
      if (inputNorm.length > 0) {
        la.broadcastRow(weights.bias(), 0, step.x());
        normalize(inputNorm, part, t, weights.gainIh(), step.x());
      }
      if (y != null) {
        la.broadcastRow(weights.bhh(), 0, step.y());
      }
      if (norm == null) {
        la.gemm(1, hPrevious(part, t, step), NO, layer.whhT(), NO, 1, step.recurrent());
      } else {
        Matrix product = recurrentNorm[NORMAL].part(part).at(t);
        la.gemm(1, hPrevious(part, t, step), NO, layer.whhT(), NO, 0, product);
        normalize(recurrentNorm, part, t, weights.gainHh(), step.recurrent());
      }
      cell.forward(la, step);
    }
  }

  /** h⟨t−1⟩ as it enters W_hh. */
  private Matrix hPrevious(int part, int t, CellStep step) {
    if (dropped == null) {
      return step.hPrevious();
    }
    Matrix masked = dropped.part(part).at(t);
    la.hadamard(step.hPrevious(), masks[part][t], masked);
    return masked;
  }

  /** Adds g ⊙ Â to a step of z, x or y, and leaves Â in the place of the product A. */
  private void normalize(Steps[] kept, int part, int t, Matrix gain, Matrix to) {
    la.layerNorm(
        cell.normGroups(),
        LayerNorm.EPSILON,
        kept[NORMAL].part(part).at(t),
        gain,
        kept[ROOTS].part(part).at(t),
        to,
        normScratch[part]);
  }

  // ------------------------------------------------------------------------------------- backward

  /**
   * From the gradient with respect to h to that with respect to what came in from below, and the
   * gradients of W_hh and the biases.
   *
   * @param gradients receives the gradients of the recurrent weights
   * @return dZ, n×gH, valid until the next layer's backward pass; with layer normalization, above
   *     the first layer, the gradient with respect to W_ih with the input
   */
  Matrix backward(LayerGradients gradients) {
    for (Matrix gradient : layer.dState) {
      la.fill(0, gradient);
    }
    prepareResets();
    la.parallel(parts, backwardPart);
    Matrix hPrevious =
        dropped != null ? dropped.all() : (resets.any() ? resetPrevious : previous)[0].all();
    if (norm != null) {
      normalizedGradients(gradients, hPrevious);
    } else if (y == null) {
      gradients.recurrent(dz.all(), hPrevious);
    } else {
      gradients.recurrent(dz.all(), y.all(), hPrevious);
    }
    if (layer.droppedWeights != null) {
      gradients.dropWeights(layer.droppedWeights);
    }
    return dz.all();
  }

  /** The gradient with respect to what tokens bring in, from that of z, in place. */
  void dropInput(Matrix dz) {
    if (layer.droppedInput != null) {
      layer.droppedInput.backward(dz);
    }
  }

  private void normalizedGradients(LayerGradients gradients, Matrix hPrevious) {
    Matrix da = recurrentNorm[GRADIENT].all();
    Matrix dy = y == null ? dz.all() : y.all();
    gradients.normalized(da, dz.all(), dy, recurrentNorm[NORMAL].all(), hPrevious);
    if (stateNorm.length > 0) {
      gradients.state(stateNorm[GRADIENT].all(), stateNorm[NORMAL].all());
    }
    if (inputNorm.length > 0) {
      gradients.inputGain(dz.all(), inputNorm[NORMAL].all(), da);
      la.parallel(parts, inputBackwardPart);
    }
  }

  /** In the place of dZ, the gradient with respect to W_ih with the input. */
  private void inputBackward(int part) {
    for (int t = 0; t < steps; t++) {
      Matrix d = dz.part(part).at(t);
      normalizeBackward(inputNorm, part, t, weights.gainIh(), d, d);
    }
  }

  private void normalizeBackward(Steps[] kept, int part, int t, Matrix gain, Matrix dy, Matrix dx) {
    la.layerNormBackward(
        cell.normGroups(),
        kept[NORMAL].part(part).at(t),
        gain,
        kept[ROOTS].part(part).at(t),
        dy,
        dx,
        normScratch[part]);
  }

  private void backward(int part) {
    for (int t = steps - 1; t >= 0; t--) {
      CellStep step = cellSteps()[part][t];
      keep(part, t);
      cell.backward(la, step);
      Matrix d = step.recurrentGradient();
      if (norm != null) {
        d = recurrentNorm[GRADIENT].part(part).at(t);
        normalizeBackward(recurrentNorm, part, t, weights.gainHh(), step.recurrentGradient(), d);
      }
      if (t > 0 || layer.startGradient) {
        goBack(part, t, step, d);
      }
      putBack(part, t);
    }
  }

  /** dh⟨t−1⟩ = dh⟨t−1⟩ + W_hhᵀ d⟨t⟩, under recurrent dropout masked as h⟨t−1⟩ was. */
  private void goBack(int part, int t, CellStep step, Matrix d) {
    Matrix dhPrevious = step.dhPrevious();
    if (dropped == null) {
      la.gemm(1, d, NO, layer.whh(), NO, 1, dhPrevious);
    } else {
      Matrix gradient = maskedGradients[part][t];
      la.gemm(1, d, NO, layer.whh(), NO, 0, gradient);
      la.hadamard(gradient, masks[part][t], gradient);
      la.axpy(1, gradient, dhPrevious);
    }
  }

  // ------------------------------------------------------------------------------------- borders

  private CellStep[][] cellSteps() {
    return resets.any() ? resetSteps : plainSteps;
  }

  /** What the parts share has to be there before they start. */
  private void prepareResets() {
    if (resets.any()) {
      layer.prepareResets();
      if (resetSteps.length == 0) {
        resetPrevious = cut(layer.resetStates(), 0);
        resetSteps = cellSteps(resetPrevious);
      }
    }
  }

  /** The state that step t reads: that of the step before, but 0 for streams that start anew. */
  private void enter(int part, int t) {
    if (resets.any()) {
      int row = t * layer.batch + first(part);
      for (int i = 0; i < previous.length; i++) {
        la.gatherRows(layer.states[i], resets.sources(), row, resetSteps[part][t].previous(i));
      }
    }
  }

  /** Before step t adds to dh⟨t−1⟩: keeps the rows of streams that start anew with it. */
  private void keep(int part, int t) {
    int end = endOfResets(part, t);
    for (int i = firstReset(part, t); i < end; i++) {
      int stream = resets.row(i) - t * layer.batch;
      la.copy(dhPreviousOfStream(t, stream), layer.kept(stream));
    }
  }

  /** After it: puts them back, and stops dc⟨t−1⟩, since no gradient flows over the border. */
  private void putBack(int part, int t) {
    int end = endOfResets(part, t);
    for (int i = firstReset(part, t); i < end; i++) {
      int stream = resets.row(i) - t * layer.batch;
      la.copy(layer.kept(stream), dhPreviousOfStream(t, stream));
      if (layer.dState.length > 1) {
        la.fill(0, layer.dState(1, stream));
      }
    }
  }

  /** dh⟨t−1⟩ of a stream. */
  private Matrix dhPreviousOfStream(int t, int stream) {
    return t > 0 && dhRows != null
        ? dhRows.at((t - 1) * layer.batch + stream)
        : layer.dState(0, stream);
  }

  /** Of the rows that start anew, the first in step t of a part. */
  private int firstReset(int part, int t) {
    return resets.before(t * layer.batch + first(part));
  }

  /** The first after it. */
  private int endOfResets(int part, int t) {
    int rows = plainSteps[part][t].h().rows();
    return resets.before(t * layer.batch + first(part) + rows);
  }

  /** The first stream of a part. */
  private int first(int part) {
    return z.part(part).first();
  }
}
