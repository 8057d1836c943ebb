// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.ParameterNames;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Weights in a file, under PyTorch's names, that a training starts from. */
public final class StartWeights {
  private final SafetensorsFile file;

  /**
   * The weights of a file.
   *
   * @param file the file; tensors that are no weights are passed over
   */
  public StartWeights(SafetensorsFile file) {
    this.file = file;
  }

  /**
   * Sets what was not set of a network: cell, units, layers and members, as far as the names and
   * shapes of the weights tell them.
   *
   * @param settings modified
   */
  public void fit(NetworkConfig.Builder settings) {
    Set<String> names = file.tensors().keySet();
    int members = ParameterNames.members(names);
    if (settings.members().isEmpty() && members > 1) {
      settings.members(members);
    }
    String first = ParameterNames.recurrentWeight(0);
    Tensor recurrent =
        file.tensors().get(names.contains(first) ? first : ParameterNames.ofMember(0, first));
    if (recurrent == null || recurrent.shape().length != 2 || recurrent.shape()[1] < 1) {
      return;
    }
    long units = recurrent.shape()[1];
    for (CellType cell : CellType.values()) {
      if (settings.cell().isEmpty() && recurrent.shape()[0] == cell.gates() * units) {
        settings.cell(cell);
      }
    }
    if (settings.hiddenSize().isEmpty() && units <= Integer.MAX_VALUE) {
      settings.hiddenSize((int) units);
    }
    if (settings.layers().isEmpty()) {
      settings.layers(ParameterNames.layers(names));
    }
  }

  /**
   * Gives a network these weights.
   *
   * @param network its parameters are overwritten
   * @throws IOException if the weights are not those of this network, or not all finite
   */
  public void read(Network network) throws IOException {
    TorchVariants.refuse(file, List.of("rnn"));
    TorchVariants.requireBiases(NamedTensors.of(file));
    StateDict.read(file, network, name -> !ParameterNames.isParameter(name));
    for (Parameter parameter : network.parameters()) {
      for (double number : parameter.value().toArray()) {
        if (!Double.isFinite(number)) {
          throw new IOException(
              file.source() + ": " + parameter.name() + " holds " + number + ": no start weights");
        }
      }
    }
  }

  /**
   * The tensors that are no weights.
   *
   * @return their names
   */
  public List<String> passedOver() {
    return file.tensors().keySet().stream()
        .filter(name -> !ParameterNames.isParameter(name))
        .toList();
  }
}
