// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A state_dict of a module that no network here is, made as PyTorch names its tensors. */
class TorchVariantsTest {
  private static final String ALPHABET = "abcde";

  @Test
  void bidirectional_isNamed() throws IOException {
    for (int layers = 1; layers <= 2; layers++) {
      Map<String, long[]> tensors = lstm(layers);
      for (String name : Map.copyOf(tensors).keySet()) {
        if (name.startsWith("rnn.")) {
          tensors.put(name + "_reverse", tensors.get(name));
        }
      }
      tensors.put("decoder.weight", new long[] {5, 6});
      assertRefused(tensors, "bidirectional (rnn.bias_hh_l0_reverse)", "bidirectional=False");
    }
  }

  @Test
  void projections_areNamed() throws IOException {
    Map<String, long[]> tensors = lstm(1);
    tensors.put("rnn.weight_hr_l0", new long[] {2, 3});
    tensors.put("rnn.weight_hh_l0", new long[] {12, 2});
    assertRefused(tensors, "rnn.weight_hr_l0", "without proj_size");
  }

  @Test
  void missingBiases_areNamedWithWhatChangesNothing() throws IOException {
    Map<String, long[]> tensors = lstm(2);
    tensors.keySet().removeIf(name -> name.startsWith("rnn.bias"));
    assertRefused(tensors, "its rnn has no bias", "zeros", "[12]", "rnn.bias_ih_l0");
    Map<String, long[]> decoder = lstm(1);
    decoder.remove("decoder.bias");
    assertRefused(decoder, "its decoder has no bias", "[5] as decoder.bias");
  }

  @Test
  void otherMistakes_describeTheNetworkInWords() throws IOException {
    Map<String, long[]> tensors = lstm(1);
    tensors.remove("rnn.bias_hh_l0");
    assertRefused(
        tensors, "(lstm, 1 layer of 3, two biases, vocabulary of 5)", "missing: rnn.bias_hh_l0");
    TorchImport.builder(Vocabulary.of(ALPHABET)).build().read(file(lstm(2)), la());
  }

  private static void assertRefused(Map<String, long[]> tensors, String... words)
      throws IOException {
    SafetensorsFile file = file(tensors);
    assertThatThrownBy(() -> TorchImport.builder(Vocabulary.of(ALPHABET)).build().read(file, la()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContainingAll(words);
    NetworkConfig config = NetworkConfig.builder(CellType.LSTM, 5, 3).recurrentBias(true).build();
    assertThatThrownBy(() -> new StartWeights(file).read(new Network(la(), config)))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContainingAll(words);
  }

  private static EjmlLinearAlgebra la() {
    return new EjmlLinearAlgebra();
  }

  private static Map<String, long[]> lstm(int layers) {
    Map<String, long[]> tensors = new LinkedHashMap<>();
    for (int k = 0; k < layers; k++) {
      tensors.put("rnn.weight_ih_l" + k, new long[] {12, k == 0 ? 5 : 3});
      tensors.put("rnn.weight_hh_l" + k, new long[] {12, 3});
      tensors.put("rnn.bias_ih_l" + k, new long[] {12});
      tensors.put("rnn.bias_hh_l" + k, new long[] {12});
    }
    tensors.put("decoder.weight", new long[] {5, 3});
    tensors.put("decoder.bias", new long[] {5});
    return tensors;
  }

  private static SafetensorsFile file(Map<String, long[]> tensors) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors.forEach(
        (name, shape) -> {
          int size = 1;
          for (long dimension : shape) {
            size *= (int) dimension;
          }
          double[] zeros = new double[size];
          writer.add(name, Dtype.F32, shape, () -> zeros);
        });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    return SafetensorsFile.read(new ByteArrayInputStream(out.toByteArray()), "state_dict");
  }
}
