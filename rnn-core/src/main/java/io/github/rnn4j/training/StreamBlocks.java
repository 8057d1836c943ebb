// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.Parameters;

/**
 * A batch of B streams in S fixed blocks: block s has the streams ⌊s·B/S⌋ to ⌊(s + 1)·B/S⌋ − 1.
 *
 * <p>The gradient of a window is the sum of the blocks' gradients in an aligned binary tree over
 * their numbers, and so is its loss: (0 + 1) + (2 + 3) of four. Whoever computes a block, in
 * whatever order and wherever, comes to the same bits, which depend on S alone.
 */
interface StreamBlocks {
  /** B, the streams of all blocks. */
  int batch();

  /**
   * Reads a window.
   *
   * @param step the training step, by which dropout goes
   * @param window filled in; not modified
   * @param inputs the window's tokens; not modified
   * @param targets what they should predict; not modified
   * @param scale the factor on the gradient
   * @param gradientWanted whether {@link #backward} follows
   * @return the sum of all losses in nats
   */
  double forward(
      long step,
      WindowShape window,
      int[] inputs,
      int[] targets,
      double scale,
      boolean gradientWanted);

  /**
   * The gradient of what {@link #forward} read.
   *
   * @return the same object at each call, overwritten
   */
  Parameters backward();

  /** Sets the state of every stream to zero. */
  void resetState();

  /** Makes the state after the last window the start state of the next one. */
  void carryState();

  /**
   * Copies a part of a layer's state out.
   *
   * @param state B×H; modified
   */
  void copyState(int layer, int part, Matrix state);

  /**
   * Sets a part of a layer's state.
   *
   * @param state B×H; not modified
   */
  void setState(int layer, int part, Matrix state);

  /** The first stream of a block of a batch in so many. */
  static int firstStream(int shard, int shards, int batch) {
    return (int) ((long) shard * batch / shards);
  }
}
