// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.model.ModelFileException;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a run of training needs to go on bit for bit: parameters, their average if there is one,
 * moments of the optimizer, the state carried from the last window, and how far it is. A copy, not
 * the live thing.
 */
final class TrainingState {
  private static final String PLACE = "records.place";
  private static final String AVERAGE = "average.";

  private final LinearAlgebra la;
  private final Parameters parameters;

  /** The average of the parameters; the parameters themselves if there is none. */
  private final Parameters average;

  private final Map<String, Parameters> moments = new LinkedHashMap<>();
  private final Matrix[][] carried;
  private @Nullable RunProgress progress;

  /** Where the next window begins; empty if its step tells. */
  private long[] place = new long[0];

  /** Room for the state of a run; nothing is in it yet. */
  TrainingState(Network network, Optimizer optimizer, StreamBlocks shards, boolean averaging) {
    this.la = network.la();
    this.parameters = new Parameters(la, network.config());
    this.average = averaging ? new Parameters(la, network.config()) : parameters;
    for (String moment : optimizer.state().keySet()) {
      moments.put(moment, new Parameters(la, network.config()));
    }
    this.carried = new Matrix[network.config().allLayers()][network.config().cell().stateParts()];
    for (Matrix[] parts : carried) {
      for (int part = 0; part < parts.length; part++) {
        parts[part] = la.zeros(shards.batch(), network.config().hiddenSize());
      }
    }
  }

  /** Copies the live state in. */
  void capture(
      RunProgress now,
      Network network,
      Optimizer optimizer,
      StreamBlocks shards,
      Network averaged,
      long... next) {
    progress = now;
    place = next.clone();
    parameters.copyFrom(network.parameters());
    if (average != parameters) {
      average.copyFrom(averaged.parameters());
    }
    optimizer
        .state()
        .forEach(
            (name, moment) -> Objects.requireNonNull(moments.get(name), name).copyFrom(moment));
    for (int k = 0; k < carried.length; k++) {
      for (int part = 0; part < carried[k].length; part++) {
        shards.copyState(k, part, carried[k][part]);
      }
    }
  }

  /** Copies the matrices out into the live run. */
  void restore(Network network, Optimizer optimizer, StreamBlocks shards) {
    network.parameters().copyFrom(parameters);
    network.parametersChanged();
    optimizer.restore(progress().step(), moments);
    for (int k = 0; k < carried.length; k++) {
      for (int part = 0; part < carried[k].length; part++) {
        shards.setState(k, part, carried[k][part]);
      }
    }
  }

  /** The average of the parameters, to be copied. */
  Parameters average() {
    return average;
  }

  /** How far the run is. */
  RunProgress progress() {
    return Objects.requireNonNull(progress, "nothing was captured");
  }

  /** Where the next window begins; empty if its step tells, or the file did not. */
  long[] place() {
    return place.clone();
  }

  // ------------------------------------------------------------------------------------- in files

  /**
   * Adds the state to a file.
   *
   * @param prefix what the names begin with
   * @param writer modified
   */
  void write(String prefix, SafetensorsWriter writer) {
    progress().toMap().forEach((name, value) -> writer.metadata(prefix + name, value));
    if (place.length > 0) {
      writer.add(prefix + PLACE, new long[] {place.length}, place.clone());
    }
    write(prefix + "parameters.", parameters, writer);
    if (average != parameters) {
      write(prefix + AVERAGE, average, writer);
    }
    moments.forEach((name, moment) -> write(prefix + name + ".", moment, writer));
    for (int k = 0; k < carried.length; k++) {
      for (int part = 0; part < carried[k].length; part++) {
        Matrix state = carried[k][part];
        writer.add(
            carriedName(prefix, k, part),
            dtype(),
            new long[] {state.rows(), state.columns()},
            state::toArray);
      }
    }
  }

  private void write(String prefix, Parameters values, SafetensorsWriter writer) {
    for (Parameter parameter : values) {
      writer.add(
          prefix + parameter.name(),
          dtype(),
          parameter.shape().dimensions(),
          () -> parameter.value().toArray());
    }
  }

  private Dtype dtype() {
    return la.precision() == Precision.FLOAT32 ? Dtype.F32 : Dtype.F64;
  }

  /**
   * Reads the state from a file.
   *
   * @param prefix what the names begin with
   * @param file a file that {@link #write} wrote
   * @param now how far the run is, as read from the file
   * @throws IOException if a tensor is missing or has another shape; this state is then of no use
   */
  void read(String prefix, SafetensorsFile file, RunProgress now) throws IOException {
    progress = now;
    place =
        file.tensors().containsKey(prefix + PLACE)
            ? file.tensor(prefix + PLACE).toLongs()
            : new long[0];
    read(prefix + "parameters.", parameters, file);
    if (average != parameters) {
      read(prefix + AVERAGE, average, file);
    }
    for (Map.Entry<String, Parameters> moment : moments.entrySet()) {
      read(prefix + moment.getKey() + ".", moment.getValue(), file);
    }
    for (int k = 0; k < carried.length; k++) {
      for (int part = 0; part < carried[k].length; part++) {
        Matrix state = carried[k][part];
        long[] shape = {state.rows(), state.columns()};
        state.copyFrom(doubles(file, carriedName(prefix, k, part), shape), 0);
      }
    }
  }

  private static void read(String prefix, Parameters values, SafetensorsFile file)
      throws IOException {
    for (Parameter parameter : values) {
      double[] numbers = doubles(file, prefix + parameter.name(), parameter.shape().dimensions());
      parameter.value().copyFrom(numbers, 0);
    }
  }

  private static double[] doubles(SafetensorsFile file, String name, long[] shape)
      throws IOException {
    if (!Arrays.equals(file.tensor(name).shape(), shape)) {
      throw new ModelFileException(
          file.source(),
          "tensor "
              + name
              + " has the shape "
              + Arrays.toString(file.tensor(name).shape())
              + ", the run needs "
              + Arrays.toString(shape));
    }
    double[] values = file.tensor(name).toDoubles();
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new ModelFileException(file.source(), "tensor " + name + " holds " + value);
      }
    }
    return values;
  }

  /**
   * Holds the states that a file carries against the number of streams, before anything of their
   * size is made.
   *
   * @param prefix what the names begin with
   * @param file a file that {@link #write} wrote
   * @param streams B
   * @throws IOException if they are of another number of streams, or there are none
   */
  static void requireStreams(String prefix, SafetensorsFile file, int streams) throws IOException {
    String name = carriedName(prefix, 0, 0);
    long[] shape = file.tensor(name).shape();
    if (shape.length != 2 || shape[0] != streams) {
      throw new ModelFileException(
          file.source(),
          "'training.config.batch_size' is '"
              + streams
              + "', but tensor "
              + name
              + " has the shape "
              + Arrays.toString(shape));
    }
  }

  private static String carriedName(String prefix, int layer, int part) {
    return prefix + "state.l" + layer + "." + part;
  }
}
