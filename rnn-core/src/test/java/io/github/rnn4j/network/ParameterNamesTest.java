// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterNamesTest {
  @Test
  void names_areThoseOfTorch() {
    assertThat(ParameterNames.inputWeight(0)).isEqualTo("rnn.weight_ih_l0");
    assertThat(ParameterNames.recurrentWeight(1)).isEqualTo("rnn.weight_hh_l1");
    assertThat(ParameterNames.inputBias(2)).isEqualTo("rnn.bias_ih_l2");
    assertThat(ParameterNames.recurrentBias(10)).isEqualTo("rnn.bias_hh_l10");
    assertThat(ParameterNames.ENCODER_WEIGHT).isEqualTo("encoder.weight");
    assertThat(ParameterNames.DECODER_WEIGHT).isEqualTo("decoder.weight");
    assertThat(ParameterNames.DECODER_BIAS).isEqualTo("decoder.bias");
  }

  @Test
  void layers_areCountedUpToTheFirstGap() {
    assertThat(ParameterNames.layers(Set.of("rnn.weight_ih_l0", "decoder.weight"))).isZero();
    assertThat(
            ParameterNames.layers(
                Set.of("rnn.weight_hh_l0", "rnn.weight_hh_l1", "rnn.weight_hh_l3")))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn.weight_ih_l0", "decoder.bias", "encoder.weight", "rnn.other"})
  void parameters_areRecognized(String name) {
    assertThat(ParameterNames.isParameter(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"training.now.parameters.rnn.weight_ih_l0", "h", "rnnweight", "best.rnn"})
  void others_areNot(String name) {
    assertThat(ParameterNames.isParameter(name)).isFalse();
  }
}
