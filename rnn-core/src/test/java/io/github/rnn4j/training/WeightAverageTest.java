// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Averages of the weights, held against sums over all weights that there were. */
class WeightAverageTest {
  private static final Corpus CORPUS =
      Corpus.of("the quick brown fox jumps over the lazy dog; pack my box with jugs. ".repeat(5));
  private static final LinearAlgebra EJML = new EjmlLinearAlgebra();

  /** Σ β^(t−i) θ⟨i⟩ / Σ β^(t−i), asked for at every step, or only at the last. */
  @ParameterizedTest(name = "{0} {1}, decay {2}")
  @CsvSource({
    "java, RNN, 0.9, true",
    "ejml, LSTM, 0.99, true",
    "ejml, GRU, 0.5, false",
    "commons-math, GRU, 0.999, false",
    "vector, LSTM, 0.9, true",
    "vector, RNN, 0.9999, false",
  })
  void ema_isTheWeightedMeanOfAllWeights(
      String backend, CellType cell, double decay, boolean often) {
    LinearAlgebra la = Backends.onClassPath().get(backend);
    Trainer trainer = trainer(la, cell, "ema:decay=" + decay, 1);
    List<double[]> history = new ArrayList<>();
    int steps = 40;
    for (int t = 1; t <= steps; t++) {
      trainer.step();
      history.add(numbers(trainer.network()));
      if (often || t == 1 || t == steps) {
        double sum = 0;
        double[] mean = new double[history.get(0).length];
        for (int i = 0; i < t; i++) {
          double weight = Math.pow(decay, t - 1 - i);
          sum += weight;
          for (int j = 0; j < mean.length; j++) {
            mean[j] += weight * history.get(i)[j];
          }
        }
        assertMean(trainer.averaged(), mean, sum, la.precision(), t);
      }
    }
    assertThat(trainer.averaged()).as("the same object").isSameAs(trainer.averaged());
  }

  @Test
  void emaOfOneUpdate_isItsWeights() {
    Trainer trainer = trainer(EJML, CellType.GRU, "ema:decay=0.9", 1);
    assertThat(numbers(trainer.averaged().network())).isEqualTo(numbers(trainer.network()));
    trainer.step();
    assertThat(numbers(trainer.averaged().network())).isEqualTo(numbers(trainer.network()));
    trainer.step();
    assertThat(numbers(trainer.averaged().network())).isNotEqualTo(numbers(trainer.network()));
  }

  @Test
  void emaThatKeepsNothing_isTheWeights() {
    Trainer trainer = trainer(EJML, CellType.RNN, "ema:decay=0", 1);
    for (int i = 0; i < 5; i++) {
      trainer.step();
      assertThat(numbers(trainer.averaged().network())).isEqualTo(numbers(trainer.network()));
    }
  }

  /**
   * With three evaluations a loss that rises begins the mean; before it is the weights. Asked for
   * at every step, or not before the mean has begun.
   */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"java, true", "ejml, false", "commons-math, true", "vector, false"})
  void asgd_isTheMeanSinceTheRise(String backend, boolean often) {
    LinearAlgebra la = Backends.onClassPath().get(backend);
    Trainer trainer = trainer(la, CellType.LSTM, "asgd:nonmono=1", 1);
    double[] losses = {3, 2, 2.5, 2.2, 1, 4};
    double[] sum = new double[0];
    int count = 0;
    for (int t = 1; t <= 30; t++) {
      trainer.step();
      double[] now = numbers(trainer.network());
      if (count > 0) {
        for (int j = 0; j < sum.length; j++) {
          sum[j] += now[j];
        }
        count++;
      } else if (often) {
        assertThat(numbers(trainer.averaged().network())).as("step %d", t).isEqualTo(now);
      }
      if (t % 3 == 0 && t / 3 <= losses.length) {
        trainer.observe(losses[t / 3 - 1]);
        // 2.2 is above 2, one evaluation before the last: step 12.
        if (t == 12) {
          sum = now;
          count = 1;
        }
      }
      if (count > 0) {
        assertMean(trainer.averaged(), sum, count, la.precision(), t);
      }
    }
    assertThat(count).isEqualTo(19);
  }

  /** What awd-lstm-lm's program has, taken literally, on losses that go up and down. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9})
  void rise_isThatOfAwdLstmLm(int interval) {
    Random random = new Random(7);
    int began = 0;
    for (int run = 0; run < 200; run++) {
      NonMonotone rise = new NonMonotone(interval);
      List<Double> logs = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        double loss = 3 - 0.05 * i + 0.6 * random.nextDouble();
        boolean over =
            logs.size() > interval
                && loss > Collections.min(logs.subList(0, logs.size() - interval));
        NonMonotone again = new NonMonotone(interval);
        again.restore(rise.state());
        assertThat(rise.observe(loss)).as("run %d, evaluation %d", run, i).isEqualTo(over);
        assertThat(again.observe(loss)).as("restored").isEqualTo(over);
        logs.add(loss);
        began += over ? 1 : 0;
      }
    }
    assertThat(began).isBetween(1, 7999);
  }

  @ParameterizedTest
  @CsvSource({
    "ema:decay=0.9, 1",
    "ema:decay=0.9, 4",
    "asgd:nonmono=1, 1",
    "asgd:nonmono=1, 2",
  })
  void averaging_leavesTheTrainingAsItIs_withAnyThreads(String average, int shards) {
    double[] plain = trained(EJML, "none", shards).get(0);
    assertThat(trained(EJML, average, shards).get(0)).isEqualTo(plain);
    List<double[]> one = trained(new VectorLinearAlgebra(), average, shards);
    for (int threads = 2; threads <= 4; threads++) {
      List<double[]> many =
          trained(new VectorLinearAlgebra().withThreads(threads), average, shards);
      assertThat(many.get(0)).isEqualTo(one.get(0));
      assertThat(many.get(1)).isEqualTo(one.get(1)).isNotEqualTo(one.get(0));
    }
  }

  /** The weights after 25 steps, and their average. */
  private static List<double[]> trained(LinearAlgebra la, String average, int shards) {
    Trainer trainer = trainer(la, CellType.GRU, average, shards);
    for (int t = 1; t <= 25; t++) {
      trainer.step();
      trainer.observe(t == 9 ? 2 : 1.0 / t);
    }
    return List.of(numbers(trainer.network()), numbers(trainer.averaged().network()));
  }

  @Test
  void heldOutText_isReadByTheAverage_whichIsWhatIsFinished() throws IOException {
    for (String average : List.of("ema:decay=0.95", "asgd:nonmono=1", "none")) {
      TrainingConfig how = config(average, 1).toBuilder().learningRate(0.3).build();
      List<Double> losses = new ArrayList<>();
      Model model = model(EJML, CellType.LSTM);
      TrainingRun run =
          TrainingRun.builder(model, CORPUS.tokens(), how)
              .heldOut(CORPUS.tokens().slice(0, 70))
              .config(RunConfig.builder().validateEvery(2).build())
              .listener(
                  new TrainingListener() {
                    @Override
                    public void validated(TrainingRun run, double loss, boolean best) {
                      losses.add(loss);
                      assertThat(
                              new Evaluator(run.finished(), CORPUS.tokens().slice(0, 70))
                                  .meanLoss())
                          .isEqualTo(loss);
                    }
                  })
              .build();
      run.run();
      assertThat(losses).hasSize(20);
      boolean apart = !average.equals("none");
      assertThat(run.finished().network() == model.network()).isNotEqualTo(apart);
      if (apart) {
        assertThat(numbers(run.finished().network())).isNotEqualTo(numbers(model.network()));
      }
    }
  }

  /** What a run that went back had taken in is out of its average again. */
  @Test
  void runThatWentBack_hasTheAverageOfTheGoodState() throws IOException {
    TrainingConfig how = config("ema:decay=0.9", 1);
    Model model = model(EJML, CellType.GRU);
    TrainingRun run =
        TrainingRun.builder(model, CORPUS.tokens(), how)
            .config(RunConfig.builder().checkpointEvery(10).build())
            .listener(
                new TrainingListener() {
                  private boolean broken;

                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == 17 && !broken) {
                      broken = true;
                      Parameter bias = trainer.network().parameters().get("decoder.bias");
                      bias.value().set(0, 0, Double.NaN);
                      trainer.network().parametersChanged();
                    }
                  }

                  @Override
                  public void wentBack(DivergenceException cause, long step, double rate) {
                    assertThat(step).isEqualTo(10);
                  }
                })
            .build();
    run.run();
    for (double number : numbers(run.finished().network())) {
      assertThat(number).isFinite();
    }
    assertThat(numbers(run.finished().network())).isNotEqualTo(numbers(model.network()));
  }

  @Test
  void asgdWithoutHeldOutText_isRefused() {
    Model model = model(EJML, CellType.RNN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingRun.builder(model, CORPUS.tokens(), config("asgd", 1)).build())
        .withMessageContaining("asgd needs a held-out text");
  }

  // ------------------------------------------------------------------------------ settings

  @Test
  void config_isReadAsItWasWritten_andNoneIsNotNamed() {
    TrainingConfig ema = config("ema:decay=0.99", 1);
    assertThat(ema.toMap()).containsEntry("average", "ema:decay=0.99");
    assertThat(TrainingConfig.parse(ema.toMap())).isEqualTo(ema);
    assertThat(config("none", 1).toMap()).doesNotContainKey("average");
    assertThat(TrainingConfig.parse(config("none", 1).toMap()).average())
        .isEqualTo(AverageConfig.NONE);
    assertThat(AverageConfig.parse("ema")).hasToString("ema:decay=0.999");
    assertThat(AverageConfig.parse("asgd")).hasToString("asgd:nonmono=5");
    for (AverageType type : AverageType.values()) {
      AverageConfig config = new AverageConfig(type);
      assertThat(AverageConfig.parse(config.toString())).isEqualTo(config);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "swa | there is no average 'swa': there are none, ema, asgd",
        "ema:decay=1 | average ema: decay must be a number from 0 to 0.9999999999999999: 1",
        "ema:nonmono=1 | average ema has no setting 'nonmono': there are decay",
        "asgd:nonmono=0 | average asgd: nonmono must be a whole number from 1 to 2147483647: 0",
        "none:x=1 | average none has no setting 'x': there are none",
      })
  void config_refusesWhatThereIsNot(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AverageConfig.parse(text))
        .withMessage(message);
  }

  @Test
  void state_thatIsNone_isRefused() {
    AverageConfig asgd = AverageConfig.parse("asgd:nonmono=2");
    for (Map<String, Double> good :
        List.<Map<String, Double>>of(
            Map.of(),
            Map.of("from", 3.0),
            Map.of("recent-0", 1.0),
            Map.of("recent-0", 1.0, "recent-1", 2.0, "lowest", 0.5))) {
      WeightAverage.requireState(asgd, good, 5);
    }
    for (Map<String, Double> bad :
        List.<Map<String, Double>>of(
            Map.of("from", 0.0),
            Map.of("from", 6.0),
            Map.of("from", 2.5),
            Map.of("from", 2.0, "lowest", 1.0),
            Map.of("recent-1", 1.0),
            Map.of("recent-0", 1.0, "lowest", 0.5),
            Map.of("recent-0", 1.0, "recent-1", 1.0, "recent-2", 1.0),
            Map.of("recent-0", -1.0),
            Map.of("other", 1.0))) {
      assertThatIllegalArgumentException()
          .as(bad.toString())
          .isThrownBy(() -> WeightAverage.requireState(asgd, bad, 5));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> WeightAverage.requireState(AverageConfig.parse("ema"), Map.of("from", 1.0), 5))
        .withMessageContaining("no such state");
  }

  // ------------------------------------------------------------------------------ tools

  /**
   * Each element of an average of t weights |θ| ≤ 2 is rounded three times an update, of which the
   * later ones forget the earlier.
   */
  private static void assertMean(
      Model averaged, double[] sum, double weight, Precision precision, int t) {
    double bound = 8 * t * (precision == Precision.FLOAT32 ? 0x1p-24 : 0x1p-53);
    double[] actual = numbers(averaged.network());
    for (int j = 0; j < actual.length; j++) {
      assertThat(actual[j])
          .as("element %d after step %d", j, t)
          .isCloseTo(sum[j] / weight, within(bound));
    }
  }

  private static double[] numbers(Network network) {
    List<Double> all = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      for (double number : parameter.value().toArray()) {
        all.add(number);
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static TrainingConfig config(String average, int shards) {
    return TrainingConfig.builder()
        .sequenceLength(7)
        .batchSize(5)
        .shards(shards)
        .steps(40)
        .learningRate(0.01)
        .optimizer(new OptimizerConfig(OptimizerType.ADAM))
        .average(AverageConfig.parse(average))
        .build();
  }

  private static Model model(LinearAlgebra la, CellType cell) {
    Network network =
        new Network(
            la, NetworkConfig.builder(cell, CORPUS.vocabulary().size(), 9).layers(2).build());
    Initialization.uniform(network, new RandomStreams(4));
    return new Model(network, CORPUS.vocabulary());
  }

  private static Trainer trainer(LinearAlgebra la, CellType cell, String average, int shards) {
    return new Trainer(model(la, cell), CORPUS.tokens(), config(average, shards));
  }
}
