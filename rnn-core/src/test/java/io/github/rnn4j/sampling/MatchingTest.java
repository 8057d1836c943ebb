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
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingTest {
  private static final int DRAWS = 20_000;
  private static final int EXPRESSIONS = 400;
  private static final String[] ATOMS = {
    "a", "b", "c", ".", "[ab]", "[^a]", "[a-c&&[^b]]", "\\x61", "(?i:B)", "\\Qa\\E", "[]a]", "\\w"
  };
  private static final String[] QUANTIFIERS = {
    "", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?", "??", "{0}"
  };

  private static Model model(String alphabet) {
    return RandomModels.of(CellType.GRU, alphabet);
  }

  private static Model lines(String alphabet) {
    return model(alphabet + "\n").withRecords(RecordBorder.LINE);
  }

  private static Model ofBytes() {
    Vocabulary bytes = Vocabulary.ofBytes();
    NetworkConfig config = new NetworkConfig(CellType.GRU, bytes.size(), 7);
    return RandomModels.of(new EjmlLinearAlgebra(), config, bytes);
  }

  private static Model ofWords(String... words) {
    Vocabulary vocabulary = Vocabulary.ofWords(List.of(words));
    NetworkConfig config = new NetworkConfig(CellType.GRU, vocabulary.size(), 7);
    return RandomModels.of(new EjmlLinearAlgebra(), config, vocabulary);
  }

  private static String expression(SplittableRandom random, int depth) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(depth == 0 ? 3 : 4);
    for (int i = 0; i < parts; i++) {
      boolean group = depth > 0 && random.nextInt(3) == 0;
      text.append(
          group
              ? (random.nextBoolean() ? "(" : "(?:")
                  + expression(random, depth - 1)
                  + (random.nextBoolean() ? "|" + expression(random, depth - 1) : "")
                  + ")"
              : ATOMS[random.nextInt(ATOMS.length)]);
      text.append(QUANTIFIERS[random.nextInt(QUANTIFIERS.length)]);
    }
    return text.toString();
  }

  private static final String[] PIECES =
      ("a|b|A|1|-|]|[|[^|(|(?:|(?i)|(?i:|(?-i)|(?s)|)|*|+|?|{2}|{1,}|{0,2}|}|\\|\\Q|\\E|\\d|\\w"
              + "|\\p{L}|\\pL|\\p{Lower}|\\x61|\\u0061|\\0101|\\07|\\n|&&|.|^|$|\\A|\\z|\\x{61}"
              + "|\\N{LATIN SMALL LETTER A}|(?<n>|:|\\-|\\]|#| |(?u)|(?iu)|\\R|\\b|[\\p{L}*&&]")
          .split("\\|");

  @Test
  void whateverPatternTakes_isRefused_orMeansTheSame() {
    Model model = model("abA1-]\n");
    List<String> texts = texts("abA1-]\n", 3);
    SplittableRandom random = new SplittableRandom(11);
    int understood = 0;
    for (int i = 0; i < 4000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(7); n >= 0; n--) {
        text.append(random.nextInt(8) == 0 ? "|" : PIECES[random.nextInt(PIECES.length)]);
      }
      String regex = text.toString();
      Match start;
      try {
        start = Matching.of(regex, model).start();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining(regex);
        continue;
      }
      understood++;
      Pattern pattern = Pattern.compile(regex);
      for (String one : texts) {
        Match match = start;
        for (int token : model.vocabulary().encode(one)) {
          match = match.after(token);
        }
        assertThat(match.isEnd())
            .as("%s on '%s'", regex, one)
            .isEqualTo(pattern.matcher(one).matches());
      }
    }
    assertThat(understood).isGreaterThan(400);
  }

  /** All texts of these characters, shorter ones first. */
  private static List<String> texts(String alphabet, int longest) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < alphabet.length() && texts.get(i).length() < longest; j++) {
        texts.add(texts.get(i) + alphabet.charAt(j));
      }
    }
    return texts;
  }

  /** For each text the fewest characters that are missing to one of these, if any. */
  private static Map<String, Integer> missing(List<String> whole) {
    Map<String, Integer> missing = new TreeMap<>();
    for (String text : whole) {
      for (int i = 0; i <= text.length(); i++) {
        missing.merge(text.substring(0, i), text.length() - i, Math::min);
      }
    }
    return missing;
  }

  /** The model's tokens that may come after a text, the end (V) of continuous text among them. */
  private static List<Integer> allowed(Model model, Match match) {
    int size = model.vocabulary().size();
    double[] logits = new double[model.records().isEmpty() ? size + 1 : size];
    if (model.records().isEmpty()) {
      match.addEnd(logits);
    } else {
      for (int token = 0; token < logits.length; token++) {
        logits[token] = match.allows(token) ? 0 : Double.NEGATIVE_INFINITY;
      }
    }
    return IntStream.range(0, logits.length).filter(i -> logits[i] == 0).boxed().toList();
  }

  /**
   * Whatever may be read with so many tokens left is read, and is, for each number, just what
   * begins a text of the list.
   */
  private static void assertSameTexts(Model model, String regex, List<String> whole, int longest) {
    if (whole.isEmpty()) {
      return;
    }
    Map<String, Integer> missing = missing(whole);
    Match start = Matching.of(regex, model).start();
    for (int most = 0; most <= longest; most++) {
      List<String> texts = new ArrayList<>(List.of(""));
      List<Match> places = new ArrayList<>(List.of(start.within(most)));
      for (int i = 0; i < texts.size(); i++) {
        String text = texts.get(i);
        for (int token = 0; token < model.vocabulary().size(); token++) {
          String longer = text + model.vocabulary().textOf(token);
          boolean wanted =
              missing.containsKey(longer) && missing.get(longer) <= most - longer.length();
          assertThat(places.get(i).allows(token))
              .as("%s: '%s' of at most %d", regex, longer, most)
              .isEqualTo(wanted);
          if (wanted) {
            texts.add(longer);
            places.add(places.get(i).after(token));
          }
        }
        assertThat(places.get(i).isEnd())
            .as("%s: '%s' ends", regex, text)
            .isEqualTo(whole.contains(text));
      }
    }
  }

  @Test
  void continuousText_mayGoOnAndEnd_whereJavasPatternSays() {
    Model model = model("abc");
    List<String> texts = texts("abc", 5);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < EXPRESSIONS; i++) {
      String regex = expression(random, 2);
      Pattern pattern = Pattern.compile(regex);
      List<String> whole = texts.stream().filter(t -> pattern.matcher(t).matches()).toList();
      assertSameTexts(model, regex, whole, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "aa", "ab", "aab", "aba"})
  void records_mayGoOnAndEnd_whereJavasPatternSays(String border) {
    Model model = model("abc").withRecords(new RecordBorder(border));
    List<String> texts =
        texts("abc", 6).stream()
            .filter(
                text ->
                    text.length() > border.length()
                        && text.indexOf(border) == text.length() - border.length())
            .toList();
    SplittableRandom random = new SplittableRandom(border.hashCode());
    for (int i = 0; i < EXPRESSIONS / 4; i++) {
      String regex = expression(random, 2);
      Pattern pattern = Pattern.compile(regex);
      List<String> whole =
          texts.stream()
              .filter(t -> pattern.matcher(t.substring(0, t.length() - border.length())).matches())
              .toList();
      assertSameTexts(model, regex, whole, 6);
    }
  }

  /** P of each whole text, each token's being its share among those that go on. */
  private static Map<String, Double> probabilities(Model model, List<String> whole, String read) {
    Map<String, Integer> missing = missing(whole);
    Vocabulary vocabulary = model.vocabulary();
    Map<String, Double> result = new TreeMap<>();
    for (String text : whole) {
      double p = 1;
      Predictor predictor = new Predictor(model.network());
      double[] logits = predictor.read(vocabulary.idOf(read));
      for (int i = 0; i <= text.length(); i++) {
        double[] all = Distribution.logProbabilities(logits);
        double on = 0;
        for (int token = 0; token < all.length; token++) {
          boolean goes = missing.containsKey(text.substring(0, i) + vocabulary.textOf(token));
          on += goes ? Math.exp(all[token]) : 0;
        }
        boolean end = model.records().isEmpty() && whole.contains(text.substring(0, i));
        if (i == text.length()) {
          p *= end ? 1 - on : 1;
        } else {
          int token = vocabulary.idOf(text.codePointAt(i));
          p *= Math.exp(all[token]) / (end ? 1 : on);
          logits = predictor.read(token);
        }
      }
      result.put(text, p);
    }
    return result;
  }

  private static void assertDrawnWith(Map<String, Double> probabilities, List<String> drawn) {
    double total = probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(total).isCloseTo(1, within(1e-9));
    assertThat(drawn).isSubsetOf(probabilities.keySet());
    probabilities.forEach(
        (text, p) -> {
          double expected = p * drawn.size();
          double deviation = Math.sqrt(expected * (1 - p)) + 1e-9;
          long count = drawn.stream().filter(text::equals).count();
          assertThat((double) count).as(text).isCloseTo(expected, within(4.5 * deviation + 1));
        });
  }

  @Test
  void records_areDrawnFromTheRestrictedDistribution() {
    Model model = lines("ab");
    String regex = "a[ab]b|b{1,3}|ab?a";
    List<String> whole =
        texts("ab", 4).stream().filter(t -> t.matches(regex)).map(t -> t + "\n").toList();
    Matching matching = Matching.of(regex, model);

    List<String> drawn =
        Sampling.length(9).matching(matching).seed(3).records().from(model, DRAWS).stream()
            .map(text -> text + "\n")
            .toList();

    Map<String, Double> probabilities = probabilities(model, whole, "\n");
    assertThat(probabilities).hasSize(7);
    assertDrawnWith(probabilities, drawn);
    List<BeamSearch.FoundRecord> found =
        new BeamSearch(model, 50).matching(matching).records(9, Optional.empty());
    assertThat(found)
        .extracting(one -> one.record().text() + "\n")
        .containsExactlyInAnyOrderElementsOf(whole);
  }

  @Test
  void continuousTexts_areDrawnFromTheRestrictedDistribution_andEnd() {
    Model model = model("ab\n");
    String regex = "a[ab]b|b{1,3}|ab?a|b";
    List<String> whole = texts("ab", 4).stream().filter(t -> t.matches(regex)).toList();
    Matching matching = Matching.of(regex, model);

    List<String> drawn = Sampling.length(9).matching(matching).seed(3).from(model, DRAWS);

    Map<String, Double> probabilities = probabilities(model, whole, "\n");
    assertDrawnWith(probabilities, drawn);
    TextGenerator read =
        new TextGenerator(model, TokenSampler.temperature(1), new RandomStreams(1).stream("", 0))
            .read("\n");
    List<BeamSearch.Found> found =
        new BeamSearch(model, 50).matching(matching).search(read.state(), 9);
    assertThat(found).extracting(BeamSearch.Found::text).hasSameElementsAs(whole);
    for (BeamSearch.Found one : found) {
      assertThat(one.score() * one.text().length()).isCloseTo(one.logProbability(), within(1e-12));
    }
  }

  @Test
  void aNarrowBeam_doesNotPutOffWhatMustBeThere() {
    // The least probable character, which a beam of two would do without for as long as it may.
    for (char rare : "abcdef".toCharArray()) {
      Model model = lines("abcdef");
      Matching matching = Matching.of(".*" + rare + ".*", model);
      List<BeamSearch.FoundRecord> wide =
          new BeamSearch(model, 400).matching(matching).records(30, Optional.empty());
      List<BeamSearch.FoundRecord> narrow =
          new BeamSearch(model, 12).matching(matching).records(30, Optional.empty());
      assertThat(narrow).allMatch(one -> one.record().text().indexOf(rare) >= 0);
      assertThat(narrow.get(0).logProbability())
          .as("%s", rare)
          .isCloseTo(wide.get(0).logProbability(), within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 100})
  void aTightLength_isNeverStuck(int length) {
    Model model = lines("abcdef");
    String regex = "(a|bcd|e*f)(ab)*";
    Sampling how = Sampling.length(length).matching(Matching.of(regex, model)).seed(5);
    RecordGenerator generator = how.temperature(3).records().generator(model);
    for (int i = 0; i < 500; i++) {
      WrittenRecord record = generator.next().orElseThrow();
      assertThat(record.whole()).isTrue();
      assertThat(record.text()).matches(regex).hasSizeLessThan(length);
    }
    Model text = model("abcdef");
    for (int i = 0; i < 200; i++) {
      String drawn = Sampling.length(length).matching(Matching.of(regex, text)).numbered(text, i);
      assertThat(drawn).matches(regex).hasSizeLessThanOrEqualTo(length);
    }
  }

  @Test
  void settings_chooseAmongWhatMatches_andASeedDrawsTheSame() {
    Model model = lines("abcdef");
    Sampling how = Sampling.length(30).matching(Matching.of("[a-c]{2,8}f", model)).seed(5);
    List<Sampling> some =
        List.of(
            how.temperature(0),
            how.topP(0.3),
            how.topK(1),
            how.minP(0.9),
            how.repetitionPenalty(3).temperature(2));
    for (Sampling one : some) {
      List<String> drawn = one.records().from(model, 50);
      assertThat(drawn).hasSize(50).allMatch(text -> text.matches("[a-c]{2,8}f"));
      assertThat(one.records().from(model, 50)).isEqualTo(drawn);
    }
    assertThat(how.records().unique().from(model, 100)).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void thePrime_isPartOfWhatMatches() {
    Model model = lines("abc");
    Sampling how = Sampling.length(9).matching(Matching.of("ab+c", model)).seed(5);
    assertThat(how.prime("abb").records().from(model, 50)).allMatch(t -> t.matches("abb+c"));
    assertThatThrownBy(() -> how.prime("b").records().from(model, 1))
        .hasMessageContaining("begins with this prime");
    Model text = model("abc");
    Sampling continuous = Sampling.length(9).matching(Matching.of("ab+c", text)).prime("ab");
    assertThat(continuous.from(text, 50)).allMatch(t -> ("ab" + t).matches("ab+c"));
  }

  @Test
  void labels_standBeforeWhatMatches() {
    Labels labels = new Labels(List.of("left", "right"));
    Model model =
        model("ab\n" + Labels.symbol(0) + Labels.symbol(1))
            .withRecords(RecordBorder.LINE)
            .withLabels(labels, 1);
    Matching matching = Matching.of(".{2}", model);
    List<String> drawn =
        Sampling.length(3).matching(matching).seed(5).records().label("right").from(model, 60);
    assertThat(drawn).allMatch(text -> text.matches("[ab]{2}"));
    assertThat(new BeamSearch(model, 8).matching(matching).records(3, Optional.empty()))
        .hasSize(8)
        .allMatch(one -> one.record().text().matches("[ab]{2}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[à-ü]{3}", "[^x]", "\\p{L}{2}", "[\\x{1F600}-\\x{1F64F}]|ж{2}", "a.b", "\\W+z"})
  void bytes_areTheUtf8OfWhatMatches(String regex) {
    Model model = ofBytes();
    Sampling how = Sampling.length(20).matching(Matching.of(regex, model));
    List<String> drawn = how.from(model, 100);
    assertThat(drawn).allMatch(text -> text.matches(regex)).noneMatch(t -> t.contains("\uFFFD"));
    assertThat(drawn.stream().distinct()).hasSizeGreaterThan(4);
  }

  @Test
  void words_matchAsTheirCharacters() {
    Model model = ofWords("the", " ", "cat", "a", "then", "dog", "\n");
    String regex = "(the|a) [a-z]{3}( then? [a-z]{3})?";
    List<String> drawn = Sampling.length(9).matching(Matching.of(regex, model)).from(model, 200);
    assertThat(drawn).allMatch(text -> text.matches(regex)).contains("a dog");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a(?=b)b; (?=; lookaround",
        "(?!b)a; (?!; lookaround",
        "(?<=a)b; (?<=; lookaround",
        "(?<!a)b; (?<!; lookaround",
        "(a)\\1; \\1; back-reference",
        "(?<n>a)\\k<n>; \\k; back-reference",
        "a\\b; \\b; boundary",
        "a*+b; *+; possessive",
        "a{1,2}+b; {1,2}+; possessive",
        "(?>a*)b; (?>; atomic",
        "a^b; ^; anchors",
        "(a$)b; $; anchors",
        "(?x)a b; (?x; comments",
        "\\R; \\R; more than one character",
        "{2}a; {; stands after nothing",
        "[\\p{L}*&&]; &&]; java.util.regex",
        "a(b; none of java.util.regex; unclosed group",
        "a{200000}; automaton; 100,000 states",
        "(a?){3000}; automaton; 1,000,000 transitions",
        "q+; never seen; q",
        "a\\d; never seen; \\d",
      })
  void refusals_nameWhatAndWhy(String regex, String what, String why) {
    assertThatThrownBy(() -> Matching.of(regex, model("ab")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(regex)
        .hasMessageContaining(what)
        .hasMessageContaining(why);
  }

  @Test
  void whatMayBeLeftOut_mayStand() {
    Model model = model("aB1-");
    List<String> same = List.of("^a|B$", "\\A(?<n>a|B)\\z", "(?i)A|b", "\\Qa\\E|[B]");
    for (String regex : same) {
      assertThat(allowed(model, Matching.of(regex, model).start()))
          .as(regex)
          .containsExactly(model.vocabulary().idOf('B'), model.vocabulary().idOf('a'));
    }
    assertThat(Sampling.length(9).matching(Matching.of("\\Q1-\\E+", model)).from(model))
        .matches("1-+");
  }

  @Test
  void anExpressionWhoseDeterministicAutomatonExplodes_isDrawnFrom() {
    Model model = lines("ab");
    String regex = "(a|b)*a(a|b){20}";
    List<String> drawn =
        Sampling.length(60).matching(Matching.of(regex, model)).records().from(model, 20);
    assertThat(drawn).allMatch(text -> text.matches(regex));
  }

  @Test
  void aLengthBelowTheShortestMatch_isRefused() {
    Model model = lines("ab");
    Sampling how = Sampling.length(4).matching(Matching.of("a{4}", model));
    assertThatThrownBy(() -> how.records().from(model, 1))
        .hasMessageContaining("takes 5 more tokens")
        .hasMessageContaining("allows 4");
    Model text = model("ab");
    assertThat(Sampling.length(4).matching(Matching.of("a{4}", text)).from(text)).isEqualTo("aaaa");
    assertThatThrownBy(() -> Sampling.length(3).matching(Matching.of("a{4}", text)).from(text))
        .hasMessageContaining("takes 4 more tokens");
    assertThatThrownBy(
            () -> Sampling.length(9).stop("b").matching(Matching.of("a{4}", text)).from(text))
        .hasMessageContaining("stop");
    assertThatThrownBy(() -> Sampling.length(9).matching(Matching.of("a", text)).from(model("abc")))
        .hasMessageContaining("other tokens");
  }
}
