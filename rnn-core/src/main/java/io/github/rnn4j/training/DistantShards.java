// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of a batch, computed elsewhere. Here are the states of all streams, and here the
 * aligned groups that came back are summed in the tree of all blocks.
 */
final class DistantShards implements StreamBlocks {
  private static final byte[] NOTHING = new byte[0];

  private final Network network;
  private final LinearAlgebra la;
  private final TrainingConfig config;
  private final ShardExecutor executor;
  private final PackedNumbers packed;
  private final Matrix[][] states;

  /** Sums of subtrees: of the whole tree at 0, of a right half at its depth. */
  private final List<Parameters> sums = new ArrayList<>();

  private byte[] parameters = NOTHING;
  private long version = -1;

  /** Of the window at hand, a result for each group. */
  private List<ShardResult> results = List.of();

  /** The first stream of each group, and B. */
  private int[] streams = {0};

  DistantShards(Model model, TrainingConfig config, ShardExecutor executor) {
    this.network = model.network();
    this.la = network.la();
    this.config = config;
    this.executor = executor;
    this.packed = new PackedNumbers(la.precision());
    this.states = states(network, config.batchSize());
    try {
      executor.begin(ShardWorker.plan(model, config), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** States of so many streams, all zero: for each layer and part of its state. */
  static Matrix[][] states(Network network, int streams) {
    Matrix[][] states =
        new Matrix[network.config().allLayers()][network.config().cell().stateParts()];
    for (Matrix[] parts : states) {
      for (int part = 0; part < parts.length; part++) {
        parts[part] = network.la().zeros(streams, network.config().hiddenSize());
      }
    }
    return states;
  }

  /** How many numbers states have. */
  static long numbers(Matrix[][] states) {
    return Arrays.stream(states)
        .flatMap(Arrays::stream)
        .mapToLong(state -> (long) state.rows() * state.columns())
        .sum();
  }

  @Override
  public int batch() {
    return config.batchSize();
  }

  @Override
  public double forward(
      long step,
      WindowShape window,
      int[] inputs,
      int[] targets,
      double scale,
      boolean gradientWanted) {
    network.requireWeights();
    if (version != network.version()) {
      parameters = packed.pack(network.parameters());
      version = network.version();
    }
    int groups = executor.parts(config.shards());
    int shards = config.shards() / groups;
    streams = new int[groups + 1];
    List<ShardPart> parts = new ArrayList<>(groups);
    for (int g = 0; g < groups; g++) {
      int from = StreamBlocks.firstStream(g * shards, config.shards(), batch());
      int to = StreamBlocks.firstStream((g + 1) * shards, config.shards(), batch());
      streams[g + 1] = to;
      int last = Math.max(0, Math.min(window.rowsOfLastStep() - from, to - from));
      parts.add(
          new ShardPart(
              step,
              scale,
              g * shards,
              shards,
              window.steps(),
              last,
              rows(inputs, window.steps(), last, from, to),
              rows(targets, window.steps(), last, from, to),
              resets(window, from, to),
              states(from, to),
              gradientWanted));
    }
    results = executor.compute(parameters, parts);
    return loss(0, groups);
  }

  /** The part's rows of a window. */
  private int[] rows(int[] all, int steps, int last, int from, int to) {
    int width = to - from;
    int[] rows = new int[(steps - 1) * width + last];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(all, t * batch() + from, rows, t * width, t < steps - 1 ? width : last);
    }
    return rows;
  }

  private int[] resets(WindowShape window, int from, int to) {
    return Arrays.stream(window.resets(), 0, window.resetCount())
        .filter(row -> row % batch() >= from && row % batch() < to)
        .map(row -> row / batch() * (to - from) + row % batch() - from)
        .toArray();
  }

  private byte[] states(int from, int to) {
    ByteBuffer bytes = packed.room(numbers(states) / batch() * (to - from));
    for (Matrix[] parts : states) {
      for (Matrix part : parts) {
        packed.write(part.rows(from, to), bytes);
      }
    }
    return bytes.array();
  }

  private double loss(int first, int count) {
    return count == 1
        ? results.get(first).loss()
        : loss(first, count / 2) + loss(first + count / 2, count / 2);
  }

  @Override
  public Parameters backward() {
    return sum(0, results.size(), 0);
  }

  /** The sum of neighboring groups: of an aligned subtree. */
  private Parameters sum(int first, int count, int depth) {
    if (sums.size() == depth) {
      sums.add(new Parameters(la, network.config()));
    }
    Parameters sum = sums.get(depth);
    if (count == 1) {
      packed.unpack(results.get(first).gradient(), sum);
      return sum;
    }
    int middle = first + count / 2;
    sum(first, count / 2, depth);
    // What is empty is last, since only the first streams have a last step, and adds nothing.
    if (results.get(middle).gradient().length > 0) {
      Parameters more = sum(middle, count / 2, depth + 1);
      for (int i = 0; i < sum.size(); i++) {
        la.axpy(1, more.get(i).value(), sum.get(i).value());
      }
    }
    return sum;
  }

  @Override
  public void resetState() {
    for (Matrix[] parts : states) {
      for (Matrix part : parts) {
        la.fill(0, part);
      }
    }
  }

  @Override
  public void carryState() {
    for (int g = 0; g < results.size(); g++) {
      if (results.get(g).states().length == 0) {
        throw new IllegalStateException(
            "not all streams had a last step: there is no state of all to carry on");
      }
      ByteBuffer bytes = PackedNumbers.of(results.get(g).states());
      for (Matrix[] parts : states) {
        for (Matrix part : parts) {
          packed.read(bytes, part.rows(streams[g], streams[g + 1]));
        }
      }
    }
  }

  @Override
  public void copyState(int layer, int part, Matrix state) {
    la.copy(states[layer][part], state);
  }

  @Override
  public void setState(int layer, int part, Matrix state) {
    la.copy(state, states[layer][part]);
  }
}
