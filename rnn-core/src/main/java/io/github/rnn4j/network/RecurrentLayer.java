// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent layer, unrolled over up to T steps and B streams: the storage of its activations
 * and, in training, of their gradients. {@link LayerWindow} works on it.
 *
 * <p>Everything is time-major, and made once. Where a {@link Cell} does not need two matrices at
 * the same time, they share a storage: dz takes the place of what the step forward left in z, dy
 * that of y, and in an {@linkplain Cell#inPlace() in-place} cell h that of z.
 *
 * <p>Letters: T steps, B streams, n = T·B rows, H hidden units, g gates.
 */
final class RecurrentLayer {
  /** So many streams are worth a part: fewer leave products of a few rows, which are slower. */
  private static final int STREAMS_FOR_A_PART = 4;

  /**
   * The most parts for each thread. With more than one, a thread that is ahead takes over from one
   * that was held up; the parts do not show in the result.
   */
  private static final int PARTS_FOR_A_THREAD = 1;

  final LinearAlgebra la;
  final Cell cell;
  final LayerWeights weights;

  /** Where streams start anew in the window at hand; shared by the layers. */
  final Resets resets;

  final int batch;

  /** The state with which the next window starts: h, and c if the cell has it; B×H each. */
  final Matrix[] start;

  /** h, and c: B rows of the window's start state, B rows for each step, and a row of zeros. */
  final Matrix[] states;

  /** z, or x of a cell with two biases, n×gH. */
  final Matrix z;

  /** y of a cell with two biases, n×gH; else null. */
  final @Nullable Matrix y;

  /** What the cell saves for the step back, n×H each. */
  final Matrix[] saved;

  /** What a step needs meanwhile; null if that is nothing. */
  final @Nullable Matrix scratch;

  /** The gradient with respect to z, n×gH; null without training. */
  final @Nullable Matrix dz;

  /**
   * The gradients with respect to h⟨0⟩, and to c⟨t⟩ on the way back until it is that of c⟨0⟩, B×H
   * each; none without training.
   */
  final Matrix[] dState;

  /** Dropout on the way into the first layer; null if there is none, or this is another layer. */
  final @Nullable DroppedInput droppedInput;

  /** Dropout of h⟨t−1⟩ on the way into W_hh; null if there is none. */
  final @Nullable DroppedState droppedState;

  /** DropConnect on W_hh; null if there is none. */
  final @Nullable DroppedWeights droppedWeights;

  /** What is kept for layer normalization; null without it. */
  final @Nullable LayerNorm norm;

  /** Whether the gradient with respect to the start state is wanted. */
  final boolean startGradient;

  private final int steps;
  private final int hidden;
  private Matrix[] resetStates = {};
  private RowViews[] dStateRows = {};
  private @Nullable RowViews keptRows;

  /**
   * Makes the storage.
   *
   * @param member the member of the network, from 0
   * @param k the layer of the member, from 0
   * @param shared what the layers share
   */
  RecurrentLayer(Network network, int member, int k, UnrolledMember.Shared shared) {
    this.la = network.la();
    this.cell = network.config().cell();
    this.weights = network.member(member).layer(k);
    this.resets = shared.resets;
    this.steps = shared.steps;
    this.batch = shared.batch;
    this.hidden = network.config().hiddenSize();
    int n = steps * batch;
    int gates = cell.gates() * hidden;
    boolean training = shared.wanted != Unrolled.Gradients.NONE;
    this.start = storages(cell.stateParts(), batch);
    this.states = storages(cell.stateParts(), zeroRow(steps, batch) + 1);
    this.z = cell.inPlace() ? states[0].rows(batch, n + batch) : la.zeros(n, gates);
    this.y = cell.twoBiases() ? la.zeros(n, gates) : null;
    this.saved = storages(cell.savedParts(), n);
    this.scratch = cell.scratchRows() > 0 ? la.zeros(cell.scratchRows() * batch, hidden) : null;
    this.dz = training ? (cell.inPlace() ? shared.dz : z) : null;
    this.dState = training ? storages(cell.stateParts(), batch) : new Matrix[0];
    this.norm =
        network.config().layerNorm()
            ? new LayerNorm(la, cell, hidden, k, n, batch, training)
            : null;
    this.startGradient = shared.wanted == Unrolled.Gradients.PARAMETERS_AND_START_STATE;
    Dropout dropout = shared.dropout;
    DropoutRates rates = dropout.rates();
    int number = member * network.config().layers() + k;
    this.droppedInput =
        k == 0 && rates.input() > 0
            ? new DroppedInput(la, dropout, member, batch, z, this.dz == null ? z : this.dz)
            : null;
    this.droppedState =
        rates.recurrent() > 0
            ? new DroppedState(la, dropout, number, n, batch, hidden, shared.numbers)
            : null;
    this.droppedWeights =
        rates.weights() > 0
            ? new DroppedWeights(la, dropout, number, weights.whh(), shared.numbers)
            : null;
  }

  private Matrix[] storages(int count, int rows) {
    Matrix[] storages = new Matrix[count];
    for (int i = 0; i < count; i++) {
      storages[i] = la.zeros(rows, hidden);
    }
    return storages;
  }

  /**
   * The parts into which the streams of a window are divided, for threads that take one after the
   * other; 1 where the last step is short.
   */
  static int parts(LinearAlgebra la, int batch, int lastRows) {
    if (lastRows < batch || la.parallelism() == 1) {
      return 1;
    }
    int most = la.parallelism() * PARTS_FOR_A_THREAD;
    return Math.max(1, Math.min(most, batch / STREAMS_FOR_A_PART));
  }

  /** Draws the masks of the present window. */
  void draw() {
    if (droppedState != null) {
      droppedState.draw();
    }
    if (droppedWeights != null) {
      droppedWeights.draw();
    }
  }

  /** W_hh as the steps of the present window have it, gH×H. */
  Matrix whh() {
    return droppedWeights == null ? weights.whh() : droppedWeights.whh();
  }

  /** Its transpose, H×gH. */
  Matrix whhT() {
    return droppedWeights == null ? weights.whhT() : droppedWeights.whhT();
  }

  /** Where in the states there are zeros. */
  static int zeroRow(int steps, int batch) {
    return (steps + 1) * batch;
  }

  // ------------------------------------------------------------------------------------- borders

  /** Makes what is needed where streams start anew, unless it is there. */
  void prepareResets() {
    if (resetStates.length == 0) {
      resetStates = storages(cell.stateParts(), steps * batch);
    }
    if (keptRows == null && dState.length > 0) {
      keptRows = new RowViews(la.zeros(batch, hidden));
      dStateRows = new RowViews[dState.length];
      for (int i = 0; i < dState.length; i++) {
        dStateRows[i] = new RowViews(dState[i]);
      }
    }
  }

  /** h, and c, as the steps read them where streams start anew, n×H each. */
  Matrix[] resetStates() {
    return resetStates;
  }

  /** A stream's row of {@link #dState}. */
  Matrix dState(int part, int stream) {
    return dStateRows[part].at(stream);
  }

  /** Room for a row of a gradient that is not to change, for each stream. */
  Matrix kept(int stream) {
    return Objects.requireNonNull(keptRows, "prepareResets comes first").at(stream);
  }
}
