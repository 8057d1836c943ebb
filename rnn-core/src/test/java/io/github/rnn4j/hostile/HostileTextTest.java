// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.BeamSearch;
import io.github.rnn4j.sampling.LogitFilter;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenHistory;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusConfig;
import io.github.rnn4j.text.CorpusReader;
import io.github.rnn4j.text.MalformedTextException;
import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.text.UnknownTokens;
import io.github.rnn4j.text.UnknownTokensException;
import io.github.rnn4j.text.UnusableTextException;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Text of any kind, whole characters and halves: nothing throws but what is declared, and whatever
 * comes out is valid UTF-8.
 */
class HostileTextTest {
  private static final String SEED = "20260101";
  private static final Model MODEL =
      RandomModels.of(CellType.GRU, "\n ?ab\u0000\u0301é\uFFFD\u200D😀👩\u202E");
  private static final Model POOR = RandomModels.of(CellType.RNN, "x😀");

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> halves =
        Arbitraries.chars().range('\uD800', '\uDFFF').map(c -> Character.toString(c));
    Arbitrary<String> known =
        Arbitraries.of("a", "b", "é", "e\u0301", "😀", "👩\u200D👩", "\n", "\r\n", "\u202E", " ");
    Arbitrary<String> controls =
        Arbitraries.integers().between(0, 0x1F).map(c -> Character.toString(c));
    Arbitrary<String> any =
        Arbitraries.integers().between(0, 0x10FFFF).map(c -> Character.toString(c));
    return Arbitraries.frequencyOf(
            Tuple.of(1, halves), Tuple.of(6, known), Tuple.of(1, controls), Tuple.of(2, any))
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property(seed = SEED)
  void vocabulary_givesBackTheTextAndItself(@ForAll("texts") String text) {
    if (text.isEmpty() || !whole(text)) {
      assertThatThrownBy(() -> Vocabulary.of(text)).isInstanceOf(UnusableTextException.class);
      return;
    }
    Vocabulary vocabulary = Vocabulary.of(text);
    assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
    assertThat(Vocabulary.fromJson(vocabulary.toJson())).isEqualTo(vocabulary);
    assertThat(whole(vocabulary.toJson())).isTrue();
  }

  @Property(seed = SEED)
  void unknownCharacters_areRefusedOrLeaveValidText(
      @ForAll("texts") String text, @ForAll UnknownTokens policy) {
    for (Model model : List.of(MODEL, POOR)) {
      Vocabulary vocabulary = model.vocabulary();
      boolean refused =
          !vocabulary.unknown(text).isEmpty()
              && (policy == UnknownTokens.ERROR
                  || policy == UnknownTokens.REPLACE && model == POOR);
      if (refused) {
        assertThatThrownBy(() -> policy.encode(vocabulary, text))
            .isInstanceOf(UnknownTokensException.class);
      } else {
        // What only costs has no token, and no text.
        int[] known =
            Arrays.stream(policy.encode(vocabulary, text))
                .filter(id -> id != Vocabulary.NONE)
                .toArray();
        assertThat(whole(vocabulary.decode(known))).isTrue();
      }
    }
  }

  @Property(seed = SEED, tries = 100)
  void sampling_givesValidText(
      @ForAll("texts") String prime, @ForAll("texts") String stop, @ForAll long seed) {
    TextGenerator generator =
        new TextGenerator(
            MODEL,
            LogitFilter.repetitionPenalty(1.2, 10).then(LogitFilter.topP(0.9)).draw(),
            new RandomStreams(seed).stream("sample", 0));
    generator.read(UnknownTokens.SKIP.encode(MODEL.vocabulary(), prime));
    StringBuilder text = new StringBuilder();
    if (stop.isEmpty() || !whole(stop)) {
      assertThatThrownBy(() -> generator.generate(40, stop, text::appendCodePoint))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      boolean stopped = generator.generate(40, stop, text::appendCodePoint);
      assertThat(text.indexOf(stop)).isNegative();
      assertThat(stopped || text.codePointCount(0, text.length()) == 40).isTrue();
    }
    assertThat(whole(text)).isTrue();
    for (BeamSearch.Found found : new BeamSearch(MODEL, 3).search(generator.state(), 6)) {
      assertThat(whole(found.text())).isTrue();
    }
  }

  @Property(seed = SEED, tries = 100)
  void scores_sumUpToTheTotal(@ForAll("texts") String text) {
    if (!MODEL.vocabulary().unknown(text).isEmpty()) {
      assertThatThrownBy(() -> new Scorer(MODEL).read(text))
          .isInstanceOf(UnknownTokensException.class);
    }
    int[] tokens = UnknownTokens.REPLACE.encode(MODEL.vocabulary(), text);
    List<Score> scores = new ArrayList<>();
    Scorer scorer = new Scorer(MODEL, (token, score) -> scores.add(score));
    for (int token : tokens) {
      scorer.read(token);
    }
    assertThat(scorer.finish()).isEqualTo(scores.stream().reduce(Score.NONE, Score::plus));
    assertThat(scores).hasSize(tokens.length);
  }

  @Property(seed = SEED)
  void corpus_ofAnyBytesIsTheTextOrRefused(@ForAll byte[] bytes, @ForAll("texts") String text)
      throws IOException {
    CorpusConfig utf8 = CorpusConfig.DEFAULT.withEncoding(TextEncoding.of("UTF-8"));
    for (byte[] content : List.of(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      try {
        Corpus corpus =
            new CorpusReader(utf8).add(new ByteArrayInputStream(content), "bytes").toCorpus();
        int[] ids = new int[Math.toIntExact(corpus.tokens().length())];
        corpus.tokens().copy(0, ids, 0, ids.length);
        String decoded = corpus.vocabulary().decode(ids);
        String expected = decode(content);
        assertThat(decoded)
            .isEqualTo(expected.startsWith("\uFEFF") ? expected.substring(1) : expected);
      } catch (MalformedTextException e) {
        assertThatThrownBy(() -> decode(content)).isInstanceOf(CharacterCodingException.class);
      } catch (UnusableTextException e) {
        assertThat(decode(content).codePoints().filter(c -> c != 0xFEFF).count())
            .isLessThanOrEqualTo(1);
      }
    }
  }

  @Property(seed = SEED)
  void filters_chooseAPossibleTokenOrRefuse(
      @ForAll("logits") double[] logits, @ForAll("filters") LogitFilter filter, @ForAll long seed) {
    TokenHistory history = new TokenHistory();
    history.add(0);
    double[] given = logits.clone();
    try {
      int token =
          filter.draw().sample(logits, history, new RandomStreams(seed).stream("sample", 0));
      assertThat(token).isBetween(0, logits.length - 1);
      assertThat(given[token]).isGreaterThan(Double.NEGATIVE_INFINITY);
    } catch (ArithmeticException e) {
      assertThat(e).hasMessageContaining("damaged");
    }
  }

  @Provide
  Arbitrary<double[]> logits() {
    Arbitrary<Double> special =
        Arbitraries.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.0,
            -0.0,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE);
    Arbitrary<Double> usual = Arbitraries.doubles().between(-20, 20);
    return Arbitraries.frequencyOf(Tuple.of(1, special), Tuple.of(9, usual))
        .array(Double[].class)
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(
            boxed -> {
              double[] values = new double[boxed.length];
              for (int i = 0; i < values.length; i++) {
                values[i] = boxed[i];
              }
              return values;
            });
  }

  @Provide
  Arbitrary<LogitFilter> filters() {
    return Arbitraries.of(
            LogitFilter.temperature(0),
            LogitFilter.temperature(1e-300),
            LogitFilter.temperature(1e300),
            LogitFilter.topK(2),
            LogitFilter.topP(0),
            LogitFilter.topP(0.7),
            LogitFilter.minP(0.5),
            LogitFilter.minP(1),
            LogitFilter.repetitionPenalty(3, 5))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(list -> list.stream().reduce(LogitFilter.none(), LogitFilter::then));
  }

  private static boolean whole(CharSequence text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    return chars.toString();
  }
}
