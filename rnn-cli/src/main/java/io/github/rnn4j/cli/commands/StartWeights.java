package io.github.rnn4j.cli.commands;

import io.github.rnn4j.model.StateDict;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.ParameterNames;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.List;

/** Weights that a training run starts from. */
final class StartWeights {
  private StartWeights() {}

  /**
   * Reads a network's weights.
   *
   * @param file the file; tensors that are no weights are passed over
   * @param network its parameters are overwritten
   * @return the names of what was passed over
   * @throws IOException if the weights are not those of this network, or not all finite
   */
  static List<String> read(SafetensorsFile file, Network network) throws IOException {
    StateDict.read(file, network, name -> !ParameterNames.isParameter(name));
    for (Parameter parameter : network.parameters()) {
      for (double number : parameter.value().toArray()) {
        if (!Double.isFinite(number)) {
          throw new IOException(
              file.source() + ": " + parameter.name() + " holds " + number + ": no start weights");
        }
      }
    }
    return file.tensors().keySet().stream()
        .filter(name -> !ParameterNames.isParameter(name))
        .toList();
  }
}
