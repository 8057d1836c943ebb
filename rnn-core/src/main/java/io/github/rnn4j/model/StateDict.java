// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static io.github.rnn4j.network.ParameterNames.DECODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.ENCODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.inputBias;
import static io.github.rnn4j.network.ParameterNames.recurrentBias;

import io.github.rnn4j.api.Precision;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.ParameterNames;
import io.github.rnn4j.network.ParameterShape;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A network's weights as PyTorch's {@code state_dict} has them, so that {@code
 * load_state_dict(strict=True)} takes what is written, and what PyTorch saved can be read.
 *
 * <p>PyTorch's layers always have two biases. Where a network of ours has one, {@code bias_hh} is
 * written as zeros, and on reading the two are added. Tied weights, which are one parameter, stand
 * in a file under both of their names, and must be equal there, or under one of the two. Those of
 * several members are named as a {@code ModuleList} names them, {@link ParameterNames#ofMember}.
 */
public final class StateDict {
  private StateDict() {}

  /**
   * Adds a network's weights to a file, in the format of the backend's precision.
   *
   * @param network not modified
   * @param writer modified: receives a tensor for each of PyTorch's names
   * @throws IllegalStateException if the network has no weights yet
   */
  public static void write(Network network, SafetensorsWriter writer) {
    write(network, writer, dtypeOf(network));
  }

  /**
   * Adds a network's weights to a file.
   *
   * @param network not modified
   * @param writer modified: receives a tensor for each of PyTorch's names
   * @param dtype F64, or F32 to round each weight to the nearest float, or BF16 to round those of
   *     the matrices to the nearest bfloat16 and leave the biases as they are
   * @throws IllegalArgumentException if the dtype is another one
   * @throws IllegalStateException if the network has no weights yet
   */
  public static void write(Network network, SafetensorsWriter writer, Dtype dtype) {
    write(network, writer, dtype, UnaryOperator.identity());
  }

  /** Adds a network's weights to a file under other names. */
  static void write(
      Network network, SafetensorsWriter writer, Dtype dtype, UnaryOperator<String> names) {
    network.requireWeights();
    Dtype ofBiases = dtype == Dtype.BF16 ? dtypeOf(network) : dtype;
    for (int m = 0; m < network.config().members(); m++) {
      int member = m;
      write(
          network.config(),
          network.parameters().member(m),
          writer,
          dtype,
          ofBiases,
          name -> network.config().parameterName(member, names.apply(name)));
    }
  }

  private static void write(
      NetworkConfig config,
      Parameters parameters,
      SafetensorsWriter writer,
      Dtype dtype,
      Dtype ofBiases,
      UnaryOperator<String> names) {
    for (Parameter parameter : parameters) {
      writer.add(
          names.apply(parameter.name()),
          parameter.shape().dimensions().length == 1 ? ofBiases : dtype,
          parameter.shape().dimensions(),
          () -> parameter.value().toArray());
    }
    if (config.tieWeights()) {
      Parameter encoder = parameters.get(ENCODER_WEIGHT);
      writer.add(
          names.apply(DECODER_WEIGHT),
          dtype,
          encoder.shape().dimensions(),
          () -> encoder.value().toArray());
    }
    for (int k = 0; k < config.layers(); k++) {
      String second = recurrentBias(k);
      if (!parameters.contains(second)) {
        long[] shape = parameters.get(inputBias(k)).shape().dimensions();
        writer.add(
            names.apply(second), ofBiases, shape, () -> new double[Math.toIntExact(shape[0])]);
      }
    }
  }

  /**
   * The format that holds a network's weights exactly.
   *
   * @param network the network
   * @return F32 or F64, the precision of its backend
   */
  public static Dtype dtypeOf(Network network) {
    return network.la().precision() == Precision.FLOAT32 ? Dtype.F32 : Dtype.F64;
  }

  /**
   * Reads a network's weights.
   *
   * @param file the file
   * @param network its parameters are overwritten, and what is derived from them is derived anew
   * @param ignored names of further tensors that the file may have
   * @throws ModelFileException if a weight is missing, has another shape, or is none of this
   *     network; the network is then as it was
   * @throws IOException if a tensor's format holds no real numbers; the network is then as it was
   */
  public static void read(SafetensorsFile file, Network network, Predicate<String> ignored)
      throws IOException {
    read(NamedTensors.of(file), network, ignored);
  }

  /** Reads a network's weights, whatever they are called in their file. */
  static void read(NamedTensors file, Network network, Predicate<String> ignored)
      throws IOException {
    check(file, network.config(), ignored);
    Parameters parameters = network.parameters();
    double[][] values = new double[parameters.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          stored(file, network.config(), parameters.get(i).name()).orElseThrow().toDoubles();
    }
    NetworkConfig config = network.config();
    for (int m = 0; m < config.members(); m++) {
      for (int k = 0; k < config.layers(); k++) {
        String second = config.parameterName(m, recurrentBias(k));
        if (!parameters.contains(second) && file.tensors().containsKey(second)) {
          int first = indexOf(parameters, config.parameterName(m, inputBias(k)));
          add(file.tensors().get(second).toDoubles(), values[first]);
        }
      }
      requireTied(file, config, m);
    }
    for (int i = 0; i < values.length; i++) {
      parameters.get(i).value().copyFrom(values[i], 0);
    }
    network.parametersChanged();
  }

  /** The tensor of a parameter; tied weights may stand under the decoder's name alone. */
  private static Optional<Tensor> stored(NamedTensors file, NetworkConfig config, String name) {
    Tensor tensor = file.tensors().get(name);
    String within = ParameterNames.withinMember(name);
    String before = name.substring(0, name.length() - within.length());
    return Optional.ofNullable(
        tensor == null && config.tieWeights() && within.equals(ENCODER_WEIGHT)
            ? file.tensors().get(before + DECODER_WEIGHT)
            : tensor);
  }

  /** The tensors are those of a network of these sizes, by name and shape. */
  static void check(NamedTensors file, NetworkConfig config, Predicate<String> ignored)
      throws ModelFileException {
    Set<String> missing = new TreeSet<>();
    Set<String> unexpected = new TreeSet<>(file.tensors().keySet());
    unexpected.removeIf(ignored);
    for (ParameterShape shape : config.parameterShapes()) {
      unexpected.remove(shape.name());
      Optional<Tensor> tensor = stored(file, config, shape.name());
      if (tensor.isEmpty()) {
        missing.add(file.original(shape.name()));
      } else {
        checkShape(file, tensor.get(), shape.dimensions());
      }
    }
    for (int m = 0; m < config.members(); m++) {
      for (int k = 0; k < config.layers(); k++) {
        checkAlso(
            file,
            config,
            config.parameterName(m, recurrentBias(k)),
            config.parameterName(m, inputBias(k)),
            unexpected,
            missing);
      }
      if (config.tieWeights()) {
        checkAlso(
            file,
            config,
            config.parameterName(m, DECODER_WEIGHT),
            config.parameterName(m, ENCODER_WEIGHT),
            unexpected,
            missing);
      }
    }
    Set<String> unknown = new TreeSet<>();
    for (String name : unexpected) {
      unknown.add(stored(file, config, name).orElseThrow().name());
    }
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new ModelFileException(
          file.source(),
          "the tensors are not those of the network ("
              + config
              + ")"
              + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing))
              + (unexpected.isEmpty() ? "" : "; unexpected: " + String.join(", ", unknown)));
    }
  }

  /** A tensor that may be there beside a parameter has the shape of that one. */
  private static void checkAlso(
      NamedTensors file,
      NetworkConfig config,
      String name,
      String parameter,
      Set<String> unexpected,
      Set<String> missing)
      throws ModelFileException {
    if (unexpected.remove(name) && missing.isEmpty()) {
      long[] shape = stored(file, config, parameter).orElseThrow().shape();
      checkShape(file, stored(file, config, name).orElseThrow(), shape);
    }
  }

  private static void requireTied(NamedTensors file, NetworkConfig config, int member)
      throws IOException {
    String encoder = config.parameterName(member, ENCODER_WEIGHT);
    String decoder = config.parameterName(member, DECODER_WEIGHT);
    if (config.tieWeights()
        && file.tensors().containsKey(decoder)
        && file.tensors().containsKey(encoder)
        && !Arrays.equals(
            file.tensors().get(decoder).toDoubles(), file.tensors().get(encoder).toDoubles())) {
      throw new ModelFileException(
          file.source(),
          "tied weights are one, but "
              + file.original(encoder)
              + " and "
              + file.original(decoder)
              + " differ");
    }
  }

  private static void checkShape(NamedTensors file, Tensor tensor, long[] expected)
      throws ModelFileException {
    if (!Arrays.equals(tensor.shape(), expected)) {
      throw new ModelFileException(
          file.source(),
          "tensor "
              + tensor.name()
              + " has the shape "
              + Arrays.toString(tensor.shape())
              + ", the network needs "
              + Arrays.toString(expected));
    }
  }

  /** y = x + y; zeros leave every bit of y as it is. */
  private static void add(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      if (x[i] != 0) {
        y[i] += x[i];
      }
    }
  }

  private static int indexOf(Parameters parameters, String name) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no parameter '" + name + "'");
  }
}
