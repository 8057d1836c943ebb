// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.network.State;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BeamSearchTest {
  private static final String ALPHABET = "abcd";
  private static final int LENGTH = 4;

  @ParameterizedTest
  @EnumSource(CellType.class)
  void beamOfAll_findsWhatExhaustiveSearchFinds(CellType cell) {
    Model model = RandomModels.of(cell, ALPHABET);
    State state = generator(model).read("abca").state();
    List<BeamSearch.Found> expected = new ArrayList<>();
    exhaust(model, state, "", 0, null, expected);
    expected.sort(Comparator.comparingDouble(BeamSearch.Found::score).reversed());

    List<BeamSearch.Found> found = new BeamSearch(model, 256).search(state, LENGTH);

    assertEqual(found, expected);
    assertThat(found).hasSize(256);
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void beamOfAll_findsWhatExhaustiveSearchFindsWithAStopString(CellType cell) {
    Model model = RandomModels.of(cell, ALPHABET);
    State state = generator(model).read("abca").state();
    List<BeamSearch.Found> expected = new ArrayList<>();
    exhaust(model, state, "", 0, "ba", expected);
    expected.sort(Comparator.comparingDouble(BeamSearch.Found::score).reversed());

    List<BeamSearch.Found> found = new BeamSearch(model, 256).search(state, LENGTH, "ba");

    assertEqual(found, expected);
    assertThat(found).anyMatch(BeamSearch.Found::stopped).anyMatch(f -> !f.stopped());
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void beamOfOne_takesTheMostProbableCharacters(CellType cell) {
    Model model = RandomModels.of(cell, ALPHABET);
    TextGenerator greedy = generator(model).read("dab");
    List<BeamSearch.Found> found = new BeamSearch(model, 1).search(greedy.state(), 40);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).text()).isEqualTo(greedy.generate(40));
    assertThat(found.get(0).characters()).isEqualTo(40);
  }

  @Test
  void noLength_findsNothing() {
    Model model = RandomModels.of(CellType.GRU, ALPHABET);
    assertThat(new BeamSearch(model, 3).search(generator(model).state(), 0))
        .containsExactly(new BeamSearch.Found("", List.of(), 0, false));
  }

  @Test
  void impossibleArguments_areRefused() {
    Model model = RandomModels.of(CellType.GRU, ALPHABET);
    State state = generator(model).state();
    assertThatThrownBy(() -> new BeamSearch(model, 0)).isInstanceOf(IllegalArgumentException.class);
    BeamSearch search = new BeamSearch(model, 2);
    assertThatThrownBy(() -> search.search(state, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> search.search(state, 1, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> search.search(generator(RandomModels.of(CellType.RNN, "a")).state(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stopInsideAWord_endsTheTextThere() {
    Vocabulary words = Vocabulary.ofWords(List.of("going", " ", "so", "ing"));
    Model model =
        RandomModels.of(
            new EjmlLinearAlgebra(), new NetworkConfig(CellType.GRU, words.size(), 5), words);
    State state = generator(model).read("so").state();
    List<BeamSearch.Found> found = new BeamSearch(model, 200).search(state, 4, "o i");
    List<BeamSearch.Found> free = new BeamSearch(model, 300).search(state, 4);
    assertThat(found).filteredOn(BeamSearch.Found::stopped).isNotEmpty();
    for (BeamSearch.Found one : found) {
      String whole = words.decode(one.tokens().stream().mapToInt(i -> i).toArray());
      assertThat(whole.contains("o i")).isEqualTo(one.stopped());
      assertThat(one.text())
          .isEqualTo(one.stopped() ? whole.substring(0, whole.indexOf("o i")) : whole);
    }
    assertThat(free).hasSize(256);
  }

  @Test
  void bytes_stopAtBytesThatAreNoText() {
    Vocabulary bytes = Vocabulary.ofBytes();
    Model model =
        RandomModels.of(
            new EjmlLinearAlgebra(), new NetworkConfig(CellType.GRU, bytes.size(), 5), bytes);
    State state = generator(model).read(7).state();
    List<Integer> best = new BeamSearch(model, 1).search(state, 6).get(0).tokens();
    byte[] stop = {(byte) (int) best.get(2), (byte) (int) best.get(3)};
    BeamSearch.Found found = new BeamSearch(model, 1).search(state, 6, stop).get(0);
    int first = Collections.indexOfSubList(best, best.subList(2, 4));
    assertThat(found.stopped()).isTrue();
    assertThat(found.tokens()).isEqualTo(best.subList(0, first + 2));
  }

  private static List<Integer> tokens(Model model, String text) {
    return Arrays.stream(model.vocabulary().encode(text)).boxed().toList();
  }

  /** Every text, each character's probability from a predictor of its own. */
  private static void exhaust(
      Model model,
      State state,
      String text,
      double logProbability,
      String stop,
      List<BeamSearch.Found> found) {
    if (stop != null && text.endsWith(stop)) {
      String before = text.substring(0, text.length() - stop.length());
      found.add(new BeamSearch.Found(before, tokens(model, text), logProbability, true));
      return;
    }
    if (text.length() == LENGTH) {
      found.add(new BeamSearch.Found(text, tokens(model, text), logProbability, false));
      return;
    }
    Predictor predictor = new Predictor(model.network());
    predictor.restore(state);
    double[] z = predictor.logits().clone();
    double total = 0;
    for (double logit : z) {
      total += Math.exp(logit);
    }
    for (int token = 0; token < z.length; token++) {
      Predictor next = new Predictor(model.network());
      next.restore(state);
      next.read(token);
      exhaust(
          model,
          next.state(),
          text + model.vocabulary().decode(token),
          logProbability + z[token] - Math.log(total),
          stop,
          found);
    }
  }

  private static void assertEqual(List<BeamSearch.Found> actual, List<BeamSearch.Found> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).text()).as("text %d", i).isEqualTo(expected.get(i).text());
      assertThat(actual.get(i).stopped()).isEqualTo(expected.get(i).stopped());
      assertThat(actual.get(i).characters()).isEqualTo(expected.get(i).characters());
      assertThat(actual.get(i).logProbability())
          .isCloseTo(expected.get(i).logProbability(), within(1e-12));
    }
  }

  private static TextGenerator generator(Model model) {
    return new TextGenerator(
        model, TokenSampler.temperature(0), new RandomStreams(5).stream("sample", 0));
  }
}
