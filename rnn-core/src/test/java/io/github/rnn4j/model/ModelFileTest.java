// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsException;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();
  private static final Vocabulary VOCABULARY = Vocabulary.of("héllo \uD83D\uDE00\n\"");

  @TempDir Path directory;

  static Stream<NetworkConfig> configs() {
    return Stream.of(CellType.values())
        .map(cell -> NetworkConfig.builder(cell, VOCABULARY.size(), 6).layers(2).build())
        .flatMap(
            plain ->
                Stream.of(
                    plain,
                    plain.toBuilder().recurrentBias(true).build(),
                    plain.toBuilder().embedding(4).build(),
                    plain.toBuilder().embedding(6).tieWeights(true).build()));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void savedModel_isReadBackBitForBitByEachBackend(NetworkConfig config) throws IOException {
    Model model = model(config);
    Path file = directory.resolve("model.safetensors");
    model.save(file);

    for (LinearAlgebra la : List.of(LA, new CommonsMathLinearAlgebra(), new JavaLinearAlgebra())) {
      Model read = Model.load(file, la);
      assertThat(read.vocabulary()).isEqualTo(VOCABULARY);
      assertThat(read.network().config()).isEqualTo(config);
      for (Parameter parameter : model.network().parameters()) {
        assertThat(read.network().parameters().get(parameter.name()).value().toArray())
            .as(parameter.name())
            .isEqualTo(parameter.value().toArray());
      }
      assertThat(read.toBytes()).isEqualTo(Files.readAllBytes(file));
    }
  }

  /**
   * The names and shapes that PyTorch's load_state_dict(strict=True) asks for, no more, no less.
   */
  @ParameterizedTest
  @MethodSource("configs")
  void savedModel_hasExactlyPyTorchsTensors(NetworkConfig config) throws IOException {
    Map<String, long[]> expected = new LinkedHashMap<>();
    int v = VOCABULARY.size();
    int rows = config.cell().gates() * 6;
    if (config.embedding() > 0) {
      expected.put("encoder.weight", new long[] {v, config.embedding()});
    }
    int input = config.embedding() > 0 ? config.embedding() : v;
    for (int k = 0; k < 2; k++) {
      expected.put("rnn.weight_ih_l" + k, new long[] {rows, k == 0 ? input : 6});
      expected.put("rnn.weight_hh_l" + k, new long[] {rows, 6});
      expected.put("rnn.bias_ih_l" + k, new long[] {rows});
      expected.put("rnn.bias_hh_l" + k, new long[] {rows});
    }
    expected.put("decoder.weight", new long[] {v, 6});
    expected.put("decoder.bias", new long[] {v});

    SafetensorsFile file = SafetensorsFile.parse(model(config).toBytes(), "model");

    assertThat(file.tensors().keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (name, shape) -> assertThat(file.tensors().get(name).shape()).as(name).isEqualTo(shape));
    if (!config.recurrentBias()) {
      assertThat(file.tensor("rnn.bias_hh_l1").toDoubles()).containsOnly(0);
    }
  }

  @Test
  void secondBias_isAddedToTheOnlyOne() throws IOException {
    NetworkConfig two = NetworkConfig.builder(CellType.LSTM, 3, 2).recurrentBias(true).build();
    Network from = network(two);
    SafetensorsWriter writer = new SafetensorsWriter();
    StateDict.write(from, writer);
    Network to = new Network(LA, two.toBuilder().recurrentBias(false).build());

    StateDict.read(SafetensorsFile.parse(writer.toBytes(), "two"), to, name -> false);

    double[] ih = from.parameters().get("rnn.bias_ih_l0").value().toArray();
    double[] hh = from.parameters().get("rnn.bias_hh_l0").value().toArray();
    double[] sum = to.parameters().get("rnn.bias_ih_l0").value().toArray();
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i]).isEqualTo(ih[i] + hh[i]);
    }
  }

  @Test
  void differingTiedWeights_areRefused() throws IOException {
    NetworkConfig config =
        NetworkConfig.builder(CellType.RNN, 3, 2).embedding(2).tieWeights(true).build();
    SafetensorsWriter writer = new SafetensorsWriter();
    StateDict.write(network(config.toBuilder().tieWeights(false).build()), writer);
    SafetensorsFile file = SafetensorsFile.parse(writer.toBytes(), "untied");

    assertThatThrownBy(() -> StateDict.read(file, new Network(LA, config), name -> false))
        .isInstanceOf(ModelFileException.class)
        .hasMessage("untied: tied weights are one, but encoder.weight and decoder.weight differ");
  }

  @Test
  void foreignTensors_areListedAndNothingIsRead() throws IOException {
    NetworkConfig config = new NetworkConfig(CellType.RNN, 3, 2);
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .add("rnn.weight_ih_l0", Dtype.F64, new long[] {2, 3}, new double[6])
            .add("fc.weight", Dtype.F64, new long[] {1}, new double[1]);
    SafetensorsFile file = SafetensorsFile.parse(writer.toBytes(), "foreign");
    Network network = network(config);
    double[] before = network.parameters().get("decoder.bias").value().toArray();

    assertThatThrownBy(() -> StateDict.read(file, network, name -> false))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("missing: decoder.bias, decoder.weight, rnn.bias_ih_l0")
        .hasMessageContaining("unexpected: fc.weight");
    assertThat(network.parameters().get("decoder.bias").value().toArray()).isEqualTo(before);
  }

  @Test
  void safetensorsOfAnotherProgram_isNoModel() throws IOException {
    byte[] none = new SafetensorsWriter().toBytes();
    assertRefused(none, "its metadata has no 'format' instead of 'rnn4j.model'");
    byte[] torch = new SafetensorsWriter().metadata("format", "pt").toBytes();
    assertRefused(torch, "its metadata has the format 'pt' instead of 'rnn4j.model'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version|2|a model of version 2; this program reads version 1",
        "cell|transformer|there is no cell 'transformer'",
        "hidden_size|0|must be at least 1: 0",
        "hidden_size|six|configuration is damaged",
        "hidden_size|1000000|needs a weight matrix of more than 2^31 - 1 elements",
        "hidden_size|7|has the shape [6, 8], its configuration says [7, 8]",
        "layers|1000000000|says 1000000000 layers, it has 6 tensors",
        "layers|2|tensor rnn.weight_ih_l1 is missing",
        "vocabulary_size|9|its vocabulary has 8 tokens, its configuration says 9",
        "recurrent_bias|yes|'yes' is neither true nor false",
        "vocabulary|[|its vocabulary is damaged",
        "vocabulary|[\"a\",\"a\"]|its vocabulary is damaged",
      })
  void damagedMetadata_isNamed(String row) throws IOException {
    String[] cells = row.split("\\|");
    SafetensorsFile file =
        SafetensorsFile.parse(
            model(new NetworkConfig(CellType.RNN, VOCABULARY.size(), 6)).toBytes(), "whole");
    SafetensorsWriter writer = new SafetensorsWriter();
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    assertThat(metadata).containsKey(cells[0]);
    metadata.put(cells[0], cells[1]);
    writer.metadata(metadata);
    for (String name : file.tensors().keySet()) {
      writer.add(name, Dtype.F64, file.tensor(name).shape(), file.tensor(name).toDoubles());
    }
    assertRefused(writer.toBytes(), cells[2]);

    metadata.remove(cells[0]);
    SafetensorsWriter without = new SafetensorsWriter().metadata(metadata);
    for (String name : file.tensors().keySet()) {
      without.add(name, Dtype.F64, file.tensor(name).shape(), file.tensor(name).toDoubles());
    }
    assertThatThrownBy(() -> Model.of(SafetensorsFile.parse(without.toBytes(), "cut"), LA))
        .isInstanceOf(ModelFileException.class)
        .hasMessageStartingWith("cut: ");
  }

  @Test
  void truncatedFile_isRefusedAtEveryLength() throws IOException {
    byte[] whole = model(new NetworkConfig(CellType.RNN, VOCABULARY.size(), 2)).toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Model.of(SafetensorsFile.parse(part, "part"), LA))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(SafetensorsException.class)
          .hasMessageStartingWith("part: ");
    }
  }

  @Test
  void vocabularyOfAnotherSize_isRefused() {
    Network network = network(new NetworkConfig(CellType.RNN, 3, 2));
    assertThatThrownBy(() -> new Model(network, VOCABULARY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has 3 tokens, the vocabulary 8");
  }

  private static void assertRefused(byte[] bytes, String message) throws IOException {
    SafetensorsFile file = SafetensorsFile.parse(bytes, "foreign");
    assertThatThrownBy(() -> Model.of(file, LA))
        .isInstanceOf(ModelFileException.class)
        .hasMessageStartingWith("foreign: ")
        .hasMessageContaining(message);
  }

  private static Model model(NetworkConfig config) {
    return new Model(network(config), VOCABULARY);
  }

  private static Network network(NetworkConfig config) {
    Network network = new Network(LA, config);
    Initialization.apply(InitScheme.PYTORCH, network, new RandomStreams(7));
    return network;
  }
}
