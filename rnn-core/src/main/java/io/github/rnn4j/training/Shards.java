// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameters;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch of B streams in S fixed blocks: block s has the streams ⌊s·B/S⌋ to ⌊(s + 1)·B/S⌋ − 1.
 *
 * <p>The gradient of a window is the sum of the blocks' gradients in an aligned binary tree over
 * their numbers, and so is its loss: (0 + 1) + (2 + 3) of four. Whoever computes a block, in
 * whatever order and wherever, comes to the same bits, which depend on S alone.
 *
 * <p>Blocks are computed side by side where there are as many as the backend has threads, else one
 * after the other, each with all threads. Nothing is allocated in the steady state.
 */
final class Shards {

  /** Adds what a block has to that of an earlier one. */
  private interface Addition {
    void add(int to, int later);
  }

  private final LinearAlgebra la;
  private final int batch;
  private final Shard[] shards;
  private final double[] losses;
  private final IntConsumer forward = this::forward;
  private final IntConsumer backward = this::backward;
  private final Addition addLoss = this::addLoss;
  private final Addition addGradients = this::addGradients;

  // Of the window at hand.
  private long step;
  private @Nullable Windows window;
  private int[] inputs = {};
  private int[] targets = {};
  private double scale;

  Shards(Network network, TrainingConfig config) {
    this.la = network.la();
    this.batch = config.batchSize();
    int count = config.shards();
    this.shards = new Shard[count];
    this.losses = new double[count];
    for (int s = 0; s < count; s++) {
      shards[s] = new Shard(network, config, first(s, count), first(s + 1, count));
    }
  }

  private int first(int shard, int count) {
    return (int) ((long) shard * batch / count);
  }

  /** B, the streams of all blocks. */
  int batch() {
    return batch;
  }

  /**
   * Reads a window.
   *
   * @param step the training step, by which dropout goes
   * @param window filled in; not modified
   * @param inputs the window's tokens; not modified
   * @param targets what they should predict; not modified
   * @param scale the factor on the gradient
   * @return the sum of all losses in nats
   */
  double forward(long step, Windows window, int[] inputs, int[] targets, double scale) {
    this.step = step;
    this.window = window;
    this.inputs = inputs;
    this.targets = targets;
    this.scale = scale;
    each(forward);
    sum(addLoss);
    return losses[0];
  }

  private void forward(int shard) {
    Windows window = Objects.requireNonNull(this.window, "no window was taken up");
    losses[shard] = shards[shard].forward(step, window, inputs, targets, scale);
  }

  /**
   * The gradient of what {@link #forward} read.
   *
   * @return the same object at each call, overwritten
   */
  Parameters backward() {
    each(backward);
    sum(addGradients);
    return shards[0].gradients();
  }

  private void backward(int shard) {
    shards[shard].backward();
  }

  private void addLoss(int to, int later) {
    losses[to] += losses[later];
  }

  private void addGradients(int to, int later) {
    shards[to].add(shards[later]);
  }

  /** The aligned tree: what all blocks have comes to be in block 0. */
  private void sum(Addition addition) {
    for (int width = 1; width < shards.length; width *= 2) {
      for (int s = 0; s < shards.length; s += 2 * width) {
        addition.add(s, s + width);
      }
    }
  }

  private void each(IntConsumer body) {
    if (shards.length >= la.parallelism()) {
      la.parallel(shards.length, body);
    } else {
      for (int s = 0; s < shards.length; s++) {
        body.accept(s);
      }
    }
  }

  /** Sets the state of every stream to zero. */
  void resetState() {
    for (Shard shard : shards) {
      shard.resetState();
    }
  }

  /** Makes the state after the last window the start state of the next one. */
  void carryState() {
    for (Shard shard : shards) {
      shard.carryState();
    }
  }

  /**
   * Copies a part of a layer's state out.
   *
   * @param state B×H; modified
   */
  void copyState(int layer, int part, Matrix state) {
    for (Shard shard : shards) {
      shard.copyState(layer, part, state);
    }
  }

  /**
   * Sets a part of a layer's state.
   *
   * @param state B×H; not modified
   */
  void setState(int layer, int part, Matrix state) {
    for (Shard shard : shards) {
      shard.setState(layer, part, state);
    }
  }
}
