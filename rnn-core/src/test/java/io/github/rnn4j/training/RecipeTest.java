// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RecipeTest {
  private static final long LONG_TEXT = 10_000_000;

  private static TrainingConfig lstm(TrainingConfig.Builder settings, long predictions) {
    return Recipe.of(CellType.LSTM).training(settings, predictions);
  }

  /** docs/LEARNING.md has the measurement. */
  @Example
  void longText_getsWhatWasMeasured() {
    TrainingConfig config = lstm(TrainingConfig.builder(), LONG_TEXT);

    assertThat(config)
        .isEqualTo(
            TrainingConfig.builder()
                .sequenceLength(25)
                .batchSize(50)
                .epochs(10)
                .optimizer(OptimizerConfig.parse("rmsprop:alpha=0.95"))
                .learningRate(0.005)
                .schedule(ScheduleConfig.parse("cosine:warmup=100,floor=0.02"))
                .clipping(Clipping.value(5))
                .build());
    assertThat(Recipe.network(NetworkConfig.builder(), 65))
        .isEqualTo(
            NetworkConfig.builder(CellType.LSTM, 65, 128).layers(2).recurrentBias(true).build());
  }

  @Example
  void rnn_getsWhatItsFormulasSay() {
    TrainingConfig config = Recipe.of(CellType.RNN).training(TrainingConfig.builder(), LONG_TEXT);

    assertThat(config.optimizer().type()).isEqualTo(OptimizerType.SGD);
    assertThat(config.clipping()).isEqualTo(Clipping.NONE);
    assertThat(config.schedule().type()).isEqualTo(ScheduleType.CONSTANT);
    assertThat(Recipe.network(NetworkConfig.builder().cell(CellType.RNN), 65))
        .isEqualTo(new NetworkConfig(CellType.RNN, 65, 128));
  }

  @Property(seed = "11")
  void anyText_isReadInWindowsThatItFillsAndOftenEnough(
      @ForAll @LongRange(min = 1, max = 100_000) long predictions) {
    TrainingConfig config = lstm(TrainingConfig.builder(), predictions);

    long window = (long) config.sequenceLength() * config.batchSize();
    assertThat(window).isBetween(1L, Math.max(1, predictions));
    long stream = (predictions + config.batchSize() - 1) / config.batchSize();
    long steps = (stream + config.sequenceLength() - 1) / config.sequenceLength() * config.epochs();
    assertThat(steps).isGreaterThanOrEqualTo(Recipe.FEWEST_STEPS);
    assertThat(config.epochs() == 10 || steps < 2L * Recipe.FEWEST_STEPS + predictions).isTrue();
  }

  @Property(seed = "12")
  void whatIsSet_isKept(
      @ForAll @LongRange(min = 1, max = 100_000) long predictions,
      @ForAll @IntRange(min = 1, max = 200) int steps,
      @ForAll @IntRange(min = 1, max = 200) int streams,
      @ForAll @IntRange(min = 1, max = 50) int epochs) {
    TrainingConfig config =
        lstm(
            TrainingConfig.builder()
                .epochs(epochs)
                .batchSize(streams)
                .sequenceLength(steps)
                .learningRate(0.5)
                .seed(8),
            predictions);

    assertThat(config.sequenceLength()).isEqualTo(steps);
    assertThat(config.batchSize()).isEqualTo(streams);
    assertThat(config.epochs()).isEqualTo(epochs);
    assertThat(config.learningRate()).isEqualTo(0.5);
    assertThat(config.seed()).isEqualTo(8);
    assertThat(config.clipping()).as("not set").isEqualTo(Clipping.value(5));
  }

  @Example
  void rate_isThatOfTheOptimizer() {
    assertThat(rate(CellType.LSTM, "rmsprop:alpha=0.9", Reduction.MEAN)).isEqualTo(0.005);
    assertThat(rate(CellType.LSTM, "adam", Reduction.SUM))
        .isEqualTo(OptimizerType.ADAM.standardRate());
    assertThat(rate(CellType.RNN, "sgd", Reduction.MEAN)).isEqualTo(0.5);
    assertThat(rate(CellType.RNN, "sgd", Reduction.SUM)).isEqualTo(0.5 / 40);
    assertThat(rate(CellType.GRU, "sgd", Reduction.SUM))
        .isEqualTo(OptimizerType.SGD.standardRate() / 40);
  }

  private static double rate(CellType cell, String optimizer, Reduction reduction) {
    return Recipe.of(cell)
        .training(
            TrainingConfig.builder()
                .reduction(reduction)
                .sequenceLength(40)
                .optimizer(OptimizerConfig.parse(optimizer)),
            LONG_TEXT)
        .learningRate();
  }

  @Example
  void sizesOutOfRange_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm(TrainingConfig.builder().sequenceLength(0), 100))
        .withMessage("the sequence length must be at least 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lstm(TrainingConfig.builder().batchSize(-3), 100))
        .withMessage("the batch size must be at least 1: -3");
  }

  @Property(seed = "13")
  void run_hasFiftyReportsAndSomeCheckpoints(
      @ForAll @LongRange(min = 1, max = 10_000_000) long steps) {
    RunConfig run = Recipe.run(RunConfig.builder(), steps);

    assertThat(steps / run.reportEvery()).isBetween(Math.min(steps, 50), 99L);
    assertThat(run.checkpointEvery()).isBetween(50L, 1000L);
    assertThat(run.validateEvery()).isZero();
    assertThat(Recipe.run(RunConfig.builder().reportEvery(3), steps).reportEvery()).isEqualTo(3);
  }
}
