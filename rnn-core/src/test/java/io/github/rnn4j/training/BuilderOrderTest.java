// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.DropoutRates;
import io.github.rnn4j.network.NetworkConfig;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Settings may be made in any order. */
class BuilderOrderTest {
  private static final List<Consumer<TrainingConfig.Builder>> TRAINING =
      List.of(
          how -> how.sequenceLength(7),
          how -> how.batchSize(3),
          how -> how.steps(11),
          how -> how.learningRate(0.25),
          how -> how.reduction(Reduction.SUM),
          how -> how.optimizer(new OptimizerConfig(OptimizerType.ADAM)),
          how -> how.schedule(new ScheduleConfig(ScheduleType.COSINE)),
          how -> how.clipping(Clipping.norm(2)),
          how -> how.dropout(0.5),
          how -> how.dropoutKind(DropoutRates.Kind.VARIATIONAL),
          how -> how.inputDropout(0.1),
          how -> how.recurrentDropout(0.2),
          how -> how.weightDrop(0.3),
          how -> how.accumulate(6),
          how -> how.average(AverageConfig.parse("ema:decay=0.9")),
          how -> how.seed(99));

  private static final NetworkConfig USUAL =
      NetworkConfig.builder(CellType.GRU, 5, 6).layers(4).embedding(3).build();

  private static final List<Consumer<NetworkConfig.Builder>> NETWORK =
      List.of(
          network -> network.cell(CellType.RNN),
          network -> network.vocabularySize(17),
          network -> network.hiddenSize(8),
          network -> network.recurrentBias(false),
          network -> network.embedding(8),
          network -> network.tieWeights(true),
          network -> network.orElse(USUAL));

  private static final List<Consumer<RunConfig.Builder>> RUN =
      List.of(
          run -> run.reportEvery(2),
          run -> run.validateEvery(3),
          run -> run.checkpointEvery(4),
          run -> run.patience(5),
          run -> run.retries(6));

  @Provide
  Arbitrary<List<Consumer<TrainingConfig.Builder>>> training() {
    return Arbitraries.shuffle(TRAINING);
  }

  @Provide
  Arbitrary<List<Consumer<NetworkConfig.Builder>>> network() {
    return Arbitraries.shuffle(NETWORK);
  }

  @Provide
  Arbitrary<List<Consumer<RunConfig.Builder>>> run() {
    return Arbitraries.shuffle(RUN);
  }

  @Property(seed = "1")
  void trainingConfig_isTheSameInAnyOrder(
      @ForAll("training") List<Consumer<TrainingConfig.Builder>> settings) {
    TrainingConfig.Builder builder = TrainingConfig.builder();
    settings.forEach(setting -> setting.accept(builder));
    TrainingConfig config = builder.build();

    assertThat(config.sequenceLength()).isEqualTo(7);
    assertThat(config.batchSize()).isEqualTo(3);
    assertThat(config.steps()).isEqualTo(11);
    assertThat(config.epochs()).isZero();
    assertThat(config.learningRate()).isEqualTo(0.25);
    assertThat(config.reduction()).isEqualTo(Reduction.SUM);
    assertThat(config.optimizer().type()).isEqualTo(OptimizerType.ADAM);
    assertThat(config.schedule().type()).isEqualTo(ScheduleType.COSINE);
    assertThat(config.clipping()).isEqualTo(Clipping.norm(2));
    assertThat(config.dropout()).isEqualTo(0.5);
    assertThat(config.dropoutRates())
        .isEqualTo(new DropoutRates(0.5, DropoutRates.Kind.VARIATIONAL, 0.1, 0.2, 0.3));
    assertThat(config.accumulate()).isEqualTo(6);
    assertThat(config.average()).hasToString("ema:decay=0.9");
    assertThat(config.seed()).isEqualTo(99);
    assertThat(TrainingConfig.parse(config.toMap())).isEqualTo(config);
  }

  @Property(seed = "2")
  void networkConfig_isTheSameInAnyOrder(
      @ForAll("network") List<Consumer<NetworkConfig.Builder>> settings) {
    NetworkConfig.Builder builder = NetworkConfig.builder();
    settings.forEach(setting -> setting.accept(builder));
    NetworkConfig config = builder.build();

    assertThat(config.cell()).isEqualTo(CellType.RNN);
    assertThat(config.vocabularySize()).isEqualTo(17);
    assertThat(config.hiddenSize()).isEqualTo(8);
    assertThat(config.layers()).as("not set: the other network's").isEqualTo(4);
    assertThat(config.recurrentBias()).isFalse();
    assertThat(config.embedding()).isEqualTo(8);
    assertThat(config.tieWeights()).isTrue();
  }

  @Property(seed = "3")
  void runConfig_isTheSameInAnyOrder(@ForAll("run") List<Consumer<RunConfig.Builder>> settings) {
    RunConfig.Builder builder = RunConfig.builder();
    settings.forEach(setting -> setting.accept(builder));
    RunConfig config = builder.build();

    assertThat(config.reportEvery()).isEqualTo(2);
    assertThat(config.validateEvery()).isEqualTo(3);
    assertThat(config.checkpointEvery()).isEqualTo(4);
    assertThat(config.patience()).isEqualTo(5);
    assertThat(config.retries()).isEqualTo(6);
    assertThat(RunConfig.parse(config.toMap())).isEqualTo(config);
  }

  @Example
  void steps_replaceTheEpochsOfAnother() {
    TrainingConfig epochs = TrainingConfig.builder().epochs(3).build();
    TrainingConfig steps = epochs.toBuilder().steps(40).build();

    assertThat(steps.steps()).isEqualTo(40);
    assertThat(steps.epochs()).isZero();
    assertThat(steps.toBuilder().epochs(3).build()).isEqualTo(epochs);
    assertThat(epochs.toBuilder().build()).isEqualTo(epochs).hasSameHashCodeAs(epochs);
  }

  @Example
  void stepsAndEpochs_areRefusedTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingConfig.builder().steps(40).epochs(3).build())
        .withMessageContaining("40 steps, 3 epochs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingConfig.builder().epochs(3).steps(40).build())
        .withMessageContaining("40 steps, 3 epochs");
  }

  @Example
  void whatEveryNetworkNeeds_isAskedForByName() {
    assertThatIllegalStateException()
        .isThrownBy(() -> NetworkConfig.builder().cell(CellType.RNN).vocabularySize(3).build())
        .withMessage("the network's hidden size is not set");
  }
}
