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
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.text.CorpusConfig;
import io.github.rnn4j.text.CorpusReader;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSamplingTest {
  private static final int DRAWS = 20_000;
  private static final Labels LABELS = new Labels(List.of("left", "right", "middle"));

  private static Model model(CellType cell) {
    return RandomModels.of(cell, "ab\n").withRecords(RecordBorder.LINE);
  }

  private static Model labelled() {
    return RandomModels.of(CellType.GRU, "ab\n" + symbols())
        .withRecords(RecordBorder.LINE)
        .withLabels(LABELS, 1);
  }

  private static String symbols() {
    return Labels.symbol(0) + Labels.symbol(1) + Labels.symbol(2);
  }

  /** All texts of a's and b's that begin with the prime and have up to so many characters. */
  private static List<String> texts(String prime, int longest) {
    List<String> texts = new ArrayList<>(List.of(prime));
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).length() < longest) {
        texts.add(texts.get(i) + "a");
        texts.add(texts.get(i) + "b");
      }
    }
    return texts;
  }

  /**
   * Pearson's test that the counts are draws with these probabilities, at the level 0.001: the
   * quantile is that of Wilson and Hilferty. What is expected less than five times is one class,
   * with all that has no probability here.
   */
  private static void assertDrawnWith(Map<String, Double> probabilities, List<String> drawn) {
    Map<String, Integer> counts = new TreeMap<>();
    drawn.forEach(text -> counts.merge(text, 1, Integer::sum));
    double statistic = 0;
    int classes = 1;
    double restExpected = drawn.size();
    int rest = drawn.size();
    for (Map.Entry<String, Double> one : probabilities.entrySet()) {
      double expected = one.getValue() * drawn.size();
      if (expected >= 5) {
        int count = counts.getOrDefault(one.getKey(), 0);
        statistic += (count - expected) * (count - expected) / expected;
        classes++;
        rest -= count;
        restExpected -= expected;
      }
    }
    assertThat(restExpected).isGreaterThan(-1e-3);
    if (restExpected >= 5) {
      statistic += (rest - restExpected) * (rest - restExpected) / restExpected;
    } else {
      classes--;
      assertThat(rest).isLessThan(25);
    }
    int free = classes - 1;
    assertThat(free).as("classes that can differ").isPositive();
    double cube = 1 - 2.0 / (9 * free) + 3.090232 * Math.sqrt(2.0 / (9 * free));
    assertThat(statistic).as("χ² of %d", free).isLessThan(free * cube * cube * cube);
  }

  private static Map<String, Double> probabilities(
      List<String> texts, ToDoubleFunction<String> probability) {
    Map<String, Double> all = new TreeMap<>();
    texts.forEach(text -> all.put(text, probability.applyAsDouble(text)));
    return all;
  }

  private static double probability(Model model, String record) {
    RecordScore score = new RecordScorer(model).score(model.vocabulary().encode(record));
    return Math.exp(-score.total().nats());
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void records_areDrawnAsOftenAsTheScorerSays(CellType cell) {
    Model model = model(cell);
    // The empty record is passed over.
    double some = 1 - probability(model, "");
    List<String> texts = texts("", 8).stream().filter(text -> !text.isEmpty()).toList();

    List<String> drawn = Sampling.length(1000).seed(3).records().from(model, DRAWS);

    assertThat(drawn).hasSize(DRAWS).doesNotContain("");
    assertDrawnWith(probabilities(texts, text -> probability(model, text) / some), drawn);
  }

  @Test
  void prime_isReadAfterTheBorder_andBeginsTheRecord() {
    Model model = model(CellType.LSTM);
    RecordScore begins = new RecordScorer(model).score(model.vocabulary().encode("ab"));
    double prime = Math.exp(-begins.token(0).nats() - begins.token(1).nats());

    List<String> drawn = Sampling.length(1000).seed(4).prime("ab").records().from(model, DRAWS);

    assertThat(drawn).allMatch(text -> text.startsWith("ab")).contains("ab");
    assertDrawnWith(probabilities(texts("ab", 9), text -> probability(model, text) / prime), drawn);
  }

  @Test
  void borderThatOverlapsItself_endsTheRecordWhereItIsFirstComplete() {
    Model model = RandomModels.of(CellType.GRU, "ab").withRecords(new RecordBorder("aa"));
    double endsAtOnce =
        Math.exp(-new RecordScorer(model).score().token(1).nats()); // P(a | a), excluded
    List<String> texts =
        texts("", 12).stream()
            .filter(text -> !text.isEmpty() && (text + "aa").indexOf("aa") == text.length())
            .toList();

    List<String> drawn = Sampling.length(1000).seed(5).records().from(model, DRAWS);

    assertDrawnWith(
        probabilities(
            texts, text -> probability(model, text) / (text.startsWith("a") ? 1 - endsAtOnce : 1)),
        drawn);
  }

  /** P(label and record), of what is left when nothing but the allowed is drawn, by hand. */
  private static double labelledProbability(Model model, int label, String prime, String text) {
    Vocabulary vocabulary = model.vocabulary();
    int[] symbols = LABELS.tokens(vocabulary);
    double[] joint = new double[symbols.length];
    for (int k = 0; k < joint.length; k++) {
      Predictor predictor = new Predictor(model.network());
      double[] z = predictor.read(vocabulary.idOf('\n'));
      joint[k] = softmax(z)[symbols[k]];
      z = predictor.read(symbols[k]);
      for (int token : vocabulary.encode(prime)) {
        joint[k] *= softmax(z)[token];
        z = predictor.read(token);
      }
    }
    double p = joint[label] / Arrays.stream(joint).sum();
    Predictor predictor = new Predictor(model.network());
    predictor.read(vocabulary.idOf('\n'));
    double[] z = predictor.read(symbols[label]);
    for (int token : vocabulary.encode(prime)) {
      z = predictor.read(token);
    }
    for (int i = prime.length(); i <= text.length(); i++) {
      for (int symbol : symbols) {
        z[symbol] = Double.NEGATIVE_INFINITY;
      }
      if (i == 0) {
        z[vocabulary.idOf('\n')] = Double.NEGATIVE_INFINITY;
      }
      int token = vocabulary.idOf(i < text.length() ? text.charAt(i) : '\n');
      p *= softmax(z)[token];
      z = predictor.read(token);
    }
    return p;
  }

  private static double[] softmax(double[] z) {
    double[] e = Arrays.stream(z).map(Math::exp).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(x -> x / sum).toArray();
  }

  private static List<String> labelledTexts(RecordGenerator generator, Model model) {
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      WrittenRecord record = generator.next().orElseThrow();
      drawn.add(record.labelName(model).orElseThrow() + ":" + record.text());
    }
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b", "aba"})
  void labels_areDrawnAsOftenAsTheyGoWithThePrime(String prime) {
    Model model = labelled();
    Map<String, Double> expected = new TreeMap<>();
    for (int label = 0; label < LABELS.size(); label++) {
      for (String text : texts(prime, 8)) {
        if (!text.isEmpty()) {
          expected.put(
              LABELS.names().get(label) + ":" + text,
              labelledProbability(model, label, prime, text));
        }
      }
    }

    RecordGenerator generator =
        Sampling.length(1000).seed(6).prime(prime).records().generator(model);

    assertDrawnWith(expected, labelledTexts(generator, model));
  }

  @Test
  void givenLabel_isTheOnlyOne_andNoOtherSymbolIsDrawn() {
    Model model = labelled();
    RecordGenerator generator =
        Sampling.length(20).seed(6).temperature(5).records().label("middle").generator(model);
    for (int i = 0; i < 2000; i++) {
      WrittenRecord record = generator.next().orElseThrow();
      assertThat(record.label()).isEqualTo(2);
      assertThat(record.text()).matches("[ab]+");
      assertThat(record.scored(model)).startsWith(LABELS.tokens(model.vocabulary())[2]);
    }
  }

  @Test
  void sameSeed_drawsTheSame_andEachRecordCanBeDrawnAlone() {
    Model model = model(CellType.GRU);
    RecordSampling how = Sampling.length(30).seed(9).temperature(1.5).topP(0.95).records();
    List<String> all = how.from(model, 50);

    assertThat(how.from(model, 50)).isEqualTo(all);
    assertThat(Sampling.length(30).seed(10).temperature(1.5).topP(0.95).records().from(model, 50))
        .isNotEqualTo(all);
    for (int i = 49; i >= 0; i--) {
      RecordGenerator one = how.generator(model).from(i);
      assertThat(one.next().orElseThrow().text()).isEqualTo(all.get(i));
      assertThat(one.stream()).isEqualTo(i);
    }
  }

  @Test
  void unique_passesOverWhatWasDrawnBefore() {
    Model model = model(CellType.GRU);
    List<String> all = Sampling.length(30).seed(2).records().from(model, 400);
    Set<String> different = new LinkedHashSet<>(all);
    RecordGenerator generator = Sampling.length(30).seed(2).records().unique().generator(model);

    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < different.size(); i++) {
      drawn.add(generator.next().orElseThrow().text());
    }

    assertThat(different.size()).isBetween(5, 350);
    assertThat(drawn).containsExactlyElementsOf(different);
    assertThat(generator.repeated()).isEqualTo(generator.stream() + 1 - different.size());
  }

  @Test
  void novel_passesOverTheRecordsOfTheTraining() {
    Model plain = model(CellType.GRU);
    List<String> all = Sampling.length(30).seed(2).records().from(plain, 400);
    Set<String> known = Set.of(all.get(0), all.get(5), "bbbbbbbbbb");
    Model model = plain.withKnown(known(plain, known));
    List<String> others = all.stream().filter(text -> !known.contains(text)).toList();

    RecordGenerator generator = Sampling.length(30).seed(2).records().novel().generator(model);
    List<String> drawn =
        Stream.generate(() -> generator.next().orElseThrow().text()).limit(others.size()).toList();

    assertThat(drawn).isEqualTo(others);
    assertThat(generator.known()).isPositive().isEqualTo(generator.stream() + 1 - others.size());
    assertThatThrownBy(() -> Sampling.length(30).records().novel().from(plain, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--remember");
  }

  @Test
  void novel_heedsTheRecordsOfAllLabels() {
    Model plain = labelled();
    String left = LABELS.names().get(0);
    String first = Sampling.length(30).seed(2).records().label(left).from(plain, 1).get(0);
    // It stands among the records of another label.
    Model model = plain.withKnown(known(plain, Set.of(Labels.symbol(1) + first)));

    RecordGenerator generator =
        Sampling.length(30).seed(2).records().label(left).novel().generator(model);

    assertThat(generator.next().orElseThrow().text()).isNotEqualTo(first);
    assertThat(generator.known()).isPositive();
  }

  private static KnownRecords known(Model model, Set<String> texts) {
    int[][] tokens = texts.stream().map(model.vocabulary()::encode).toArray(int[][]::new);
    return KnownRecords.of(
        RecordTokens.of(
            model.vocabulary().size(), tokens, model.requireRecords().tokens(model.vocabulary())));
  }

  @Test
  void noNewRecord_isToldAfterManyTries() {
    Model model = model(CellType.GRU);
    RecordGenerator generator =
        Sampling.length(5).temperature(0).records().unique().generator(model);

    assertThat(generator.next()).isPresent();
    assertThat(generator.next()).isEmpty();
    assertThat(generator.repeated()).isEqualTo(RecordGenerator.TRIES);
    assertThat(Sampling.length(5).temperature(0).records().unique().from(model, 3)).hasSize(1);
  }

  @Test
  void longRecord_isCut_andSaysSo() {
    Model model = model(CellType.GRU);
    RecordGenerator generator = Sampling.length(2).seed(1).prime("a").records().generator(model);
    int whole = 0;
    for (int i = 0; i < 200; i++) {
      WrittenRecord record = generator.next().orElseThrow();
      whole += record.whole() ? 1 : 0;
      // Two tokens after the prime: the border is one of them, or there is none.
      assertThat(record.tokens().length).isLessThanOrEqualTo(record.whole() ? 2 : 3);
      assertThat(record.text()).startsWith("a");
    }
    assertThat(whole).isBetween(1, 199);
  }

  @Test
  void unknownSymbol_isNeverDrawn() throws IOException {
    CorpusReader reader = new CorpusReader(CorpusConfig.DEFAULT.withMinCount(2));
    reader.add("aabb\nab\nxyz\n", "text");
    Vocabulary vocabulary = reader.toCorpus().vocabulary();
    Model model =
        RandomModels.of(
                new EjmlLinearAlgebra(),
                new NetworkConfig(CellType.GRU, vocabulary.size(), 5),
                vocabulary)
            .withRecords(RecordBorder.LINE);
    assertThat(vocabulary.unknownId()).isNotEqualTo(Vocabulary.NONE);

    assertThat(Sampling.length(20).temperature(50).records().from(model, 500))
        .allMatch(text -> text.matches("[ab]+"));
  }

  @ParameterizedTest
  @CsvSource({"word", "byte"})
  void wordsAndBytes_makeRecordsToo(String unit) {
    Vocabulary vocabulary =
        unit.equals("byte")
            ? Vocabulary.ofBytes()
            : Vocabulary.ofWords(List.of("error", " ", "at", "12", "\n", ":"));
    RecordBorder border = new RecordBorder(unit.equals("byte") ? "\r\n" : "\n");
    Model model =
        RandomModels.of(
                new EjmlLinearAlgebra(),
                new NetworkConfig(CellType.GRU, vocabulary.size(), 5),
                vocabulary)
            .withRecords(border);

    RecordGenerator generator = Sampling.length(4000).prime("at").records().generator(model);

    for (int i = 0; i < 30; i++) {
      WrittenRecord record = generator.next().orElseThrow();
      assertThat(record.text()).startsWith("at").doesNotContain(border.text());
      assertThat(vocabulary.decode(record.tokens())).isEqualTo(record.text());
    }
  }

  @Test
  void whatIsNoRecord_isRefused() {
    Model model = model(CellType.RNN);
    Model text = RandomModels.of(CellType.RNN, "ab\n");
    assertThatThrownBy(() -> Sampling.length(5).records().from(text, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("continuous text");
    assertThatThrownBy(() -> Sampling.length(5).prime("a\nb").records().from(model, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("border");
    assertThatThrownBy(() -> Sampling.length(5).records().label("left").from(model, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labels");
    assertThatThrownBy(() -> Sampling.length(5).records().label("top").from(labelled(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("left, right, middle");
    assertThatThrownBy(
            () -> Sampling.length(5).prime(Labels.symbol(1)).records().from(labelled(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label");
    assertThatThrownBy(() -> Sampling.length(5).records().generator(model).from(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ------------------------------------------------------------------------ TextGenerator

  @ParameterizedTest
  @ValueSource(strings = {"\n", "b\n"})
  void textGenerator_readsEachRecordFromItsStart(String border) {
    Model model = RandomModels.of(CellType.LSTM, "abc\n").withRecords(new RecordBorder(border));
    TextGenerator alone = generator(model).read("ca");
    TextGenerator after = generator(model).read("abc" + border + "cc" + border + "ca");

    assertThat(after.state()).isEqualTo(alone.state());
    assertThat(after.generate(60)).isEqualTo(alone.generate(60));
    Predictor predictor = new Predictor(model.network());
    for (int token : model.vocabulary().encode("\nca")) {
      predictor.read(token);
    }
    assertThat(generator(model).read("ca").state()).isEqualTo(predictor.state());
  }

  @Test
  void textGenerator_writesOneRecordAfterTheOther() {
    Model model = model(CellType.GRU);
    String text = Sampling.length(3000).seed(8).from(model);
    List<String> records = Arrays.asList(text.split("\n"));

    assertThat(records).hasSizeGreaterThan(100).doesNotContain("");
    double some = 1 - probability(model, "");
    assertDrawnWith(
        probabilities(
            texts("", 8).stream().filter(one -> !one.isEmpty()).toList(),
            one -> probability(model, one) / some),
        records.subList(0, records.size() - 1));
  }

  @Test
  void restoredState_goesOnInItsRecord() {
    Model model = labelled();
    TextGenerator start = generator(model).beginRecord();
    TextGenerator inside = generator(model).read(Labels.symbol(1) + "a");

    assertThat(symbols()).contains(generator(model).restore(start.state()).generate(1));
    assertThat(generator(model).restore(inside.state()).generate(20))
        .isEqualTo(inside.generate(20));
  }

  private static TextGenerator generator(Model model) {
    return new TextGenerator(
        model, TokenSampler.temperature(0), new RandomStreams(1).stream("sample", 0));
  }

  // ------------------------------------------------------------------------ BeamSearch

  @ParameterizedTest
  @ValueSource(strings = {"", "ba"})
  void beam_findsTheMostProbableRecords(String prime) {
    Model model = model(CellType.GRU);
    RecordScore begins = new RecordScorer(model).score(model.vocabulary().encode(prime));
    List<String> best =
        texts(prime, prime.length() + 7).stream()
            .filter(text -> !text.isEmpty())
            .sorted(Comparator.comparingDouble((String text) -> -probability(model, text)))
            .limit(10)
            .toList();

    List<BeamSearch.FoundRecord> found =
        new BeamSearch(model, 300).records(30, Optional.empty(), model.vocabulary().encode(prime));

    assertThat(begins.length()).isEqualTo(prime.length());
    assertThat(found).hasSizeGreaterThanOrEqualTo(10);
    for (int i = 0; i < best.size(); i++) {
      BeamSearch.FoundRecord one = found.get(i);
      assertThat(one.record().text()).as("record %d", i).isEqualTo(best.get(i));
      assertThat(one.logProbability())
          .isCloseTo(Math.log(probability(model, best.get(i))), within(1e-6));
    }
  }

  @Test
  void beam_comparesTheRecordsOfAllLabels() {
    Model model = labelled();
    RecordScorer scorer = new RecordScorer(model);
    List<String> best = new ArrayList<>();
    for (int label = 0; label < LABELS.size(); label++) {
      for (String text : texts("b", 8)) {
        best.add(Labels.symbol(label) + text);
      }
    }
    ToDoubleFunction<String> cost =
        text -> scorer.score(model.vocabulary().encode(text)).total().nats();
    best.sort(Comparator.comparingDouble(cost));

    List<BeamSearch.FoundRecord> found =
        new BeamSearch(model, 200).records(20, Optional.empty(), model.vocabulary().encode("b"));
    List<BeamSearch.FoundRecord> ofOne =
        new BeamSearch(model, 200)
            .records(20, Optional.of("right"), model.vocabulary().encode("b"));

    for (int i = 0; i < 10; i++) {
      BeamSearch.FoundRecord one = found.get(i);
      assertThat(Labels.symbol(one.record().label()) + one.record().text()).isEqualTo(best.get(i));
      assertThat(-one.logProbability()).isCloseTo(cost.applyAsDouble(best.get(i)), within(1e-6));
    }
    assertThat(ofOne).isNotEmpty().allMatch(one -> one.record().label() == 1);
  }
}
