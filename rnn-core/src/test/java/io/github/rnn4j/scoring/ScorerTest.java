// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.UnknownTokensException;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScorerTest {
  private static final String ALPHABET = "\nabcdé😀";

  @ParameterizedTest
  @EnumSource(CellType.class)
  void scores_areThoseOfReadingCharacterByCharacter(CellType cell) {
    Model model = RandomModels.of(cell, ALPHABET);
    int[] text = model.vocabulary().encode(text(model, 300));
    List<Score> scores = new ArrayList<>();
    Score total = new Scorer(model, (token, s) -> scores.add(s)).read(Tokens.of(7, text)).finish();

    assertThat(scores).hasSize(text.length);
    assertThat(scores.get(0)).isEqualTo(Score.NONE);
    Predictor predictor = new Predictor(model.network());
    double sum = 0;
    for (int i = 1; i < text.length; i++) {
      double[] z = predictor.read(text[i - 1]);
      double exp = 0;
      for (double logit : z) {
        exp += Math.exp(logit);
      }
      double nats = Math.log(exp) - z[text[i]];
      assertThat(scores.get(i).characters()).isEqualTo(1);
      assertThat(scores.get(i).nats()).as("character %d", i).isCloseTo(nats, within(0.6e-9));
      sum += nats;
    }
    assertThat(total.characters()).isEqualTo(text.length - 1L);
    assertThat(total.nats()).isCloseTo(sum, within(0.6e-9 * text.length));
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void catchingUp_changesNoScoreAndLeavesNothingOpen(CellType cell) {
    Model model = RandomModels.of(cell, ALPHABET);
    int[] text = model.vocabulary().encode(text(model, 400));
    List<Score> whole = new ArrayList<>();
    Score total = new Scorer(model, (token, s) -> whole.add(s)).read(Tokens.of(7, text)).finish();

    SplittableRandom random = new SplittableRandom(7);
    List<Score> parts = new ArrayList<>();
    Scorer scorer = new Scorer(model, (token, s) -> parts.add(s)).catchUp();
    for (int i = 0; i < text.length; i++) {
      scorer.read(text[i]);
      if (i < 5 || random.nextInt(40) == 0) {
        scorer.catchUp();
        assertThat(parts).isEqualTo(whole.subList(0, i + 1));
      }
    }
    assertThat(scorer.finish()).isEqualTo(total);
    assertThat(parts).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 128, 129, 130, 257, 258, 1000})
  void charactersAndLines_sumUpToTheTotalExactly(int length) {
    Model model = RandomModels.of(CellType.LSTM, ALPHABET);
    String text = text(model, length);
    List<Score> characters = new ArrayList<>();
    List<Score> lines = new ArrayList<>();
    LineScores byLine =
        new LineScores(
            model.vocabulary(),
            (line, score) -> {
              lines.add(score);
              assertThat(line).isEqualTo(lines.size());
            });
    Score total = new Scorer(model).read(text).finish();
    new Scorer(model, (token, score) -> characters.add(score)).read(text).finish();
    new Scorer(model, byLine).read(text).finish();
    byLine.finish();

    assertThat(total.characters()).isEqualTo(length - 1L);
    assertThat(characters.stream().reduce(Score.NONE, Score::plus)).isEqualTo(total);
    assertThat(lines.stream().reduce(Score.NONE, Score::plus)).isEqualTo(total);
    assertThat((long) lines.size()).isEqualTo(text.lines().count());
    assertThat(characters.stream().map(Score::exactNats).reduce((a, b) -> b.add(a)).orElseThrow())
        .isEqualTo(total.exactNats());
  }

  @Test
  void pieces_makeNoDifference() {
    Model model = RandomModels.of(CellType.GRU, ALPHABET);
    String text = text(model, 500);
    Scorer scorer = new Scorer(model);
    for (int codePoint : text.codePoints().toArray()) {
      scorer.read(Character.toString(codePoint));
    }
    Score first = scorer.finish();
    assertThat(first).isEqualTo(new Scorer(model).read(text).finish());
    assertThat(scorer.read(text).finish()).as("read a second time").isEqualTo(first);
  }

  @Test
  void zeroWeights_hesitateBetweenAllCharacters() {
    Vocabulary vocabulary = Vocabulary.of("abcd");
    NetworkConfig config = new NetworkConfig(CellType.RNN, 4, 3);
    Network network = new Network(new EjmlLinearAlgebra(), config);
    network.parametersChanged();
    Model model = new Model(network, vocabulary);
    Score score = new Scorer(model).read("abcdabcda").finish();
    assertThat(score.bitsPerCharacter()).isCloseTo(2, within(1e-9));
    assertThat(score.bits()).isCloseTo(16, within(1e-8));
    assertThat(score.perplexity()).isCloseTo(4, within(1e-8));
    assertThat(score.natsPerCharacter()).isCloseTo(Math.log(4), within(0.5e-9));
  }

  @Test
  void shortTexts_haveNoScore() {
    Model model = RandomModels.of(CellType.RNN, "ab");
    assertThat(new Scorer(model).finish()).isEqualTo(Score.NONE);
    assertThat(new Scorer(model).read("a").finish()).isEqualTo(Score.NONE);
    assertThat(Score.NONE.natsPerCharacter()).isNaN();
  }

  @Test
  void unknownCharacters_areRefused() {
    Scorer scorer = new Scorer(RandomModels.of(CellType.RNN, "ab"));
    assertThatThrownBy(() -> scorer.read("abc")).isInstanceOf(UnknownTokensException.class);
    assertThatThrownBy(() -> scorer.read(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scorer.read(-2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scorer.read(Vocabulary.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never seen");
    assertThat(scorer.finish()).isEqualTo(Score.NONE);
  }

  @Test
  void damagedWeights_areTold() {
    Model model = RandomModels.of(CellType.RNN, "ab");
    model.network().parameters().get("decoder.bias").value().set(0, 0, Double.NaN);
    Scorer scorer = new Scorer(model).read("abab");
    assertThatThrownBy(scorer::finish)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void sums_overflowLoudly() {
    Score large = new Score(1, Long.MAX_VALUE);
    assertThatThrownBy(() -> large.plus(new Score(1, 1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Score(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Score(1, 1_234_567_890).exactNats()).hasToString("1.234567890");
  }

  private static String text(Model model, int length) {
    return new TextGenerator(
            model, TokenSampler.temperature(1), new RandomStreams(9).stream("sample", 0))
        .generate(length);
  }
}
