// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.ModelFileException;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.records.LabelEvidence;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordNgrams;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.scoring.RecordClassifier.Classification;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.training.HeldOut;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.Training;
import io.github.rnn4j.training.TrainingListener;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordClassifierTest {
  private static Model model;

  /** Vowels and consonants in turn, or in any order; three times as many of the first. */
  private static String words(boolean inTurn, int count, long seed) {
    return words(inTurn, count, 4, seed);
  }

  private static String words(boolean inTurn, int count, int shortest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int length = shortest + random.nextInt(6);
      for (int j = 0; j < length; j++) {
        boolean vowel = inTurn ? j % 2 == 1 : random.nextInt(2) == 0;
        text.append(
            vowel ? "aeio".charAt(random.nextInt(4)) : "bdlmnrst".charAt(random.nextInt(8)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  @BeforeAll
  static void train() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("in turn", words(true, 600, 1));
    texts.put("any order", words(false, 200, 2));
    model =
        Training.onLabelled(texts)
            .backend(new EjmlLinearAlgebra())
            .network(network -> network.cell(CellType.GRU).hiddenSize(24))
            .training(how -> how.dropout(0).learningRate(0.01))
            .heldOut(HeldOut.fraction(0.2))
            .epochs(12)
            .run();
  }

  private static List<int[]> tokens(String text) {
    return text.lines().map(line -> model.vocabulary().encode(line)).toList();
  }

  @Test
  void kinds_areToldApart() {
    RecordClassifier classifier = new RecordClassifier(model);
    long right =
        classifier.classify(tokens(words(true, 200, 3))).stream().filter(c -> c.best() == 0).count()
            + classifier.classify(tokens(words(false, 200, 4))).stream()
                .filter(c -> c.best() == 1)
                .count();

    // By chance 2 of 3 words of length 4 to 9 in any order are out of turn at one place or more;
    // the best that Bayes' rule can do here is over 0.95.
    assertThat(right / 400.0).isGreaterThan(0.9);
  }

  @Test
  void probabilities_areBayesRule() {
    Model alone = model.withLabels(model.requireLabels(), 1.5);
    assertBayesRule(alone, 1 / 1.5, 0);
    LabelEvidence evidence = model.labelEvidence().orElseThrow();
    assertBayesRule(model, evidence.networkWeight(), evidence.ngramWeight());
    RecordNgrams ngrams = evidence.ngrams();
    assertBayesRule(alone.withLabelEvidence(new LabelEvidence(ngrams, 0, 2)), 0, 2);
  }

  private static void assertBayesRule(Model some, double networkWeight, double ngramWeight) {
    RecordClassifier classifier = new RecordClassifier(some).priors(1, 3);
    RecordScorer scorer = new RecordScorer(some);
    RecordNgrams ngrams = model.labelEvidence().orElseThrow().ngrams();
    int[] border = some.vocabulary().encode("\n");
    for (String word : List.of("bada", "tttaai", "m", "reromi")) {
      double[] joint = new double[2];
      for (int k = 0; k < 2; k++) {
        RecordScore score = scorer.score(model.vocabulary().encode(Labels.symbol(k) + word));
        double counts = ngrams.logProbability(k, some.vocabulary().encode(word), border);
        double network = score.token(0).nats() - score.total().nats();
        double likelihood = Math.exp(networkWeight * network + ngramWeight * counts);
        joint[k] = (k == 0 ? 0.25 : 0.75) * likelihood;
      }

      Classification c = classifier.classify(word);

      assertThat(c.probabilities()[0]).isCloseTo(joint[0] / (joint[0] + joint[1]), within(1e-9));
      assertThat(c.probabilities()[0] + c.probabilities()[1]).isCloseTo(1, within(1e-12));
      assertThat(c.best() + c.runnerUp()).isEqualTo(1);
    }
  }

  @Test
  void priors_areThoseOfTheTraining_unlessOthersAreGiven() {
    assertThat(new RecordClassifier(model).priors()[0]).isCloseTo(0.75, within(0.05));
    assertThat(new RecordClassifier(model).priors(2, 6).priors()).containsExactly(0.25, 0.75);
    assertThatThrownBy(() -> new RecordClassifier(model).priors(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 priors for 2 labels");
    assertThatThrownBy(() -> new RecordClassifier(model).priors(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void temperature_makesHeldOutLabelsMostProbable() {
    Labels labels = model.requireLabels();
    String text =
        labels.mark(0, words(true, 90, 1, 5), RecordBorder.LINE)
            + labels.mark(1, words(false, 90, 1, 6), RecordBorder.LINE);
    RecordTokens records =
        RecordTokens.find(
            Tokens.of(model.vocabulary().size(), model.vocabulary().encode(text)),
            model.vocabulary().encode("\n"));

    double best = RecordClassifier.temperature(model, records);

    double at = cost(model.withLabels(labels, best));
    assertThat(at).isLessThan(cost(model.withLabels(labels, best * 1.05)));
    assertThat(at).isLessThan(cost(model.withLabels(labels, best / 1.05)));
    assertThat(model.labelTemperature()).isNotEqualTo(1);
  }

  @Test
  void weights_makeHeldOutLabelsMostProbable() {
    Labels labels = model.requireLabels();
    String text =
        labels.mark(0, words(true, 90, 1, 5), RecordBorder.LINE)
            + labels.mark(1, words(false, 90, 1, 6), RecordBorder.LINE);
    RecordTokens records =
        RecordTokens.find(
            Tokens.of(model.vocabulary().size(), model.vocabulary().encode(text)),
            model.vocabulary().encode("\n"));
    RecordNgrams ngrams = model.labelEvidence().orElseThrow().ngrams();

    Model calibrated = RecordClassifier.calibrate(model, Optional.of(ngrams), records);

    assertThat(calibrated.labelTemperature())
        .isEqualTo(RecordClassifier.temperature(model, records));
    LabelEvidence best = calibrated.labelEvidence().orElseThrow();

    double a = best.networkWeight();
    double b = best.ngramWeight();
    assertThat(a).isPositive();
    assertThat(b).isPositive();
    double at = cost(a, b);
    for (double off : new double[] {-0.05, 0.05}) {
      assertThat(at).isLessThan(cost(a + off, b));
      assertThat(at).isLessThan(cost(a, b + off));
      assertThat(at).isLessThan(cost(a + off, b - off));
    }
  }

  /** The cost of the labels with the two weights, and that of the weights themselves. */
  private static double cost(double a, double b) {
    RecordNgrams ngrams = model.labelEvidence().orElseThrow().ngrams();
    return cost(model.withLabelEvidence(new LabelEvidence(ngrams, a, b)))
        + ((a - 0.5) * (a - 0.5) + (b - 0.5) * (b - 0.5)) / 2;
  }

  @Test
  void witnessThatSaysTheContrary_isNotHeard() {
    double[] first = {0, -4};
    double[] second = {-4, 0};
    double[][][] logs = new double[40][][];
    int[] truth = new int[40];
    for (int i = 0; i < 40; i++) {
      truth[i] = i % 2;
      boolean right = i % 10 != 0;
      boolean wrong = i % 4 == 1;
      logs[i] =
          new double[][] {
            right == (truth[i] == 0) ? first : second, wrong == (truth[i] == 0) ? first : second
          };
    }
    double[] even = {Math.log(0.5), Math.log(0.5)};

    double[] heard = new LabelWeights(even, logs, truth).fit();
    assertThat(heard[0]).isPositive();
    assertThat(heard[1]).isZero();
    for (double[][] both : logs) {
      double[] other = both[0];
      both[0] = both[1];
      both[1] = other;
    }
    double[] swapped = new LabelWeights(even, logs, truth).fit();
    assertThat(swapped[0]).isZero();
    assertThat(swapped[1]).isCloseTo(heard[0], within(1e-6));
  }

  @Test
  void fewRecords_areToldApartByWhatTheyAreMadeOf_whereTheNetworkKnowsNothingYet()
      throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("in turn", words(true, 120, 1));
    texts.put("any order", words(false, 120, 2));
    Training training =
        Training.onLabelled(texts)
            .backend(new EjmlLinearAlgebra())
            .network(network -> network.cell(CellType.GRU).hiddenSize(4))
            .heldOut(HeldOut.fraction(0.2))
            .steps(1);

    Model both = training.run();

    Model alone = both.withLabels(both.requireLabels(), both.labelTemperature());
    assertThat(rightOf(alone)).isBetween(100L, 300L);
    assertThat(rightOf(both)).isGreaterThan(350);
  }

  /** How many of 400 records are told right. */
  private static long rightOf(Model some) {
    RecordClassifier classifier = new RecordClassifier(some);
    return words(true, 200, 3).lines().filter(w -> classifier.classify(w).best() == 0).count()
        + words(false, 200, 4).lines().filter(w -> classifier.classify(w).best() == 1).count();
  }

  @Test
  void runThatIsResumed_countsTheSame(@TempDir Path folder) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("in turn", words(true, 60, 1));
    texts.put("any order", words(false, 30, 2));
    Supplier<Training> training =
        () ->
            Training.onLabelled(texts)
                .backend(new EjmlLinearAlgebra())
                .network(network -> network.cell(CellType.GRU).hiddenSize(4))
                .heldOut(HeldOut.fraction(0.2))
                .steps(8);
    TrainingRun[] half = new TrainingRun[1];
    half[0] =
        training
            .get()
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == 5) {
                      half[0].stop();
                    }
                  }
                })
            .prepare();
    half[0].run();
    Path file = folder.resolve("half.safetensors");
    half[0].save(file);

    Model resumed =
        Training.onLabelled(texts)
            .backend(new EjmlLinearAlgebra())
            .heldOut(HeldOut.fraction(0.2))
            .resume(file);

    assertThat(resumed.labelEvidence()).isPresent();
    assertThat(resumed.toBytes()).isEqualTo(training.get().run().toBytes());
  }

  @Test
  void temperature_staysFinite_whereAllAreToldRight() {
    Labels labels = model.requireLabels();
    String text =
        labels.mark(0, "badamo\nritana\n", RecordBorder.LINE)
            + labels.mark(1, "bddmms\naaeeio\n", RecordBorder.LINE);
    RecordTokens records =
        RecordTokens.find(
            Tokens.of(model.vocabulary().size(), model.vocabulary().encode(text)),
            model.vocabulary().encode("\n"));

    double temperature = RecordClassifier.temperature(model, records);

    // Four right answers are no reason to be surer than 5 to 1 or so.
    RecordClassifier classifier = new RecordClassifier(model.withLabels(labels, temperature));
    assertThat(classifier.classify("badamo").probabilities()[0]).isBetween(0.6, 0.995);
  }

  /** The cost of 180 labels, of which each is true with 181/182. */
  private static double cost(Model some) {
    RecordClassifier classifier = new RecordClassifier(some);
    double nats = 0;
    for (int truth = 0; truth < 2; truth++) {
      String words = truth == 0 ? words(true, 90, 1, 5) : words(false, 90, 1, 6);
      for (Classification c : classifier.classify(tokens(words))) {
        nats -= 181 / 182.0 * Math.log(c.probabilities()[truth]);
        nats -= 1 / 182.0 * Math.log(c.probabilities()[1 - truth]);
      }
    }
    return nats;
  }

  @Test
  void model_keepsItsLabels() throws IOException {
    Model read = Model.of(SafetensorsFile.parse(model.toBytes(), "memory"), model.network().la());

    assertThat(read.requireLabels()).isEqualTo(model.requireLabels());
    assertThat(read.labelTemperature()).isEqualTo(model.labelTemperature());
    assertThat(read.calibration()).isPresent();
    assertThat(read.calibration().get().nanonats())
        .isEqualTo(model.calibration().orElseThrow().nanonats());
    assertThat(read.known().orElseThrow().hashes()).isEqualTo(model.known().orElseThrow().hashes());
    assertThat(read.labelEvidence()).isPresent();
    assertThat(read.toBytes()).isEqualTo(model.toBytes());
    assertThat(read.withoutTraces().labelEvidence()).isEmpty();
  }

  @Test
  void damagedEvidence_isRefused() throws IOException {
    LabelEvidence evidence = model.labelEvidence().orElseThrow();
    String weights = evidence.networkWeight() + " " + evidence.ngramWeight();
    for (String bad : List.of("0.5", "a b", "-1 1", "NaN 1", "1 1 1")) {
      byte[] bytes =
          new String(model.toBytes(), StandardCharsets.ISO_8859_1)
              .replace(weights, bad + " ".repeat(weights.length() - bad.length()))
              .getBytes(StandardCharsets.ISO_8859_1);

      assertThatThrownBy(() -> Model.of(SafetensorsFile.parse(bytes, "bad"), model.network().la()))
          .as(bad)
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("records.ngrams is damaged");
    }
    assertThatThrownBy(
            () ->
                model.withLabels(new Labels(List.of("a", "b", "c")), 1).withLabelEvidence(evidence))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void damagedLabels_areRefused() throws IOException {
    for (String labels :
        List.of("", "{}", "[\"a\"]", "[\"a\",\"a\"]", "[\"a\",2]", "[\"a\",\"b\"")) {
      SafetensorsWriter writer = model.withLabels(model.requireLabels(), 2).writer();
      byte[] bytes = writer.toBytes();
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      String before = "[\\\"in turn\\\",\\\"any order\\\"]";
      assertThat(text).contains(before);
      String escaped = labels.replace("\"", "\\\"");
      String padded = escaped + " ".repeat(before.length() - escaped.length());
      byte[] bad = text.replace(before, padded).getBytes(StandardCharsets.ISO_8859_1);

      assertThatThrownBy(() -> Model.of(SafetensorsFile.parse(bad, "bad"), model.network().la()))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("bad")
          .hasMessageContaining("labels");
    }
  }

  @Test
  void mark_putsTheSymbolBeforeEachRecord() {
    Labels labels = new Labels(List.of("a", "b"));

    assertThat(labels.mark(1, "x\r\n\ny", RecordBorder.LINE))
        .isEqualTo(Labels.symbol(1) + "x\n" + Labels.symbol(1) + "y\n");
    assertThatThrownBy(() -> labels.mark(0, "x" + Labels.symbol(3), RecordBorder.LINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stand for labels");
    assertThatThrownBy(() -> Training.onLabelled(Map.of("only", "x\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 to 1000 different labels");
  }
}
