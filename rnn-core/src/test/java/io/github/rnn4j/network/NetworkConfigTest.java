// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NetworkConfigTest {
  private static final NetworkConfig LSTM = new NetworkConfig(CellType.LSTM, 65, 8);

  @Test
  void parameterShapes_areThoseOfPyTorch() {
    assertThat(
            LSTM.toBuilder().layers(2).recurrentBias(true).embedding(3).build().parameterShapes())
        .extracting(ParameterShape::toString)
        .containsExactly(
            "encoder.weight (65×3)",
            "rnn.weight_ih_l0 (32×3)",
            "rnn.weight_hh_l0 (32×8)",
            "rnn.bias_ih_l0 (32)",
            "rnn.bias_hh_l0 (32)",
            "rnn.weight_ih_l1 (32×8)",
            "rnn.weight_hh_l1 (32×8)",
            "rnn.bias_ih_l1 (32)",
            "rnn.bias_hh_l1 (32)",
            "decoder.weight (65×8)",
            "decoder.bias (65)");
  }

  @Test
  void parameterShapes_ofOneHotInputHaveNoEncoder() {
    assertThat(LSTM.parameterShapes())
        .extracting(ParameterShape::toString)
        .containsExactly(
            "rnn.weight_ih_l0 (32×65)",
            "rnn.weight_hh_l0 (32×8)",
            "rnn.bias_ih_l0 (32)",
            "decoder.weight (65×8)",
            "decoder.bias (65)");
  }

  @Test
  void parameterShapes_ofTiedWeightsListThemOnce() {
    NetworkConfig tied = LSTM.toBuilder().embedding(8).tieWeights(true).build();

    assertThat(tied.parameterShapes())
        .extracting(ParameterShape::name)
        .contains("encoder.weight", "decoder.bias")
        .doesNotContain("decoder.weight");
    assertThat(tied.parameterCount()).isEqualTo(65 * 8 + 2 * 32 * 8 + 32 + 65);
  }

  @Test
  void gru_alwaysHasTwoBiases() {
    NetworkConfig gru = new NetworkConfig(CellType.GRU, 65, 8);

    assertThat(gru.recurrentBias()).isTrue();
    assertThat(gru.toBuilder().recurrentBias(false).build()).isEqualTo(gru);
    assertThat(gru.parameterShapes())
        .extracting(ParameterShape::toString)
        .contains("rnn.bias_ih_l0 (24)", "rnn.bias_hh_l0 (24)");
  }

  @Test
  void tiedWeights_areRefusedUnlessTheEmbeddingIsAsLargeAsTheHiddenSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.toBuilder().tieWeights(true).build())
        .withMessageContaining("as large as the hidden size, 8: there is no embedding");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.toBuilder().embedding(9).tieWeights(true).build())
        .withMessageContaining("as large as the hidden size, 8: it is 9");
  }

  @Test
  void residual_needsTwoLayers_andHasNoWeights() {
    NetworkConfig two = LSTM.toBuilder().layers(2).build();
    NetworkConfig residual = two.toBuilder().residual(true).build();

    assertThat(residual.residual()).isTrue();
    assertThat(residual.toBuilder().build()).isEqualTo(residual).isNotEqualTo(two);
    assertThat(residual.parameterShapes()).hasSameSizeAs(two.parameterShapes());
    assertThat(residual.toString()).contains("residual");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.toBuilder().residual(true).build())
        .withMessageContaining("residual connections go from layer to layer, and there is 1");
  }

  @Test
  void layerNorm_hasGains_andAnLstmAlsoForItsCellState() {
    NetworkConfig norm = LSTM.toBuilder().layerNorm(true).build();

    assertThat(norm.toBuilder().build()).isEqualTo(norm).isNotEqualTo(LSTM);
    assertThat(norm.toString()).contains("layer norm");
    assertThat(norm.parameterShapes())
        .extracting(ParameterShape::toString)
        .containsExactly(
            "rnn.weight_ih_l0 (32×65)",
            "rnn.weight_hh_l0 (32×8)",
            "rnn.bias_ih_l0 (32)",
            "rnn.gain_ih_l0 (32)",
            "rnn.gain_hh_l0 (32)",
            "rnn.gain_c_l0 (8)",
            "rnn.bias_c_l0 (8)",
            "decoder.weight (65×8)",
            "decoder.bias (65)");
    assertThat(
            new NetworkConfig(CellType.GRU, 65, 8)
                .toBuilder().layerNorm(true).build().parameterShapes())
        .extracting(ParameterShape::name)
        .contains("rnn.gain_ih_l0", "rnn.gain_hh_l0")
        .doesNotContain("rnn.gain_c_l0", "rnn.bias_c_l0");
  }

  @Test
  void sizes_areRefusedBelowOneOrTooLarge() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.toBuilder().layers(0).build())
        .withMessageContaining("number of layers must be at least 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.toBuilder().embedding(-1).build())
        .withMessageContaining("or 0 for one-hot input: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.toBuilder().embedding(Integer.MAX_VALUE).build())
        .withMessageContaining("an embedding of 2147483647 needs a weight matrix of more than");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkConfig(CellType.GRU, 65, 30_000))
        .withMessageContaining("a hidden size of 30000");
  }

  @Test
  void cell_isFoundByItsName() {
    for (CellType cell : CellType.values()) {
      assertThat(CellType.of(cell.id())).isEqualTo(cell);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CellType.of("LSTM"))
        .withMessage("there is no cell 'LSTM': there are rnn, lstm, gru");
  }
}
