// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.CharacterVocabulary;
import io.github.rnn4j.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MoreTokensTest {
  private static final CharacterVocabulary OLD = Vocabulary.of("the quick brown");
  private static final CharacterVocabulary LARGER = OLD.union(Vocabulary.of("a lazy dog"));

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("models")
  void oldLogits_areUnchanged(LinearAlgebra la, NetworkConfig config) {
    Model old = model(la, config);
    Predictor before = new Predictor(old.network());
    Predictor after = new Predictor(old.withVocabulary(LARGER).network());
    for (int id : OLD.encode("the born quick trunk")) {
      before.read(id);
      after.read(id);
      double[] logits = before.logits();
      assertThat(Arrays.copyOf(after.logits(), OLD.size())).isEqualTo(logits);
      double[] more = Arrays.copyOfRange(after.logits(), OLD.size(), LARGER.size());
      double mean = Arrays.stream(logits).average().orElseThrow();
      // Two sums of V products of numbers below 1 in another order.
      double bound = 1e-13;
      assertThat(Arrays.stream(more)).allMatch(logit -> Math.abs(logit - mean) <= bound);
    }
  }

  @Test
  void union_keepsIdsAndAppendsWhatIsNew() {
    assertThat(OLD.decode(0, 1, 2)).isEqualTo(LARGER.decode(0, 1, 2));
    assertThat(Arrays.copyOf(LARGER.codePoints(), OLD.size())).isEqualTo(OLD.codePoints());
    assertThat(Arrays.copyOfRange(LARGER.codePoints(), OLD.size(), LARGER.size()))
        .containsExactly('a', 'd', 'g', 'l', 'y', 'z');
    assertThat(OLD.union(OLD)).isEqualTo(OLD);
    Vocabulary words = Vocabulary.ofWords(List.of("a", "b"));
    assertThat(words.union(Vocabulary.ofWords(List.of("b", "c"))))
        .isEqualTo(Vocabulary.ofWords(List.of("a", "b", "c")));
    assertThatThrownBy(() -> words.union(OLD))
        .hasMessageContaining("words")
        .hasMessageContaining("characters");
  }

  @Test
  void vocabularyWithOtherIds_isRefused() {
    Model old = model(new EjmlLinearAlgebra(), new NetworkConfig(CellType.RNN, OLD.size(), 3));
    Vocabulary other = Vocabulary.of("a lazy dog the quick brown");
    assertThatThrownBy(() -> old.withVocabulary(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must begin with the " + OLD.size() + " tokens");
  }

  private static Model model(LinearAlgebra la, NetworkConfig config) {
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(3));
    return new Model(network, OLD);
  }

  static Stream<Arguments> models() {
    return Stream.of(
            new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra())
        .flatMap(
            la ->
                Stream.of(CellType.values())
                    .map(cell -> NetworkConfig.builder(cell, OLD.size(), 11).layers(2).build())
                    .flatMap(
                        config ->
                            Stream.of(
                                config,
                                config.toBuilder().embedding(5).build(),
                                config.toBuilder().embedding(11).tieWeights(true).build()))
                    .map(config -> Arguments.of(la, config)));
  }
}
