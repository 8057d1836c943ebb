// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Residual networks to PyTorch, as a list of modules, and back. */
class ResidualInterchangeTest {
  private static final Vocabulary FIVE = Vocabulary.of("abcde");

  /** The twin of TorchExport's head, made and computed by PyTorch: torch-modules.py. */
  @Test
  void moduleList_hasPyTorchsLogits() throws IOException {
    TorchImport torch = TorchImport.builder(FIVE).residual(true).build();
    Model model = torch.read(resource("residual"), new EjmlLinearAlgebra());
    assertThat(model.network().config())
        .isEqualTo(
            NetworkConfig.builder(CellType.LSTM, 5, 4)
                .layers(3)
                .recurrentBias(true)
                .residual(true)
                .build());
    SafetensorsFile expected = resource("expected");
    int[] ids =
        Arrays.stream(expected.tensor("residual.ids").toLongs())
            .mapToInt(Math::toIntExact)
            .toArray();
    int batch = Math.toIntExact(expected.tensor("residual.ids").shape()[1]);
    int steps = ids.length / batch;
    Unrolled unrolled = new Unrolled(model.network(), steps, batch, Unrolled.Gradients.NONE);
    assertThat(unrolled.forward(ids, steps, batch).toArray())
        .containsExactly(expected.tensor("residual.logits").toDoubles(), within(1e-10));
  }

  @ParameterizedTest
  @EnumSource
  void export_isReadBack_andIsNoTwinOfStackedLayers(CellType cell) throws IOException {
    NetworkConfig config =
        NetworkConfig.builder(cell, 5, 6).layers(11).recurrentBias(true).residual(true).build();
    Model model = RandomModels.of(new EjmlLinearAlgebra(), config, FIVE);
    SafetensorsFile file =
        SafetensorsFile.parse(TorchExport.writer(model, Dtype.F64).toBytes(), "twin");
    assertThat(file.tensors().keySet())
        .contains("rnn.0.weight_ih_l0", "rnn.10.bias_hh_l0", "decoder.bias")
        .doesNotContain("rnn.weight_ih_l0", "rnn.weight_ih_l1");
    Model back = new TorchImport(FIVE).read(file, new EjmlLinearAlgebra());
    assertThat(back.network().config()).isEqualTo(config);
    assertThat(back.toBytes()).isEqualTo(model.toBytes());
    assertThat(new TorchImport(FIVE).names(file).unused()).isEmpty();
  }

  @Test
  void oneBias_isTwoInTheFile_andOneAgain() throws IOException {
    NetworkConfig config = NetworkConfig.builder(CellType.LSTM, 5, 6).layers(2).build();
    Model model =
        RandomModels.of(
            new EjmlLinearAlgebra(), config.toBuilder().embedding(3).residual(true).build(), FIVE);
    SafetensorsFile file =
        SafetensorsFile.parse(TorchExport.writer(model, Dtype.F64).toBytes(), "twin");
    assertThat(file.tensor("rnn.1.bias_hh_l0").toDoubles()).containsOnly(0);
    Model back =
        TorchImport.builder(FIVE).oneBias(true).build().read(file, new EjmlLinearAlgebra());
    assertThat(back.toBytes()).isEqualTo(model.toBytes());
  }

  @Test
  void oneLayer_cannotBeResidual() throws IOException {
    Model model =
        RandomModels.of(new EjmlLinearAlgebra(), new NetworkConfig(CellType.GRU, 5, 6), FIVE);
    SafetensorsFile file =
        SafetensorsFile.parse(TorchExport.writer(model, Dtype.F64).toBytes(), "twin");
    assertThatThrownBy(
            () ->
                TorchImport.builder(FIVE)
                    .residual(true)
                    .build()
                    .read(file, new EjmlLinearAlgebra()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("residual connections go from layer to layer, and there is 1");
  }

  @ParameterizedTest
  @EnumSource
  void layerNorm_isRefusedWithTheReason(CellType cell) {
    NetworkConfig config = NetworkConfig.builder(cell, 5, 6).layerNorm(true).build();
    Model model = RandomModels.of(new EjmlLinearAlgebra(), config, FIVE);
    assertThatThrownBy(() -> TorchExport.writer(model, Dtype.F64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PyTorch's recurrent module has no layer normalization");
    assertThatThrownBy(() -> OnnxExport.toBytes(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ONNX's " + cell.name() + " has no layer normalization");
    assertThatThrownBy(
            () ->
                new TorchImport(FIVE)
                    .read(SafetensorsFile.parse(model.toBytes(), "own"), new EjmlLinearAlgebra()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("use it as it is");
  }

  private static SafetensorsFile resource(String name) throws IOException {
    String resource = "/reference/torch-modules-" + name + ".safetensors";
    try (InputStream in = ResidualInterchangeTest.class.getResourceAsStream(resource)) {
      return SafetensorsFile.read(in, resource);
    }
  }
}
