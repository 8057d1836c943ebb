// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes parts of windows for a {@link ShardExecutor}: loss, gradient and next state as a pure
 * function of plan, parameters and part. What it keeps from call to call is storage.
 *
 * <p>Not thread-safe: each thread has its own.
 */
public final class ShardWorker {
  private static final byte[] NOTHING = new byte[0];

  private final Network network;
  private final TrainingConfig config;
  private final PackedNumbers packed;
  private byte[] parameters = NOTHING;
  private @Nullable Shards shards;
  private int first;
  private int count;
  private Matrix[][] states = {};

  /**
   * A worker for a run.
   *
   * @param plan what {@link ShardExecutor#begin} was given
   * @param la the backend that computes
   * @throws IOException if the plan is of another version of this library, or damaged
   */
  public ShardWorker(byte[] plan, LinearAlgebra la) throws IOException {
    SafetensorsFile file = SafetensorsFile.parse(plan, "the plan of the training");
    this.config = new CheckpointFile(file).how();
    this.network = Model.of(file, la).network();
    this.packed = new PackedNumbers(la.precision());
  }

  /**
   * The plan from which workers are made.
   *
   * @param model the model that is trained, with any weights
   * @param config how
   * @return a model file with the configuration
   * @throws IOException if the model is too large for a file
   */
  public static byte[] plan(Model model, TrainingConfig config) throws IOException {
    return CheckpointFile.plan(model.writer(), config, RunConfig.DEFAULT, Map.of()).toBytes();
  }

  /**
   * The parameters of a network as a worker takes them.
   *
   * @param network of the plan's sizes; not modified
   * @return its parameters, packed
   */
  public static byte[] parameters(Network network) {
    return new PackedNumbers(network.la().precision()).pack(network.parameters());
  }

  /**
   * Whether this worker has the storage of a part already.
   *
   * @param part a part of a window
   * @return false if it would first have to make it, and give up what it has
   */
  public boolean isMadeFor(ShardPart part) {
    return shards == null || (first == part.firstShard() && count == part.shards());
  }

  /**
   * Computes a part of a window.
   *
   * @param parameters the network's parameters, packed; not modified
   * @param part what is read; not modified
   * @return loss, gradient and next state
   */
  public ShardResult compute(byte[] parameters, ShardPart part) {
    if (this.parameters != parameters) {
      packed.unpack(parameters, network.parameters());
      network.parametersChanged();
      this.parameters = parameters;
    }
    Shards shards = shards(part);
    start(shards, part.states());
    double loss =
        shards.forward(
            part.step(),
            new Shape(part),
            part.inputs(),
            part.targets(),
            part.scale(),
            part.gradientWanted());
    if (shards.empty()) {
      return new ShardResult(loss, NOTHING, NOTHING);
    }
    boolean backward = part.gradientWanted() && Double.isFinite(loss);
    return new ShardResult(
        loss,
        backward ? packed.pack(shards.backward()) : NOTHING,
        part.rowsOfLastStep() == shards.batch() ? next(shards) : NOTHING);
  }

  private Shards shards(ShardPart part) {
    Shards made = shards;
    if (made != null && isMadeFor(part)) {
      return made;
    }
    shards = null;
    made = new Shards(network, config, part.firstShard(), part.shards());
    states = DistantShards.states(network, made.batch());
    first = part.firstShard();
    count = part.shards();
    shards = made;
    return made;
  }

  private void start(Shards shards, byte[] start) {
    ByteBuffer bytes = PackedNumbers.of(start);
    for (int k = 0; k < states.length; k++) {
      for (int part = 0; part < states[k].length; part++) {
        packed.read(bytes, states[k][part]);
        shards.setState(k, part, states[k][part]);
      }
    }
  }

  private byte[] next(Shards shards) {
    shards.carryState();
    ByteBuffer bytes = packed.room(DistantShards.numbers(states));
    for (int k = 0; k < states.length; k++) {
      for (int part = 0; part < states[k].length; part++) {
        shards.copyState(k, part, states[k][part]);
        packed.write(states[k][part], bytes);
      }
    }
    return bytes.array();
  }

  /** The shape of a part. */
  private record Shape(ShardPart part) implements WindowShape {
    @Override
    public int steps() {
      return part.steps();
    }

    @Override
    public int rowsOfLastStep() {
      return part.rowsOfLastStep();
    }

    @Override
    public int[] resets() {
      return part.resets();
    }

    @Override
    public int resetCount() {
      return part.resets().length;
    }
  }
}
