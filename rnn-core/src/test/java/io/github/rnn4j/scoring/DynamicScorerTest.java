// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.model.StateDict;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Dynamic evaluation against PyTorch's, and against the static one. */
class DynamicScorerTest {
  private static final String ALPHABET = "\nabcdef";
  private static final DynamicEvaluation STILL = new DynamicEvaluation(0, 20, 0);

  static Stream<LinearAlgebra> backends() {
    return Stream.of(
        new EjmlLinearAlgebra(),
        new CommonsMathLinearAlgebra(),
        new JavaLinearAlgebra(),
        new VectorLinearAlgebra());
  }

  // ------------------------------------------------------------------------------------- PyTorch

  /** torch-dynamic.py has the rules, written out, with their rates and segments of 4. */
  @ParameterizedTest
  @MethodSource("backends")
  void bothRules_costWhatTheyCostInPyTorch(LinearAlgebra la) throws IOException {
    SafetensorsFile file = reference();
    Network network =
        new Network(
            la, NetworkConfig.builder(CellType.LSTM, 5, 7).layers(2).recurrentBias(true).build());
    StateDict.read(file, network, name -> !name.startsWith("rnn.") && !name.startsWith("decoder."));
    Model model = new Model(network, Vocabulary.of("abcde"));
    Tokens text = tokens(file, "ids");
    GradientStatistics statistics =
        new GradientStatistics(model, 4).read(tokens(file, "statistics")).finish();
    assertThat(statistics.count()).isEqualTo(8);

    double bound = la instanceof VectorLinearAlgebra ? 2e-4 : 3e-8;
    Score still = new Scorer(model).read(text).finish();
    assertThat(still.nats()).isCloseTo(sum(file, "static"), within(bound));
    assertThat(
            new DynamicScorer(model, new DynamicEvaluation(0.5, 4, 0.3)).read(text).finish().nats())
        .isCloseTo(sum(file, "sgd"), within(bound));
    assertThat(
            new DynamicScorer(model, new DynamicEvaluation(0.05, 4, 0.3), statistics)
                .read(text)
                .finish()
                .nats())
        .isCloseTo(sum(file, "rms"), within(bound));
    assertThat(Math.abs(sum(file, "sgd") - sum(file, "static"))).isGreaterThan(0.1);
    assertThat(Math.abs(sum(file, "rms") - sum(file, "static"))).isGreaterThan(0.1);
  }

  private static double sum(SafetensorsFile file, String name) throws IOException {
    return Arrays.stream(file.tensor(name).toDoubles()).sum();
  }

  private static Tokens tokens(SafetensorsFile file, String name) throws IOException {
    int[] ids = Arrays.stream(file.tensor(name).toLongs()).mapToInt(Math::toIntExact).toArray();
    return Tokens.of(5, ids);
  }

  private static SafetensorsFile reference() throws IOException {
    String resource = "/reference/torch-dynamic.safetensors";
    try (InputStream in = DynamicScorerTest.class.getResourceAsStream(resource)) {
      return SafetensorsFile.read(in, resource);
    }
  }

  // ------------------------------------------------------------------------------------- static

  @ParameterizedTest
  @MethodSource("backends")
  void rateZero_isTheStaticFigureToTheLastDigit(LinearAlgebra la) {
    for (CellType cell : CellType.values()) {
      Model model = model(la, cell).withNovelty(new Novelty(0.01));
      String text = text(150, 3) + "?" + text(100, 4) + "!!";
      Score still = new Scorer(model).read(text).finish();
      for (int segment : new int[] {1, 7, 20, 1000}) {
        DynamicEvaluation how = new DynamicEvaluation(0, segment, 0);
        assertThat(new DynamicScorer(model, how).read(text).finish())
            .as("%s, segments of %d", cell, segment)
            .isEqualTo(still);
        DynamicEvaluation pulled = new DynamicEvaluation(0, segment, 0.5);
        GradientStatistics statistics = new GradientStatistics(model, segment);
        model.vocabulary().encode(text(90, 5));
        for (int token : model.vocabulary().encode(text(90, 5))) {
          statistics.read(token);
        }
        assertThat(new DynamicScorer(model, pulled, statistics.finish()).read(text).finish())
            .isEqualTo(still);
      }
      assertThat(new DynamicScorer(model, new DynamicEvaluation(0.3, 20, 0)).read(text).finish())
          .isNotEqualTo(still);
    }
  }

  /** No token is predicted by weights that have seen it. */
  @Test
  void firstSegment_costsWhatItCostsWithoutLearning() {
    Model model = model(new EjmlLinearAlgebra(), CellType.GRU);
    DynamicEvaluation how = new DynamicEvaluation(5, 20, 0.1);
    String text = text(60, 8);
    assertThat(new DynamicScorer(model, how).read(text.substring(0, 21)).finish())
        .isEqualTo(new Scorer(model).read(text.substring(0, 21)).finish());
    assertThat(new DynamicScorer(model, how).read(text.substring(0, 23)).finish())
        .isNotEqualTo(new Scorer(model).read(text.substring(0, 23)).finish());
  }

  // ------------------------------------------------------------------------------------- promises

  @ParameterizedTest
  @EnumSource(CellType.class)
  void modelStays_andScorerIsAsNewAfterEachText(CellType cell) throws IOException {
    Model model = model(new VectorLinearAlgebra(), cell);
    byte[] before = model.toBytes();
    DynamicScorer scorer = new DynamicScorer(model, new DynamicEvaluation(0.5, 7, 0.01));
    Score first = scorer.read(text(200, 1)).finish();
    assertThat(scorer.read(text(200, 1)).finish()).isEqualTo(first);
    assertThat(model.toBytes()).isEqualTo(before);
    for (int threads : new int[] {2, 3}) {
      Model other = model(new VectorLinearAlgebra().withThreads(threads), cell);
      assertThat(
              new DynamicScorer(other, new DynamicEvaluation(0.5, 7, 0.01))
                  .read(text(200, 1))
                  .finish())
          .as("%d threads", threads)
          .isEqualTo(first);
    }
  }

  @Test
  void whatComesAgain_costsLess() {
    Model model = model(new EjmlLinearAlgebra(), CellType.LSTM);
    String text = "aab".repeat(300);
    double still = new Scorer(model).read(text).finish().natsPerCharacter();
    double learning =
        new DynamicScorer(model, new DynamicEvaluation(0.1, 20, 0))
            .read(text)
            .finish()
            .natsPerCharacter();
    assertThat(learning).isLessThan(0.8 * still);
  }

  @Test
  void rateTooHigh_isSaidToBeSo() {
    Model model = model(new EjmlLinearAlgebra(), CellType.LSTM);
    DynamicScorer scorer = new DynamicScorer(model, new DynamicEvaluation(1e300, 20, 0));
    assertThatThrownBy(() -> scorer.read(text(200, 1)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContainingAll("tokens of dynamic evaluation", "lower the rate", "1.0E300");
  }

  @Test
  void settingsAndStatistics_thatMakeNoSenseAreRefused() {
    Model model = model(new EjmlLinearAlgebra(), CellType.RNN);
    for (double rate : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new DynamicEvaluation(rate, 20, 0));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new DynamicEvaluation(1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DynamicEvaluation(1, 20, 1.5));
    GradientStatistics none = new GradientStatistics(model, 20);
    assertThatIllegalStateException()
        .isThrownBy(() -> new DynamicScorer(model, STILL, none))
        .withMessageContaining("statistics of no segment");
    Model other = model(new EjmlLinearAlgebra(), CellType.RNN);
    none.read(Tokens.of(7, 1, 2, 3)).finish();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicScorer(other, STILL, none))
        .withMessageContaining("another model");
    DynamicScorer scorer = new DynamicScorer(model, STILL);
    assertThatThrownBy(() -> scorer.read(7)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> scorer.score(1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> scorer.read(Vocabulary.NONE));
  }

  // ------------------------------------------------------------------------------------- records

  @Test
  void records_startFromZero_andWhatIsLearnedStays() {
    Model model =
        model(new EjmlLinearAlgebra(), CellType.GRU)
            .withRecords(RecordBorder.LINE)
            .withNovelty(new Novelty(0.01));
    int[] strange = {3, Vocabulary.NONE, 2, 5, 1, 1, Vocabulary.NONE};
    List<int[]> records = List.of(new int[] {2, 3, 4}, new int[0], strange, new int[] {6});
    List<RecordScore> still = new RecordScorer(model).score(records);
    DynamicScorer scorer = new DynamicScorer(model, new DynamicEvaluation(0, 3, 0));
    Score total = Score.NONE;
    for (int i = 0; i < records.size(); i++) {
      RecordScore score = scorer.score(records.get(i));
      assertThat(score.total()).isEqualTo(still.get(i).total());
      for (int at = 0; at <= records.get(i).length; at++) {
        assertThat(score.token(at)).isEqualTo(still.get(i).token(at));
      }
      total = total.plus(score.total());
    }
    assertThat(scorer.finish()).isEqualTo(total);

    GradientStatistics statistics = new GradientStatistics(model, 3);
    records.forEach(statistics::readRecord);
    assertThat(statistics.finish().count()).isEqualTo(2 + 1 + 2 + 1);
    DynamicScorer learning =
        new DynamicScorer(model, new DynamicEvaluation(0.05, 20, 0.01), statistics);
    assertThat(learning.score(2, 3, 4).total()).isEqualTo(still.get(0).total());
    assertThat(learning.score(2, 3, 4).total().nats()).isLessThan(still.get(0).total().nats());
  }

  // ------------------------------------------------------------------------------------- material

  private static Model model(LinearAlgebra la, CellType cell) {
    NetworkConfig config = NetworkConfig.builder(cell, ALPHABET.length(), 9).layers(2).build();
    return RandomModels.of(la, config, Vocabulary.of(ALPHABET));
  }

  private static String text(int length, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, length)
        .mapToObj(i -> "" + ALPHABET.charAt(random.nextInt(ALPHABET.length())))
        .collect(Collectors.joining());
  }
}
