// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.network.DropoutRates;
import io.github.rnn4j.training.AverageConfig;
import io.github.rnn4j.training.AverageType;
import io.github.rnn4j.training.Clipping;
import io.github.rnn4j.training.OptimizerConfig;
import io.github.rnn4j.training.Recipe;
import io.github.rnn4j.training.Reduction;
import io.github.rnn4j.training.ScheduleConfig;
import io.github.rnn4j.training.TrainingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * How a network is trained. What is not given follows from the text: one that is too short for the
 * usual sizes gets smaller ones.
 */
public final class TrainingOptions {
  private static final long SEED = 1;

  @Option(
      names = "--seq-length",
      paramLabel = "T",
      converter = Numbers.PositiveInt.class,
      description =
          "Characters of a window, through which gradients flow back. (default: 25; 16 for"
              + " records; 50 for an rnn; less for a short text)")
  private @Nullable Integer sequenceLength;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      converter = Numbers.PositiveInt.class,
      description =
          "Parts of the text that are read side by side. (default: 50; 20 for records; 32"
              + " for an rnn; less for a short text)")
  private @Nullable Integer batchSize;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Passes through the text. (default: 10; 18 for records, 8 with labels; 20 for an rnn;"
              + " more for a short text: at least "
              + Recipe.FEWEST_STEPS
              + " steps)")
  private @Nullable Integer epochs;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description = "Updates to make, each of a window or of --accumulate, instead of --epochs.")
  private @Nullable Long steps;

  @Option(
      names = "--time-budget",
      paramLabel = "TIME",
      converter = Numbers.Time.class,
      description =
          "The time that it may all take, such as 90s, 5m or 1h30m, instead of --epochs. A short"
              + " measurement of this machine picks what is not given: --hidden, --dropout,"
              + " --learning-rate, --steps, --layer-norm, the start weights, and, where there is time"
              + " for many passes, --members, --input-dropout, --schedule and --average. What it picked"
              + " is told as a command that makes the same model, byte for byte.")
  private @Nullable Duration timeBudget;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Windows, one after the other, whose gradients are summed to one update: a step. The"
              + " gradient is that of the mean loss of all, in little more memory than one window"
              + " needs. (default: 1)")
  private @Nullable Integer accumulate;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      converter = Numbers.PositiveReal.class,
      description =
          "The step of the optimizer. (default: that of the default optimizer, 0.005; 0.004 for"
              + " records; 0.5 for an rnn, 0.5/T with the sum; PyTorch's for another)")
  private @Nullable Double learningRate;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME[:SETTINGS]",
      converter = Optimizers.class,
      description =
          "sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw, with PyTorch's settings, such"
              + " as rmsprop:alpha=0.95 or adam:beta1=0.8,epsilon=1e-7. (default:"
              + " rmsprop:alpha=0.95; adam for records; sgd for an rnn)")
  private @Nullable OptimizerConfig optimizer;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      converter = Numbers.NonNegativeReal.class,
      description = "The optimizer's setting weight-decay. (default: 0, 0.01 for adamw)")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME[:SETTINGS]",
      converter = Schedules.class,
      description =
          "How the learning rate goes on: constant, exponential:decay=0.97,after=10 (epochs),"
              + " step:factor=0.1,every=10 (epochs), cosine:warmup=0,floor=0 or"
              + " plateau:factor=0.1,patience=10 (evaluations). (default: cosine:warmup=100,"
              + "floor=0.02; constant for an rnn)")
  private @Nullable ScheduleConfig schedule;

  @Option(
      names = "--clip",
      paramLabel = "KIND:LIMIT",
      converter = Clips.class,
      description =
          "Limits the gradients: norm:5 (of all together), value:5 (of each) or none. (default:"
              + " value:5; norm:1 for records; none for an rnn)")
  private @Nullable Clipping clipping;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      converter = Numbers.BelowOne.class,
      description =
          "The probability with which a unit between layers, and before the output, is left out of"
              + " a step. (default: 0; 0.25 for records)")
  private @Nullable Double dropout;

  @Option(
      names = "--dropout-kind",
      paramLabel = "KIND",
      completionCandidates = DropoutKinds.class,
      converter = DropoutKindConverter.class,
      description =
          "standard: --dropout leaves out other units at each step of a window; variational: the"
              + " same in all of a window and stream. (default: standard)")
  private DropoutRates.@Nullable Kind dropoutKind;

  @Option(
      names = "--input-dropout",
      paramLabel = "P",
      converter = Numbers.BelowOne.class,
      description =
          "The probability with which a character is left out of what the network reads, in all of a"
              + " window and stream. (default: 0)")
  private @Nullable Double inputDropout;

  @Option(
      names = "--recurrent-dropout",
      paramLabel = "P",
      converter = Numbers.BelowOne.class,
      description =
          "The probability with which a unit of the state is left out of the recurrent product, in"
              + " all of a window and stream. (default: 0)")
  private @Nullable Double recurrentDropout;

  @Option(
      names = "--weight-drop",
      paramLabel = "P",
      converter = Numbers.BelowOne.class,
      description =
          "The probability with which a recurrent weight is left out of a window. (default: 0)")
  private @Nullable Double weightDrop;

  @Option(
      names = "--average",
      paramLabel = "NAME[:SETTINGS]",
      converter = Averages.class,
      description =
          "Evaluates, samples from and saves an average of the weights over the run, beside those"
              + " that are trained: ema:decay=0.999, exponential, the last 1/(1 - decay) steps count"
              + " most; asgd:nonmono=5, the mean since the held-out loss first rose above the lowest"
              + " one before its last 5 readings; or none. (default: none)")
  private @Nullable AverageConfig average;

  @Option(
      names = "--reduction",
      paramLabel = "KIND",
      completionCandidates = Reductions.class,
      converter = ReductionConverter.class,
      description =
          "mean: the loss is that of a character; sum: that of a window, so that the gradient is"
              + " T times as large. (default: mean)")
  private Reduction reduction = Reduction.MEAN;

  @Option(
      names = "--shards",
      paramLabel = "S",
      converter = Numbers.PositiveInt.class,
      description =
          "Cuts the B parts into S fixed blocks, a power of two, and sums their gradients in a fixed"
              + " order: each may be computed by another thread or machine, and the model is the"
              + " same, byte for byte; with another S it is another model. (default: 1)")
  private @Nullable Integer shards;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Numbers.Seed.class,
      description =
          "Where chance starts: the same seed, text and options give the same model."
              + " (default: "
              + SEED
              + ")")
  private long seed = SEED;

  /** Whether more than one of --epochs, --steps and --time-budget was given. */
  public boolean lengthTwice() {
    return Stream.of(epochs, steps, timeBudget).filter(Objects::nonNull).count() > 1;
  }

  /** The time that the program may take. */
  public Optional<Duration> timeBudget() {
    return Optional.ofNullable(timeBudget);
  }

  /** Whether a held-out text is needed: the mean begins when its loss rises. */
  public boolean awaitsRise() {
    return average != null && average.type() == AverageType.ASGD;
  }

  public long seed() {
    return seed;
  }

  /** Sets what is given. */
  public void set(TrainingConfig.Builder training) {
    Optional.ofNullable(sequenceLength).ifPresent(training::sequenceLength);
    Optional.ofNullable(batchSize).ifPresent(training::batchSize);
    Optional.ofNullable(learningRate).ifPresent(training::learningRate);
    Optional.ofNullable(optimizer).ifPresent(training::optimizer);
    Optional.ofNullable(weightDecay).ifPresent(training::weightDecay);
    Optional.ofNullable(schedule).ifPresent(training::schedule);
    Optional.ofNullable(clipping).ifPresent(training::clipping);
    setLength(training);
    Optional.ofNullable(dropout).ifPresent(training::dropout);
    Optional.ofNullable(accumulate).ifPresent(training::accumulate);
    Optional.ofNullable(dropoutKind).ifPresent(training::dropoutKind);
    Optional.ofNullable(inputDropout).ifPresent(training::inputDropout);
    Optional.ofNullable(recurrentDropout).ifPresent(training::recurrentDropout);
    Optional.ofNullable(weightDrop).ifPresent(training::weightDrop);
    Optional.ofNullable(average).ifPresent(training::average);
    Optional.ofNullable(shards).ifPresent(training::shards);
    training.reduction(reduction).seed(seed);
  }

  /** Sets the length, if it is given. */
  public void setLength(TrainingConfig.Builder training) {
    Optional.ofNullable(epochs).ifPresent(training::epochs);
    Optional.ofNullable(steps).ifPresent(training::steps);
  }

  /** Reads an optimizer with its settings. */
  static final class Optimizers implements ITypeConverter<OptimizerConfig> {
    @Override
    public OptimizerConfig convert(String text) {
      return Choice.of(text, OptimizerConfig::parse);
    }
  }

  /** Reads a schedule with its settings. */
  static final class Schedules implements ITypeConverter<ScheduleConfig> {
    @Override
    public ScheduleConfig convert(String text) {
      return Choice.of(text, ScheduleConfig::parse);
    }
  }

  /** The names of the kinds of dropout. */
  static final class DropoutKinds extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    DropoutKinds() {
      super(List.of(DropoutRates.Kind.values()).stream().map(DropoutRates.Kind::id).toList());
    }
  }

  /** Reads the name of a kind of dropout. */
  static final class DropoutKindConverter implements ITypeConverter<DropoutRates.Kind> {
    @Override
    public DropoutRates.Kind convert(String text) {
      return Choice.of(text, DropoutRates.Kind::of);
    }
  }

  /** Reads an average with its settings. */
  static final class Averages implements ITypeConverter<AverageConfig> {
    @Override
    public AverageConfig convert(String text) {
      return Choice.of(text, AverageConfig::parse);
    }
  }

  /** Reads a limit on gradients. */
  static final class Clips implements ITypeConverter<Clipping> {
    @Override
    public Clipping convert(String text) {
      return Choice.of(text, Clipping::parse);
    }
  }

  /** The names of the reductions. */
  static final class Reductions extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Reductions() {
      super(List.of(Reduction.values()).stream().map(Reduction::id).toList());
    }
  }

  /** Reads the name of a reduction. */
  static final class ReductionConverter implements ITypeConverter<Reduction> {
    @Override
    public Reduction convert(String text) {
      return Choice.of(text, Reduction::of);
    }
  }
}
