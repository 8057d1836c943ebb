// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.ParameterNames;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of several members in files: ours, PyTorch's, and damaged ones. */
class MembersFileTest {
  private static final Vocabulary FIVE = Vocabulary.of("abcde");
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();

  static Stream<NetworkConfig> configs() {
    return Stream.of(CellType.values())
        .map(cell -> NetworkConfig.builder(cell, FIVE.size(), 6).layers(2).members(3).build())
        .flatMap(
            plain ->
                Stream.of(
                    plain,
                    plain.toBuilder().recurrentBias(true).members(11).build(),
                    plain.toBuilder().embedding(4).build(),
                    plain.toBuilder().embedding(6).tieWeights(true).build(),
                    plain.toBuilder().layers(11).residual(true).build()));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void savedModel_isReadBackBitForBitByEachBackend(NetworkConfig config) throws IOException {
    byte[] saved = RandomModels.of(LA, config, FIVE).toBytes();
    SafetensorsFile file = SafetensorsFile.parse(saved, "model");
    assertThat(file.metadata()).containsEntry("members", "" + config.members());
    assertThat(ParameterNames.members(file.tensors().keySet())).isEqualTo(config.members());
    assertThat(ParameterNames.layers(file.tensors().keySet())).isEqualTo(config.layers());
    for (LinearAlgebra la : List.of(LA, new CommonsMathLinearAlgebra(), new JavaLinearAlgebra())) {
      Model read = Model.of(file, la);
      assertThat(read.network().config()).isEqualTo(config);
      assertThat(read.toBytes()).isEqualTo(saved);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void torchsFile_isReadBack(NetworkConfig config) throws IOException {
    NetworkConfig two = config.toBuilder().recurrentBias(true).build();
    Model model = RandomModels.of(LA, two, FIVE);
    SafetensorsFile file =
        SafetensorsFile.parse(TorchExport.writer(model, Dtype.F64).toBytes(), "twin");
    assertThat(file.tensors().keySet())
        .contains(
            two.residual() ? "members.2.rnn.10.weight_hh_l0" : "members.2.rnn.weight_hh_l1",
            "members.0.decoder.weight",
            "members.1.decoder.bias")
        .allMatch(name -> name.startsWith("members."));
    Model back = new TorchImport(FIVE).read(file, LA);
    assertThat(back.network().config()).isEqualTo(two);
    assertThat(back.toBytes()).isEqualTo(model.toBytes());
  }

  /** As another program would have it: without our metadata, each member can be asked for. */
  @Test
  void memberOfATorchFile_isReadAlone() throws IOException {
    NetworkConfig config =
        NetworkConfig.builder(CellType.GRU, 5, 6).layers(2).embedding(4).members(2).build();
    Model model = RandomModels.of(LA, config, FIVE);
    SafetensorsWriter bare = new SafetensorsWriter();
    StateDict.write(model.network(), bare);
    SafetensorsFile file = SafetensorsFile.parse(bare.toBytes(), "twin");
    assertThatThrownBy(() -> new TorchImport(FIVE).read(file, LA))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("members.0.rnn, members.1.rnn: say which is meant");
    Model second =
        TorchImport.builder(FIVE)
            .rnn("members.1.rnn")
            .decoder("members.1.decoder")
            .encoder("members.1.encoder")
            .build()
            .read(file, LA);
    Network alone = new Network(LA, config.member());
    alone.parameters().copyFrom(model.network().parameters().member(1));
    alone.parametersChanged();
    assertThat(second.toBytes()).isEqualTo(new Model(alone, FIVE).toBytes());
  }

  @Test
  void startWeights_tellTheirMembers() throws IOException {
    NetworkConfig config = NetworkConfig.builder(CellType.LSTM, 5, 6).layers(2).members(3).build();
    Model model = RandomModels.of(LA, config, FIVE);
    SafetensorsWriter bare = new SafetensorsWriter();
    StateDict.write(model.network(), bare);
    StartWeights weights = new StartWeights(SafetensorsFile.parse(bare.toBytes(), "start"));
    NetworkConfig.Builder settings = NetworkConfig.builder().vocabularySize(5);
    weights.fit(settings);
    assertThat(settings.build()).isEqualTo(config);
    Network started = new Network(LA, config);
    weights.read(started);
    assertThat(new Model(started, FIVE).toBytes()).isEqualTo(model.toBytes());
    assertThat(weights.passedOver()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("configs")
  void moreTokens_takeLittleFromTheOldOnes(NetworkConfig config) {
    Model model = RandomModels.of(LA, config, FIVE);
    Vocabulary seven = FIVE.union(Vocabulary.of("fg"));
    Predictor old = new Predictor(model.network());
    Predictor grown = new Predictor(model.withVocabulary(seven).network());
    for (int id : new int[] {0, 3, 1}) {
      double[] logits = old.read(id).clone();
      double[] more = grown.read(id);
      double known = Arrays.stream(more, 0, 5).map(Math::exp).sum();
      assertThat(known).isBetween(5.0 / 7 - 1e-12, 1.0); // Jensen: each new one has at most 1/V
      assertThat(Arrays.stream(logits).map(Math::exp).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void roundedWeights_areThoseOfEachMember() {
    NetworkConfig config = NetworkConfig.builder(CellType.RNN, 5, 6).members(2).build();
    Model model = RandomModels.of(LA, config, FIVE).withBfloat16();
    for (int m = 0; m < 2; m++) {
      double[] weights =
          model.network().parameters().member(m).get("rnn.weight_hh_l0").value().toArray();
      assertThat(Arrays.stream(weights))
          .allMatch(weight -> (Double.doubleToRawLongBits(weight) << 19) == 0);
    }
  }

  @Test
  void modelsTrainedApart_areMembersOfOne() throws IOException {
    NetworkConfig config = NetworkConfig.builder(CellType.LSTM, 5, 6).layers(2).build();
    Model pair = RandomModels.of(LA, config.toBuilder().members(2).build(), FIVE);
    Model single = RandomModels.of(new JavaLinearAlgebra(), config, FIVE);
    Model three =
        Model.ensemble(
            List.of(
                pair.withNovelty(new Novelty(0.25)).withRecords(new RecordBorder("e")),
                single.withNovelty(new Novelty(0.5)).withRecords(new RecordBorder("e"))));
    assertThat(three.network().config()).isEqualTo(config.toBuilder().members(3).build());
    assertThat(three.novelty().probability()).isEqualTo(0.375);
    assertThat(three.records()).contains(new RecordBorder("e"));
    for (Parameter parameter : single.network().parameters()) {
      assertThat(three.network().parameters().member(2).get(parameter.name()).value().toArray())
          .isEqualTo(parameter.value().toArray());
    }
    double[] mean = new double[5];
    for (int m = 0; m < 2; m++) {
      Network alone = new Network(LA, config);
      alone.parameters().copyFrom(pair.network().parameters().member(m));
      alone.parametersChanged();
      addThird(new Predictor(alone).read(3), mean);
    }
    addThird(new Predictor(single.network()).read(3), mean);
    assertThat(Arrays.stream(new Predictor(three.network()).read(3)).map(Math::exp).toArray())
        .containsExactly(mean, within(1e-12));
    assertThat(Model.ensemble(List.of(single)).toBytes()).isEqualTo(single.toBytes());
  }

  private static void addThird(double[] logits, double[] mean) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    for (int i = 0; i < mean.length; i++) {
      mean[i] += Math.exp(logits[i]) / sum / 3;
    }
  }

  @Test
  void modelsThatDiffer_areNoMembersOfOne() {
    NetworkConfig config = new NetworkConfig(CellType.LSTM, 5, 6);
    Model model = RandomModels.of(LA, config, FIVE);
    assertNoMember(
        model,
        RandomModels.of(LA, new NetworkConfig(CellType.LSTM, 5, 7), FIVE),
        "model 2 has the network lstm, 1 layer of 7");
    assertNoMember(
        model, RandomModels.of(LA, config, Vocabulary.of("vwxyz")), "has another vocabulary");
    assertNoMember(
        model, model.withRecords(new RecordBorder("e")), "is one of records, the first one of");
    assertNoMember(
        model.withRecords(new RecordBorder("e")), model, "is one of continuous text, the first");
    assertNoMember(
        model.withRecords(new RecordBorder("e")),
        model.withRecords(new RecordBorder("d")),
        "has another border of records");
    assertThatThrownBy(() -> Model.ensemble(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an ensemble has at least one model");
  }

  private static void assertNoMember(Model first, Model other, String message) {
    assertThatThrownBy(() -> Model.ensemble(List.of(first, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void damagedFiles_areRefused() throws IOException {
    NetworkConfig config = NetworkConfig.builder(CellType.LSTM, 5, 6).members(2).build();
    SafetensorsFile file =
        SafetensorsFile.parse(RandomModels.of(LA, config, FIVE).toBytes(), "model");
    assertRefused(
        file, Map.of(), "members.1.decoder.bias", "tensor members.1.decoder.bias is missing");
    assertRefused(file, Map.of("members", "3"), "", "tensor members.2.rnn.weight_ih_l0 is missing");
    assertRefused(file, Map.of("members", "1"), "", "tensor rnn.weight_ih_l0 is missing");
    assertRefused(file, Map.of("members", "0"), "", "its configuration is damaged");
    assertRefused(file, Map.of("members", "two"), "", "its configuration is damaged");
    assertRefused(
        file, Map.of("members", "2147483647"), "", "says 2147483647 layers, it has 12 tensors");
  }

  private static void assertRefused(
      SafetensorsFile file, Map<String, String> changed, String without, String message)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.putAll(changed);
    SafetensorsWriter writer = new SafetensorsWriter().metadata(metadata);
    for (Tensor tensor : file.tensors().values()) {
      if (!tensor.name().equals(without)) {
        writer.add(tensor.name(), tensor.dtype(), tensor.shape(), tensor.toDoubles());
      }
    }
    SafetensorsFile damaged = SafetensorsFile.parse(writer.toBytes(), "model");
    assertThatThrownBy(() -> Model.of(damaged, LA))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(message);
  }
}
