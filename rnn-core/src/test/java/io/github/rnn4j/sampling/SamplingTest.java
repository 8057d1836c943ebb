// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import static io.github.rnn4j.sampling.LogitFilter.minP;
import static io.github.rnn4j.sampling.LogitFilter.repetitionPenalty;
import static io.github.rnn4j.sampling.LogitFilter.temperature;
import static io.github.rnn4j.sampling.LogitFilter.topK;
import static io.github.rnn4j.sampling.LogitFilter.topP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.UnknownTokensException;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SamplingTest {
  private static final Model MODEL = RandomModels.of(CellType.GRU, "abcdefghij\n");

  private static final List<UnaryOperator<Sampling>> SETTINGS =
      List.of(
          how -> how.prime("badge"),
          how -> how.temperature(0.7),
          how -> how.topK(6),
          how -> how.topP(0.9),
          how -> how.minP(0.05),
          how -> how.repetitionPenalty(1.3, 5),
          how -> how.stop("zz"),
          how -> how.seed(7));

  /** The parts that a Sampling is made of, put together by hand. */
  private static String byHand(long number) {
    TokenSampler sampler =
        repetitionPenalty(1.3, 5)
            .then(temperature(0.7))
            .then(topK(6))
            .then(topP(0.9))
            .then(minP(0.05))
            .draw();
    return new TextGenerator(MODEL, sampler, new RandomStreams(7).stream("sample", number))
        .read("badge")
        .generate(40);
  }

  @Provide
  Arbitrary<List<UnaryOperator<Sampling>>> settings() {
    return Arbitraries.shuffle(SETTINGS);
  }

  @Property(tries = 100, seed = "4")
  void sampling_isTheSameInAnyOrder(@ForAll("settings") List<UnaryOperator<Sampling>> settings) {
    Sampling how = Sampling.length(40);
    for (UnaryOperator<Sampling> setting : settings) {
      how = setting.apply(how);
    }

    assertThat(how.from(MODEL)).isEqualTo(byHand(0));
  }

  @Example
  void severalTexts_haveChanceOfTheirOwn() {
    Sampling how = Sampling.length(40);
    for (UnaryOperator<Sampling> setting : SETTINGS) {
      how = setting.apply(how);
    }

    assertThat(how.from(MODEL, 3)).containsExactly(byHand(0), byHand(1), byHand(2));
    assertThat(how.from(MODEL, 0)).isEmpty();
  }

  /** Side by side, in groups of 64, of which most end at different times; and one by one. */
  @Example
  void manyTexts_areThoseThatAreDrawnOneByOne() {
    for (CellType cell : CellType.values()) {
      Model model = RandomModels.of(cell, "abcdefghij\n");
      for (UnaryOperator<Sampling> setting : SETTINGS) {
        Sampling how = setting.apply(Sampling.length(30).prime("bad")).stop("e");
        List<String> texts = how.from(model, 70);

        assertThat(texts).hasSize(70);
        for (int i = 0; i < 70; i++) {
          assertThat(texts.get(i)).as("%s %s", cell, i).isEqualTo(how.numbered(model, i));
        }
      }
    }
  }

  @Example
  void manyTexts_endWhereTheExpressionDoes() {
    Sampling how = Sampling.length(12).matching(Matching.of("[a-d]+(e|ff)", MODEL)).seed(3);

    List<String> texts = how.from(MODEL, 20);

    assertThat(texts).allMatch(text -> text.matches("[a-d]+(e|ff)"));
    for (int i = 0; i < 20; i++) {
      assertThat(texts.get(i)).isEqualTo(how.numbered(MODEL, i));
    }
  }

  @Example
  void aSetting_leavesTheValueItIsMadeFrom() {
    Sampling plain = Sampling.length(30).temperature(0);
    String before = plain.from(MODEL);

    assertThat(plain.prime("jig").from(MODEL)).isNotEqualTo(before);
    assertThat(plain.from(MODEL)).isEqualTo(before);
  }

  @Example
  void stopString_endsTheTextAndIsNoPartOfIt() {
    String whole = Sampling.length(60).prime("a").from(MODEL);
    String stop = whole.substring(20, 23);

    assertThat(Sampling.length(60).prime("a").stop(stop).from(MODEL))
        .isEqualTo(whole.substring(0, whole.indexOf(stop)));
  }

  @Example
  void whatMakesNoSense_isRefusedWhereItIsSaid() {
    Sampling how = Sampling.length(3);
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.length(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> how.temperature(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> how.topK(0));
    assertThatIllegalArgumentException().isThrownBy(() -> how.topP(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> how.minP(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> how.repetitionPenalty(0));
    assertThatIllegalArgumentException().isThrownBy(() -> how.stop(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> how.prime("Ω").from(MODEL))
        .isInstanceOf(UnknownTokensException.class)
        .withMessageContaining("U+03A9");
  }
}
