// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.Dropout;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.random.RandomStreams;

/**
 * A fixed block of neighboring streams of a batch, which is read, and goes backward, by itself.
 *
 * <p>Row t·B + b of a window, b of the block's streams from ≤ b &lt; to, is row t·(to − from) + (b
 * − from) of the block's.
 */
final class Shard {
  private final LinearAlgebra la;
  private final Unrolled unrolled;
  private final Dropout dropout;
  private final int batch;
  private final int from;
  private final int streams;
  private int[] inputs = new int[0];
  private int[] targets = new int[0];
  private int[] resets = new int[0];
  private boolean empty;

  /**
   * Makes the storage of a block of a batch.
   *
   * @param from the first stream
   * @param to the stream after the last
   */
  Shard(Network network, TrainingConfig config, int from, int to) {
    this(network, config, from, to, 0, config.batchSize());
  }

  /**
   * Makes the storage of a block of neighboring streams of a batch.
   *
   * @param from the first stream, counted from the first neighbor
   * @param to the stream after the last
   * @param first the first neighbor's number in the batch
   * @param neighbors how many there are, which the windows have
   */
  Shard(Network network, TrainingConfig config, int from, int to, int first, int neighbors) {
    this.la = network.la();
    this.batch = neighbors;
    this.from = from;
    this.streams = to - from;
    this.dropout =
        new Dropout(config.dropoutRates(), new RandomStreams(config.seed()), first + from);
    this.unrolled =
        new Unrolled(
            network, config.sequenceLength(), streams, Unrolled.Gradients.PARAMETERS, dropout);
  }

  /**
   * Reads the block's part of a window.
   *
   * @param step the training step, by which dropout goes
   * @param window filled in; not modified
   * @param inputs the window's tokens; not modified
   * @param targets what they should predict; not modified
   * @param scale the factor on the gradient
   * @return the sum of the block's losses in nats; 0 if the window has no row of the block
   */
  double forward(long step, WindowShape window, int[] inputs, int[] targets, double scale) {
    dropout.step(step);
    int steps = window.steps();
    int last = Math.max(0, Math.min(window.rowsOfLastStep() - from, streams));
    if (last == 0) {
      steps--;
      last = streams;
    }
    empty = steps == 0;
    if (empty) {
      return 0;
    }
    if (streams == batch) {
      unrolled.forward(inputs, steps, last, window.resets(), window.resetCount());
      return unrolled.loss(targets, scale);
    }
    int rows = (steps - 1) * streams + last;
    if (this.inputs.length < rows) {
      this.inputs = new int[rows];
      this.targets = new int[rows];
    }
    for (int row = 0, t = 0; t < steps; t++, row += streams) {
      int count = t < steps - 1 ? streams : last;
      System.arraycopy(inputs, t * batch + from, this.inputs, row, count);
      System.arraycopy(targets, t * batch + from, this.targets, row, count);
    }
    int resetCount = takeResets(window);
    unrolled.forward(this.inputs, steps, last, resets, resetCount);
    return unrolled.loss(this.targets, scale);
  }

  /** Takes over the rows that start anew; how many. */
  private int takeResets(WindowShape window) {
    int[] all = window.resets();
    int count = 0;
    if (resets.length < window.resetCount()) {
      resets = new int[all.length];
    }
    for (int i = 0; i < window.resetCount(); i++) {
      int stream = all[i] % batch - from;
      if (stream >= 0 && stream < streams) {
        resets[count++] = all[i] / batch * streams + stream;
      }
    }
    return count;
  }

  /** Finds the gradient of what {@link #forward} read. */
  void backward() {
    if (!empty) {
      unrolled.backward();
    }
  }

  /**
   * Adds the gradient of a later block. What is empty adds nothing, and is last: only the first
   * streams have a last step.
   */
  void add(Shard later) {
    if (later.empty) {
      return;
    }
    Parameters sum = unrolled.gradients();
    Parameters more = later.unrolled.gradients();
    for (int i = 0; i < sum.size(); i++) {
      la.axpy(1, more.get(i).value(), sum.get(i).value());
    }
  }

  /** Whether the window that was read had no row of the block. */
  boolean empty() {
    return empty;
  }

  /** The gradient found, with what was added to it. */
  Parameters gradients() {
    return unrolled.gradients();
  }

  /** Sets the state of every stream to zero. */
  void resetState() {
    unrolled.resetState();
  }

  /** Makes the state after the last window the start state of the next one. */
  void carryState() {
    unrolled.carryState();
  }

  /** Copies a part of a layer's state into the rows of the block. */
  void copyState(int layer, int part, Matrix ofAll) {
    la.copy(unrolled.startState(layer, part), ofAll.rows(from, from + streams));
  }

  /** Takes a part of a layer's state from the rows of the block. */
  void setState(int layer, int part, Matrix ofAll) {
    la.copy(ofAll.rows(from, from + streams), unrolled.startState(layer, part));
  }
}
