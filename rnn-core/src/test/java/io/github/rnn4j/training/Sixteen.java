// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/**
 * The smallest network of interest, whose parameters are 16 numbers, and what PyTorch makes of 16
 * numbers: {@code reference/torch-optimizers.safetensors}, written by {@code torch-optimizers.py}.
 */
final class Sixteen {
  static final NetworkConfig NETWORK = new NetworkConfig(CellType.RNN, 2, 2);

  private Sixteen() {}

  static Stream<LinearAlgebra> backends() {
    return Stream.of(
        new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra());
  }

  static Parameters zeros(LinearAlgebra la) {
    return new Parameters(la, NETWORK);
  }

  static Parameters parameters(LinearAlgebra la, double... numbers) {
    return set(zeros(la), numbers, 0);
  }

  /** Sets all parameters to the numbers from {@code offset} on. */
  static Parameters set(Parameters parameters, double[] numbers, int offset) {
    int at = offset;
    for (Parameter parameter : parameters) {
      parameter.value().copyFrom(numbers, at);
      at += Math.toIntExact(parameter.shape().size());
    }
    return parameters;
  }

  static double[] numbers(Parameters parameters) {
    double[] numbers = new double[16];
    int at = 0;
    for (Parameter parameter : parameters) {
      parameter.value().copyTo(numbers, at);
      at += Math.toIntExact(parameter.shape().size());
    }
    return numbers;
  }

  static SafetensorsFile torch() throws IOException {
    String path = "/reference/torch-optimizers.safetensors";
    try (InputStream in = Sixteen.class.getResourceAsStream(path)) {
      return SafetensorsFile.read(in, path);
    }
  }

  static double[] torch(String tensor) throws IOException {
    return torch().tensor(tensor).toDoubles();
  }

  static Stream<String> torchNames(String prefix) throws IOException {
    return torch().tensors().keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()));
  }
}
