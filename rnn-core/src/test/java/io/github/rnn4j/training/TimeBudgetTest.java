// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Corpus;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training in a given time: what is measured chooses, and what was chosen makes the model. */
class TimeBudgetTest {
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(12);

  @TempDir Path directory;

  /** Of any length: the run of so many steps from the start, with the same rates. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20, 39})
  void runThatIsOutOfTime_isTheRunOfSoManySteps(int steps) throws IOException {
    Ends ends = new Ends(steps - 1);
    TrainingRun cut = training(40, 0).listener(ends).prepare();
    ends.run = cut;
    if (steps == 1) {
      cut.endBy(System.nanoTime());
    }
    assertThat(cut.run()).isEqualTo(TrainingRun.End.OUT_OF_TIME);
    assertThat(cut.trainer().steps()).isEqualTo(steps);
    assertThat(ends.reports).last().extracting(Report::step).isEqualTo((long) steps);
    assertThat(ends.reports.get(ends.reports.size() - 1).validationLoss()).isFinite();

    TrainingRun whole = training(steps, 40).prepare();
    whole.run();
    assertThat(cut.finished().writer().digest()).isEqualTo(whole.finished().writer().digest());
  }

  /** It kept its training: the steps that there was no time for can be had later. */
  @Test
  void runThatIsOutOfTime_goesOnFromItsFileAsIfTimeHadNotMattered() throws IOException {
    Ends ends = new Ends(13);
    TrainingRun cut = training(40, 0).listener(ends).prepare();
    ends.run = cut;
    cut.run();
    Path file = directory.resolve("cut.safetensors");
    cut.save(file);
    TrainingRun resumed = training(40, 0).prepare(SafetensorsFile.read(file));
    assertThat(resumed.trainer().steps()).isEqualTo(14);
    assertThat(resumed.run()).isEqualTo(TrainingRun.End.FINISHED);

    TrainingRun whole = training(40, 0).prepare();
    whole.run();
    assertThat(resumed.finished().writer().digest()).isEqualTo(whole.finished().writer().digest());
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void whatWasChosen_makesTheSameModel(CellType cell) throws IOException {
    TrainingRun timed =
        Training.on(TEXT)
            .backend(LA)
            .network(network -> network.cell(cell).hiddenSize(6))
            .seed(3)
            .timeBudget(Duration.ofMillis(1500))
            .prepare();
    TrainingConfig chosen = timed.trainer().config();
    Training again =
        Training.on(TEXT)
            .backend(LA)
            .network(network -> network.cell(cell).hiddenSize(6).layerNorm(cell != CellType.RNN))
            .network(network -> network.members(timed.model().network().config().members()))
            .training(
                how ->
                    how.steps(chosen.steps())
                        .learningRate(chosen.learningRate())
                        .dropout(chosen.dropout())
                        .inputDropout(chosen.dropoutRates().input())
                        .schedule(chosen.schedule())
                        .average(chosen.average()))
            .seed(3);
    if (cell != CellType.RNN) {
      again.initScheme(InitScheme.ORTHOGONAL);
    }
    if (cell == CellType.LSTM) {
      again.forgetBias(1);
    }
    TrainingRun repeated = again.prepare();
    assertThat(repeated.trainer().config()).isEqualTo(chosen);
    assertThat(digests(timed, 25)).isEqualTo(digests(repeated, 25));
  }

  /** The first steps of both, since the machine may be slow. */
  private static List<String> digests(TrainingRun run, int steps) throws IOException {
    List<String> digests = new ArrayList<>();
    digests.add(run.finished().writer().digest());
    for (int step = 0; step < Math.min(steps, run.trainer().totalSteps()); step++) {
      run.trainer().step();
    }
    digests.add(new Model(run.model().network(), run.model().vocabulary()).writer().digest());
    return digests;
  }

  private static Training withTimeForManyPasses() {
    return Training.on(TEXT)
        .backend(LA)
        .network(network -> network.hiddenSize(4).layers(1))
        .timeBudget(Duration.ofSeconds(4));
  }

  private static double passes(TrainingRun run) {
    return (double) run.trainer().totalSteps() / run.trainer().stepsPerEpoch();
  }

  /** Of a text that is read many times, some units are left out, and the weights are averaged. */
  @Test
  void textThatIsReadOften_isLearnedByAnAverage() throws IOException {
    Training training = withTimeForManyPasses();
    assertThat(training.enoughPasses()).isFalse();
    TrainingRun run = training.prepare();
    assertThat(training.enoughPasses()).isTrue(); // there is time for many more
    assertThat(passes(run)).isBetween(13.5, 14.0);
    TrainingConfig chosen = run.trainer().config();
    assertThat(chosen.dropout()).isEqualTo(0.05);
    assertThat(chosen.dropoutRates().input()).isPositive();
    assertThat(chosen.average().type()).isEqualTo(AverageType.EMA);
    assertThat(chosen.schedule().type()).isEqualTo(ScheduleType.CONSTANT);
    assertThat(run.model().network().config().members()).isEqualTo(4);
  }

  @Test
  void members_thatAreSet_areNotChosen() throws IOException {
    for (int members = 1; members <= 2; members++) {
      int some = members;
      Training training = withTimeForManyPasses().network(network -> network.members(some));
      assertThat(training.prepare().model().network().config().members()).isEqualTo(members);
    }
  }

  /** Those layers are slower to learn a text by heart. */
  @Test
  void networkWithoutNorms_readsATextMoreOften() throws IOException {
    TrainingRun run =
        withTimeForManyPasses().network(network -> network.layerNorm(false)).prepare();
    assertThat(passes(run)).isGreaterThan(19.5);
    assertThat(run.model().network().config().members()).isEqualTo(1);
    assertThat(run.trainer().config().average()).isEqualTo(AverageConfig.NONE);
    assertThat(run.trainer().config().schedule().type()).isEqualTo(ScheduleType.COSINE);
  }

  /** Also what only a text that is read often asks for. */
  @Test
  void averageAndSchedule_thatAreSet_areNotChosen() throws IOException {
    TrainingRun run =
        withTimeForManyPasses()
            .training(
                how ->
                    how.average(AverageConfig.NONE)
                        .inputDropout(0)
                        .schedule(ScheduleConfig.parse("cosine:warmup=3")))
            .prepare();
    TrainingConfig how = run.trainer().config();
    assertThat(how.average()).isEqualTo(AverageConfig.NONE);
    assertThat(how.dropoutRates().input()).isZero();
    assertThat(how.schedule().get("warmup")).isEqualTo(3);
  }

  /**
   * It takes longer than a measurement does else, and the steps that it is slow in do not count.
   */
  @Test
  void backendThatGetsWarm_isMeasuredWhenItIs() {
    ColdBackend cold = new ColdBackend(3_500);
    TimeBudget minute = new TimeBudget(Duration.ofMinutes(1));
    minute.measure(trainer(cold.backend));
    assertThat(cold.calls).hasValueGreaterThan(3_500);
  }

  @Test
  void backendThatNeverGetsWarm_leavesTimeForTheTraining() {
    TimeBudget time = new TimeBudget(Duration.ofSeconds(5));
    double speed = time.measure(trainer(new ColdBackend(Integer.MAX_VALUE).backend));
    assertThat(speed).isPositive();
    assertThat(time.left()).isPositive();
  }

  private static Trainer trainer(LinearAlgebra backend) {
    Corpus corpus = Corpus.of(TEXT);
    NetworkConfig config = new NetworkConfig(CellType.LSTM, corpus.vocabulary().size(), 4);
    Network network = new Network(backend, config);
    Initialization.uniform(network, new RandomStreams(1));
    TrainingConfig how = TrainingConfig.builder().batchSize(4).sequenceLength(5).steps(1).build();
    return new Trainer(new Model(network, corpus.vocabulary()), corpus.tokens(), how);
  }

  @Test
  void whatIsSet_isNotChosen() throws IOException {
    TrainingRun run =
        Training.on(TEXT)
            .backend(LA)
            .network(network -> network.hiddenSize(7).layers(1).layerNorm(false))
            .training(how -> how.dropout(0.25).learningRate(0.01).batchSize(3).sequenceLength(5))
            .timeBudget(Duration.ofMillis(800))
            .prepare();
    NetworkConfig network = run.model().network().config();
    assertThat(network.hiddenSize()).isEqualTo(7);
    assertThat(network.layers()).isEqualTo(1);
    assertThat(network.layerNorm()).isFalse();
    TrainingConfig how = run.trainer().config();
    assertThat(how.dropout()).isEqualTo(0.25);
    assertThat(how.learningRate()).isEqualTo(0.01);
    assertThat(how.batchSize()).isEqualTo(3);
    assertThat(how.sequenceLength()).isEqualTo(5);
    assertThat(how.steps()).isPositive();
  }

  @Test
  void records_haveNoMorePassesThanTheirRecipe() throws IOException {
    String names = "anna\nbert\ncarla\ndora\nemil\n";
    TrainingRun run =
        Training.on(names)
            .backend(LA)
            .records(RecordBorder.LINE)
            .network(network -> network.hiddenSize(4))
            .timeBudget(Duration.ofSeconds(20))
            .prepare();
    assertThat(run.trainer().config().dropout()).isEqualTo(0.25);
    assertThat(run.model().network().config().layerNorm()).isFalse();
    assertThat(passes(run)).isLessThanOrEqualTo(18);
  }

  @Test
  void budgetBesideALength_isRefused() {
    Training twice = Training.on(TEXT).backend(LA).epochs(2).timeBudget(Duration.ofSeconds(1));
    assertThatThrownBy(twice::prepare)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set no epochs and no steps");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void noTime_isRefused(long seconds) {
    Training training = Training.on(TEXT).backend(LA);
    assertThatThrownBy(() -> training.timeBudget(Duration.ofSeconds(seconds)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no time is left");
  }

  /** A reading after each pass, and one at the end, are part of the time. */
  @Test
  void heldOutText_takesItsPartOfTheTime() {
    TimeBudget time = new TimeBudget(Duration.ofHours(10));
    double seconds = 0.92 * 36_000;
    TimeBudget.Speed none = new TimeBudget.Speed(500, 0);
    assertThat(time.passes(none, 1e9)).isCloseTo(seconds * 500 / 1e9, withinPercentage(0.1));
    // A pass of 20 s and a reading of 30 s; one more reading is at the end.
    TimeBudget.Speed slow = new TimeBudget.Speed(500, 30);
    assertThat(time.passes(slow, 10_000)).isCloseTo((seconds - 30) / 50, withinPercentage(0.1));
    long later = time.lastStep(none) - time.lastStep(slow);
    assertThat(later).isEqualTo(Duration.ofSeconds(30).toNanos());
  }

  /** What is timed of them is at least one whole record. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 20})
  void fewLongRecords_canBeTimed(int count) throws IOException {
    String record = "the quick brown fox jumps over the lazy dog ".repeat(80) + "\n";
    TrainingRun run =
        Training.on(record.repeat(count))
            .backend(LA)
            .records(RecordBorder.LINE)
            .heldOut(HeldOut.fraction(0.5))
            .network(network -> network.hiddenSize(4))
            .timeBudget(Duration.ofMillis(500))
            .prepare();
    assertThat(run.trainer().totalSteps()).isPositive();
  }

  @Test
  void readingThatTakesLongerThanTheTime_leavesNoPass() {
    TimeBudget time = new TimeBudget(Duration.ofSeconds(10));
    assertThat(time.passes(new TimeBudget.Speed(500, 11), 1000)).isZero();
  }

  /** Of continuous texts and of records, and of those too short to be timed. */
  @ParameterizedTest
  @CsvSource({"200, false", "200, true", "1, false", "1, true"})
  void readingIsTimed_ifItTakesTime(int repeats, boolean records) throws IOException {
    String line = "the quick brown fox jumps over the lazy dog\n";
    Training training =
        Training.on(line.repeat(10 * repeats))
            .backend(LA)
            .heldOut(HeldOut.fraction(0.5))
            .network(network -> network.hiddenSize(4))
            .steps(1);
    TrainingRun run = (records ? training.records(RecordBorder.LINE) : training).prepare();
    double reading =
        new TimeBudget(Duration.ofSeconds(1))
            .measureReading(run.model(), run.texts().heldOut().orElseThrow(), new RandomStreams(1));
    if (repeats == 1) {
      assertThat(reading).isZero();
    } else {
      assertThat(reading).isPositive();
    }
  }

  /** A slow machine has passes for a small network, a fast one for a large. */
  @ParameterizedTest
  @CsvSource({
    "5, 64",
    "127, 64",
    "128, 128",
    "255, 128",
    "256, 256",
    "383, 256",
    "500, 384",
    "512, 512",
    "2000, 512"
  })
  void sizesInBetween_areTrainedLikeTheOneBelow(int units, int like) {
    assertThat(TimedRecipe.like(units).hiddenSize()).isEqualTo(like);
  }

  @Test
  void sizesGrow_andSoDoesWhatTheyAreWorth() {
    for (int i = 1; i < TimedRecipe.sizes().size(); i++) {
      assertThat(TimedRecipe.sizes().get(i).hiddenSize())
          .isGreaterThan(TimedRecipe.sizes().get(i - 1).hiddenSize());
      assertThat(TimedRecipe.sizes().get(i).leastCharacters())
          .isGreaterThan(TimedRecipe.sizes().get(i - 1).leastCharacters());
    }
    assertThat(TimedRecipe.sizes().get(0).leastCharacters()).isZero();
  }

  /** Seven passes, or more than twice as many. */
  @ParameterizedTest
  @CsvSource({
    "0.3, 64, 0.3",
    "6.9, 64, 6.9",
    "7.1, 512, 7",
    "13.9, 128, 7",
    "14, 256, 14",
    "17.5, 256, 17.5",
    "18.5, 255, 14",
    "17.5, 384, 14",
    "1e9, 256, 18"
  })
  void normalizedNetwork_readsATextAsOftenAsItIsWorth(
      double passes, int hiddenSize, double worthwhile) {
    assertThat(TimedRecipe.worthwhile(passes, true, hiddenSize)).isEqualTo(worthwhile);
    assertThat(TimedRecipe.worthwhile(passes, false, hiddenSize)).isEqualTo(Math.min(60, passes));
  }

  /** Each reads the text often enough. */
  @ParameterizedTest
  @CsvSource({"0, 1", "7, 1", "10.9, 1", "11, 2", "16.4, 2", "16.5, 3", "22, 4", "1e9, 4"})
  void ensemble_growsWithThePasses(double passes, int members) {
    assertThat(TimedRecipe.members(passes)).isEqualTo(members);
  }

  /** Where it is read seldom, the characters alone tell. */
  @ParameterizedTest
  @CsvSource({
    "4.9, 256, 1, true",
    "5, 256, 1, false",
    "11, 256, 2, true",
    "11, 384, 2, false",
    "17, 384, 3, true",
    "2.5, 512, 1, true",
    "30, 512, 4, false"
  })
  void largerNetwork_ofATextThatIsReadOftenNeedsTimeForMembers(
      double passes, int hiddenSize, int members, boolean worth) {
    TimedRecipe.Size size = TimedRecipe.like(hiddenSize);
    assertThat(TimedRecipe.isWorthItsMembers(size, passes, members, 4)).isEqualTo(worth);
    assertThat(TimedRecipe.isWorthItsMembers(size, passes, 1, 1)).isTrue(); // as it was alone
  }

  /** However short a pass is. */
  @ParameterizedTest
  @CsvSource({"1, 0.9", "5, 0.9", "10, 0.9444", "804, 0.9993", "100000, 0.9999"})
  void average_coversNearlyTwoPasses(long steps, double decay) {
    NetworkConfig network =
        NetworkConfig.builder(CellType.LSTM, 5, 128).layers(2).layerNorm(true).build();
    TrainingConfig.Builder how = TrainingConfig.DEFAULT.toBuilder();
    AverageConfig average = TimedRecipe.suit(how, 20, steps, network).build().average();
    assertThat(average).isEqualTo(new AverageConfig(AverageType.EMA).with("decay", decay));
  }

  @Test
  void dropout_growsWithThePassesUpToABound() {
    double before = 0;
    for (double passes : new double[] {0.1, 1, 2.9, 3, 5, 9, 10, 30}) {
      double dropout = TimedRecipe.dropout(passes, TimedRecipe.like(512));
      assertThat(dropout).isBetween(before, 0.5);
      before = dropout;
    }
    assertThat(TimedRecipe.dropout(2.9, TimedRecipe.like(512))).isZero();
    assertThat(before).isCloseTo(0.5, within(0.0));
  }

  private Training training(long steps, long length) throws IOException {
    Path text = Files.writeString(directory.resolve("text.txt"), TEXT);
    return Training.on(text)
        .backend(LA)
        .network(network -> network.hiddenSize(5))
        .training(
            how ->
                how.steps(steps)
                    .batchSize(4)
                    .sequenceLength(6)
                    .schedule(ScheduleConfig.parse("cosine:warmup=3,floor=0.1,length=" + length)))
        .around(around -> around.reportEvery(3).validateEvery(5).checkpointEvery(4))
        .heldOut(HeldOut.fraction(0.1));
  }

  /** Ends the time of a run when it has done so many steps. */
  private static final class Ends implements TrainingListener {
    private final long steps;
    private final List<Report> reports = new ArrayList<>();
    private TrainingRun run;

    Ends(long steps) {
      this.steps = steps;
    }

    @Override
    public void stepped(Trainer trainer) {
      if (trainer.steps() == steps) {
        run.endBy(System.nanoTime());
      }
    }

    @Override
    public void report(Report report) {
      reports.add(report);
    }
  }

  /** Takes a millisecond more for each of its first products. */
  private static final class ColdBackend {
    final AtomicInteger calls = new AtomicInteger();
    final LinearAlgebra backend;

    ColdBackend(int coldCalls) {
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            if (method.getName().equals("isWarm")) {
              return calls.get() >= coldCalls;
            }
            if (method.getName().equals("gemm") && calls.incrementAndGet() <= coldCalls) {
              TimeUnit.MILLISECONDS.sleep(1);
            }
            return method.invoke(LA, arguments);
          };
      backend =
          (LinearAlgebra)
              Proxy.newProxyInstance(
                  LinearAlgebra.class.getClassLoader(),
                  new Class<?>[] {LinearAlgebra.class},
                  handler);
    }
  }
}
