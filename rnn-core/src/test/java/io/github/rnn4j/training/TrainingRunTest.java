// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.DropoutRates;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(6);
  private static final Corpus CORPUS = Corpus.of(TEXT);
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();
  private static final RunConfig RUN =
      RunConfig.builder().reportEvery(3).validateEvery(5).checkpointEvery(7).build();

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cellsAndOptimizers")
  void resumedRun_writesTheSameBytesAndReports(CellType cell, OptimizerType optimizer)
      throws IOException {
    assertResumes(cell, config(optimizer));
  }

  /** Three streams in blocks of one and of two. */
  @ParameterizedTest
  @EnumSource(CellType.class)
  void resumedRunInShards_writesTheSameBytesAndReports(CellType cell) throws IOException {
    assertResumes(cell, config(OptimizerType.ADAM).toBuilder().shards(2).build());
  }

  /** Averages that have begun at every stop, and one that begins on the way. */
  @ParameterizedTest
  @ValueSource(strings = {"ema:decay=0.9", "asgd:nonmono=1", "asgd"})
  void resumedRunThatAverages_writesTheSameBytesAndReports(String average) throws IOException {
    TrainingConfig how =
        config(OptimizerType.ADAM).toBuilder()
            .average(AverageConfig.parse(average))
            .learningRate(average.equals("asgd:nonmono=1") ? 1 : 0.01)
            .build();
    assertResumes(CellType.LSTM, how);
    Map<String, String> end =
        SafetensorsFile.read(directory.resolve("straight.safetensors")).metadata();
    assertThat(end.containsKey("training.now.average.from"))
        .isEqualTo(average.equals("asgd:nonmono=1"));
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void resumedRunWithAllDropout_writesTheSameBytesAndReports(CellType cell) throws IOException {
    assertResumes(
        cell,
        config(OptimizerType.ADAM).toBuilder()
            .dropoutKind(DropoutRates.Kind.VARIATIONAL)
            .inputDropout(0.1)
            .recurrentDropout(0.2)
            .weightDrop(0.3)
            .build());
  }

  /** Ten windows a pass: the last step of a pass has one of three. */
  @ParameterizedTest
  @EnumSource(CellType.class)
  void resumedRunThatAccumulates_writesTheSameBytesAndReports(CellType cell) throws IOException {
    assertResumes(
        cell, config(OptimizerType.ADAM).toBuilder().accumulate(3).epochs(6).shards(2).build());
  }

  private void assertResumes(CellType cell, TrainingConfig how) throws IOException {
    Path straight = directory.resolve("straight.safetensors");
    Recorder whole = new Recorder();
    TrainingRun run = run(cell, how, whole);
    assertThat(run.run()).isEqualTo(TrainingRun.End.FINISHED);
    run.save(straight);

    for (int stop : new int[] {1, 4, 7, 9, 14, 20}) {
      Path checkpoint = directory.resolve("stopped-" + stop + ".safetensors");
      Recorder parts = new Recorder();
      TrainingRun first = run(cell, how, parts);
      parts.stopAt(stop, first);
      assertThat(first.run()).isEqualTo(TrainingRun.End.STOPPED);
      first.save(checkpoint);
      assertThat(Model.load(checkpoint, LA).toBytes()).isEqualTo(first.averaged().toBytes());

      TrainingRun second = run(cell, how, parts);
      SafetensorsFile file = SafetensorsFile.read(checkpoint);
      assertThat(TrainingRun.Saved.of(file).how()).isEqualTo(how);
      assertThat(TrainingRun.Saved.of(file).config()).isEqualTo(RUN);
      second.restore(file);
      assertThat(second.run()).isEqualTo(TrainingRun.End.FINISHED);
      Path resumed = directory.resolve("resumed-" + stop + ".safetensors");
      second.save(resumed);

      assertThat(parts.heard).as("stopped at %d", stop).isEqualTo(whole.heard);
      assertThat(Files.readAllBytes(resumed))
          .as("stopped at %d", stop)
          .isEqualTo(Files.readAllBytes(straight));
    }
  }

  @Test
  void evaluation_leavesTheTrainingAsItWas() throws IOException {
    TrainingConfig how = config(OptimizerType.ADAM);
    TrainingRun with = run(CellType.RNN, how, new Recorder());
    with.run();
    Model model = model(CellType.RNN, 2);
    TrainingRun without = TrainingRun.builder(model, CORPUS.tokens(), how).config(RUN).build();
    without.run();

    for (Parameter parameter : model.network().parameters()) {
      assertThat(parameter.value().toArray())
          .as(parameter.name())
          .isEqualTo(with.model().network().parameters().get(parameter.name()).value().toArray());
    }
  }

  @Test
  void divergingRun_goesBackHalvesTheRateAndGoesOn() throws IOException {
    List<Double> rates = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void wentBack(DivergenceException cause, long step, double rate) {
            assertThat(cause).hasMessageContaining("step " + cause.step());
            rates.add(rate);
          }
        };
    TrainingConfig how = config(OptimizerType.SGD).toBuilder().learningRate(1e308).build();
    TrainingRun run =
        TrainingRun.builder(model(), CORPUS.tokens(), how)
            .config(RunConfig.builder().reportEvery(3).checkpointEvery(5).retries(3).build())
            .listener(listener)
            .build();

    DivergenceException end = catchThrowableOfType(DivergenceException.class, run::run);

    assertThat(rates).containsExactly(0.5e308, 0.25e308, 0.125e308);
    assertThat(end)
        .hasMessageContaining("diverged at step 3")
        .hasMessageContaining("gave up after 3 attempts")
        .hasMessageContaining("kept as it was at step 0");
    for (Parameter parameter : run.model().network().parameters()) {
      assertThat(parameter.value().toArray())
          .as(parameter.name())
          .isEqualTo(model().network().parameters().get(parameter.name()).value().toArray());
    }
  }

  @Test
  void weightThatNoLossSees_isFoundAtTheNextCheckpoint() throws IOException {
    List<Long> wentBackTo = new ArrayList<>();
    Model model = withATokenThatNeverOccurs();
    TrainingRun run =
        TrainingRun.builder(model, CORPUS.tokens(), config(OptimizerType.SGD))
            .config(RunConfig.builder().checkpointEvery(4).build())
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == 6 && wentBackTo.isEmpty()) {
                      breakUnseenWeight(model);
                    }
                  }

                  @Override
                  public void wentBack(DivergenceException cause, long step, double rate) {
                    assertThat(cause).hasMessageContaining("rnn.weight_ih_l0 holds NaN");
                    wentBackTo.add(step);
                  }

                  @Override
                  public void checkpoint(TrainingRun run) {
                    assertFinite(run.model());
                  }
                })
            .build();

    assertThat(run.run()).isEqualTo(TrainingRun.End.FINISHED);
    assertThat(wentBackTo).containsExactly(4L);
    assertFinite(model);
  }

  @Test
  void stoppedRun_isLeftInAStateWhoseWeightsAreFinite() throws IOException {
    Model model = withATokenThatNeverOccurs();
    TrainingRun[] run = new TrainingRun[1];
    run[0] =
        TrainingRun.builder(model, CORPUS.tokens(), config(OptimizerType.SGD))
            .config(RunConfig.builder().checkpointEvery(4).build())
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == 6) {
                      breakUnseenWeight(model);
                      run[0].stop();
                    }
                  }
                })
            .build();

    assertThat(run[0].run()).isEqualTo(TrainingRun.End.STOPPED);
    assertThat(run[0].trainer().steps()).isEqualTo(4);
    assertFinite(model);
  }

  private static Model withATokenThatNeverOccurs() {
    Model model = model(CellType.RNN, 1);
    return model.withVocabulary(model.vocabulary().union(Vocabulary.of("Ω")));
  }

  /** The last input weight: that of the token that never occurs. */
  private static void breakUnseenWeight(Model model) {
    Matrix weights = model.network().parameters().get("rnn.weight_ih_l0").value();
    weights.set(0, weights.columns() - 1, Double.NaN);
    model.network().parametersChanged();
  }

  private static void assertFinite(Model model) {
    for (Parameter parameter : model.network().parameters()) {
      assertThat(Arrays.stream(parameter.value().toArray()).allMatch(Double::isFinite))
          .as(parameter.name())
          .isTrue();
    }
  }

  @Test
  void checkpoint_isNeverOfAStateWhoseLossIsNotFinite() throws IOException {
    List<Long> saved = new ArrayList<>();
    TrainingConfig how = config(OptimizerType.SGD).toBuilder().learningRate(1e308).build();
    TrainingRun run =
        TrainingRun.builder(model(), CORPUS.tokens(), how)
            .config(RunConfig.builder().reportEvery(1).checkpointEvery(1).retries(2).build())
            .listener(
                new TrainingListener() {
                  @Override
                  public void checkpoint(TrainingRun run) {
                    saved.add(run.trainer().steps());
                    assertThatCode(() -> run.trainer().requireFiniteNext())
                        .as("step %d", run.trainer().steps())
                        .doesNotThrowAnyException();
                  }
                })
            .build();

    assertThatThrownBy(run::run).isInstanceOf(DivergenceException.class);
    assertThat(saved).isNotEmpty();
    assertThatCode(() -> run.trainer().requireFiniteNext()).doesNotThrowAnyException();
  }

  @Test
  void patience_endsTheRun() throws IOException {
    Recorder recorder = new Recorder();
    TrainingRun run =
        TrainingRun.builder(
                model(),
                CORPUS.tokens(),
                config(OptimizerType.SGD).toBuilder().learningRate(1e-300).build())
            .heldOut(Corpus.of(TEXT).tokens().slice(0, 60))
            .config(
                RunConfig.builder().reportEvery(3).validateEvery(2).patience(2).retries(0).build())
            .listener(recorder)
            .build();

    assertThat(run.run()).isEqualTo(TrainingRun.End.NO_IMPROVEMENT);
    assertThat(run.trainer().steps()).isEqualTo(6);
    assertThat(run.bestStep()).isEqualTo(2);
  }

  @Test
  void patienceWithoutHeldOutText_isRefused() {
    assertThatThrownBy(
            () ->
                TrainingRun.builder(model(), CORPUS.tokens(), config(OptimizerType.SGD))
                    .config(RunConfig.builder().patience(1).build())
                    .build())
        .hasMessageContaining("held-out");
  }

  @Test
  void finishedModel_cannotBeResumed() throws IOException {
    Path file = directory.resolve("model.safetensors");
    model().save(file);
    SafetensorsFile saved = SafetensorsFile.read(file);
    assertThatThrownBy(() -> TrainingRun.Saved.of(saved))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no training to resume");
  }

  static Stream<Arguments> cellsAndOptimizers() {
    return Stream.of(CellType.values())
        .flatMap(cell -> Stream.of(OptimizerType.values()).map(type -> Arguments.of(cell, type)));
  }

  private static TrainingConfig config(OptimizerType optimizer) {
    return TrainingConfig.builder()
        .sequenceLength(11)
        .batchSize(3)
        .epochs(2)
        .learningRate(0.01)
        .optimizer(new OptimizerConfig(optimizer))
        .schedule(new ScheduleConfig(ScheduleType.PLATEAU).with("patience", 0))
        .clipping(Clipping.norm(1))
        .dropout(0.3)
        .build();
  }

  private static Model model() {
    return model(CellType.RNN, 1);
  }

  private static Model model(CellType cell, int layers) {
    Network network =
        new Network(
            LA, NetworkConfig.builder(cell, CORPUS.vocabulary().size(), 9).layers(layers).build());
    Initialization.uniform(network, new RandomStreams(4));
    return new Model(network, CORPUS.vocabulary());
  }

  private static TrainingRun run(CellType cell, TrainingConfig how, TrainingListener listener) {
    return TrainingRun.builder(model(cell, 2), CORPUS.tokens(), how)
        .heldOut(CORPUS.tokens().slice(0, 90))
        .config(RUN)
        .listener(listener)
        .build();
  }

  /** Keeps what it hears, and may stop a run. */
  private static final class Recorder implements TrainingListener {
    final List<Object> heard = new ArrayList<>();
    private int stopAt = -1;
    private TrainingRun run;

    void stopAt(int step, TrainingRun run) {
      this.stopAt = step;
      this.run = run;
    }

    @Override
    public void stepped(Trainer trainer) {
      if (trainer.steps() == stopAt) {
        run.stop();
      }
    }

    @Override
    public void report(Report report) {
      heard.add(report);
    }

    @Override
    public void validated(TrainingRun run, double loss, boolean best) {
      heard.add(List.of(run.trainer().steps(), loss, best));
    }

    @Override
    public void checkpoint(TrainingRun run) {
      heard.add("checkpoint " + run.trainer().steps());
    }
  }
}
