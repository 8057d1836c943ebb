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
 * Blocks that this process computes: all of a batch, or an aligned group of neighbors, which stands
 * for a batch of its own.
 *
 * <p>Blocks are computed side by side where there are as many as the backend has threads, else one
 * after the other, each with all threads. Nothing is allocated in the steady state.
 */
final class Shards implements StreamBlocks {

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
  private @Nullable WindowShape window;
  private int[] inputs = {};
  private int[] targets = {};
  private double scale;

  /** All blocks of a batch. */
  Shards(Network network, TrainingConfig config) {
    this(network, config, 0, config.shards());
  }

  /**
   * Some of them.
   *
   * @param first the first block's number, a multiple of {@code count}
   * @param count a power of two
   */
  Shards(Network network, TrainingConfig config, int first, int count) {
    this.la = network.la();
    int[] streams = new int[count + 1];
    for (int s = 0; s <= count; s++) {
      streams[s] = StreamBlocks.firstStream(first + s, config.shards(), config.batchSize());
    }
    int start = streams[0];
    this.batch = streams[count] - start;
    this.shards = new Shard[count];
    this.losses = new double[count];
    for (int s = 0; s < count; s++) {
      shards[s] =
          new Shard(network, config, streams[s] - start, streams[s + 1] - start, start, batch);
    }
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public double forward(
      long step,
      WindowShape window,
      int[] inputs,
      int[] targets,
      double scale,
      boolean gradientWanted) {
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
    WindowShape window = Objects.requireNonNull(this.window, "no window was taken up");
    losses[shard] = shards[shard].forward(step, window, inputs, targets, scale);
  }

  @Override
  public Parameters backward() {
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

  @Override
  public void resetState() {
    for (Shard shard : shards) {
      shard.resetState();
    }
  }

  @Override
  public void carryState() {
    for (Shard shard : shards) {
      shard.carryState();
    }
  }

  /** Whether the window had no row of any of the blocks. */
  boolean empty() {
    return shards[0].empty();
  }

  @Override
  public void copyState(int layer, int part, Matrix state) {
    for (Shard shard : shards) {
      shard.copyState(layer, part, state);
    }
  }

  @Override
  public void setState(int layer, int part, Matrix state) {
    for (Shard shard : shards) {
      shard.setState(layer, part, state);
    }
  }
}
