// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.network.DropoutRates;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a network is trained: everything but the network, its start weights and the text that has an
 * influence on the result.
 *
 * <pre>
 *   TrainingConfig.builder().sequenceLength(25).steps(1000).learningRate(0.01).build()
 * </pre>
 *
 * <p>What is not set is that of a textbook: {@link #DEFAULT}. {@link Recipe} has what was measured
 * to train well.
 */
public final class TrainingConfig {
  /** A setting of earlier versions, which files of these still have. */
  private static final String RESET_AT = "reset_at";

  private static final String SHARDS = "shards";
  private static final String ACCUMULATE = "accumulate";
  private static final String AVERAGE = "average";
  private static final String DROPOUT_KIND = "dropout_kind";
  private static final String INPUT_DROPOUT = "input_dropout";
  private static final String RECURRENT_DROPOUT = "recurrent_dropout";
  private static final String WEIGHT_DROP = "weight_drop";

  /** Windows of 50 steps, 50 streams, 10 epochs of gradient descent at 0.1, the seed 1. */
  public static final TrainingConfig DEFAULT =
      new TrainingConfig(
          50,
          50,
          0,
          10,
          0.1,
          Reduction.MEAN,
          new OptimizerConfig(OptimizerType.SGD),
          new ScheduleConfig(ScheduleType.CONSTANT),
          Clipping.NONE,
          DropoutRates.NONE,
          AverageConfig.NONE,
          1,
          1,
          1);

  private final int sequenceLength;
  private final int batchSize;
  private final long steps;
  private final int epochs;
  private final double learningRate;
  private final Reduction reduction;
  private final OptimizerConfig optimizer;
  private final ScheduleConfig schedule;
  private final Clipping clipping;
  private final DropoutRates dropout;
  private final AverageConfig average;
  private final int accumulate;
  private final int shards;
  private final long seed;

  private TrainingConfig(
      int sequenceLength,
      int batchSize,
      long steps,
      int epochs,
      double learningRate,
      Reduction reduction,
      OptimizerConfig optimizer,
      ScheduleConfig schedule,
      Clipping clipping,
      DropoutRates dropout,
      AverageConfig average,
      int accumulate,
      int shards,
      long seed) {
    atLeastOne("sequence length", sequenceLength);
    atLeastOne("batch size", batchSize);
    if (steps < 0 || epochs < 0 || (steps == 0) == (epochs == 0)) {
      throw new IllegalArgumentException(
          "the length of a run is a positive number of steps or of epochs: "
              + steps
              + " steps, "
              + epochs
              + " epochs");
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate must be a positive finite number: " + learningRate);
    }
    this.sequenceLength = sequenceLength;
    this.batchSize = batchSize;
    this.steps = steps;
    this.epochs = epochs;
    this.learningRate = learningRate;
    this.reduction = Objects.requireNonNull(reduction, "reduction");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    this.clipping = Objects.requireNonNull(clipping, "clipping");
    atLeastOne("number of windows whose gradients are accumulated", accumulate);
    if (!canCount(accumulate, steps, batchSize, sequenceLength)) {
      throw new IllegalArgumentException(
          "too much for "
              + steps
              + " steps of "
              + accumulate
              + " windows of "
              + batchSize
              + " × "
              + sequenceLength
              + " characters: accumulate fewer windows");
    }
    if (Integer.bitCount(shards) != 1 || shards < 1) {
      throw new IllegalArgumentException("the shards must be a power of two: " + shards);
    }
    if (shards > batchSize) {
      throw new IllegalArgumentException(
          "a batch of "
              + batchSize
              + " streams cannot be cut into "
              + shards
              + " shards: take fewer shards, or a larger batch");
    }
    this.dropout = Objects.requireNonNull(dropout, "dropout");
    this.average = Objects.requireNonNull(average, "average");
    this.accumulate = accumulate;
    this.shards = shards;
    this.seed = seed;
  }

  /**
   * Whether the characters of a step of several windows, and the windows of a run, have numbers.
   */
  private static boolean canCount(int windows, long steps, int batchSize, int sequenceLength) {
    return windows == 1
        || steps <= Long.MAX_VALUE / windows
            && (long) batchSize * sequenceLength <= Integer.MAX_VALUE / windows;
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("the " + what + " must be at least 1: " + value);
    }
  }

  /**
   * A builder of which nothing is set.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder(DEFAULT);
  }

  /**
   * A builder for a training like this one: what is not set is as it is here.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The steps through which gradients flow back.
   *
   * @return T, at least 1
   */
  public int sequenceLength() {
    return sequenceLength;
  }

  /**
   * The streams read side by side.
   *
   * @return B, at least 1
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * The length of the run in updates, if it is given in updates: windows, or N windows each.
   *
   * @return at least 1; 0 if {@link #epochs} gives it
   */
  public long steps() {
    return steps;
  }

  /**
   * The length of the run in passes through the text, if it is given in passes.
   *
   * @return at least 1; 0 if {@link #steps} gives it
   */
  public int epochs() {
    return epochs;
  }

  /**
   * The learning rate that the schedule starts from.
   *
   * @return η₀, positive and finite
   */
  public double learningRate() {
    return learningRate;
  }

  /**
   * What the gradient is the gradient of.
   *
   * @return the mean or the sum
   */
  public Reduction reduction() {
    return reduction;
  }

  /**
   * What turns gradients into updates.
   *
   * @return the optimizer with its settings
   */
  public OptimizerConfig optimizer() {
    return optimizer;
  }

  /**
   * What turns η₀ into the rate of each step.
   *
   * @return the schedule with its settings
   */
  public ScheduleConfig schedule() {
    return schedule;
  }

  /**
   * The limit on the gradients.
   *
   * @return {@link Clipping#NONE} for none
   */
  public Clipping clipping() {
    return clipping;
  }

  /**
   * The probability with which a unit between layers, and before the decoder, is left out of a step
   * of training.
   *
   * @return from 0 to less than 1
   */
  public double dropout() {
    return dropout.output();
  }

  /**
   * All that is left out of a window of training, {@link #dropout} among it.
   *
   * @return the probabilities
   */
  public DropoutRates dropoutRates() {
    return dropout;
  }

  /**
   * The average of the weights that is evaluated, sampled from and saved at the end.
   *
   * @return {@link AverageConfig#NONE} for the weights themselves
   */
  public AverageConfig average() {
    return average;
  }

  /**
   * The windows whose gradients are summed before an update, read one after the other: a step.
   *
   * @return N, at least 1
   */
  public int accumulate() {
    return accumulate;
  }

  /**
   * The blocks into which the streams are cut: the gradient is the sum of theirs, in an aligned
   * binary tree over their numbers.
   *
   * @return S, a power of two, at least 1 and at most B
   */
  public int shards() {
    return shards;
  }

  /**
   * The seed of all that is random.
   *
   * @return any number
   */
  public long seed() {
    return seed;
  }

  /**
   * The configuration as text, for a file.
   *
   * @return every setting by name; {@link #parse} gives back an equal configuration
   */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("sequence_length", Integer.toString(sequenceLength));
    map.put("batch_size", Integer.toString(batchSize));
    map.put("steps", Long.toString(steps));
    map.put("epochs", Integer.toString(epochs));
    map.put("learning_rate", Double.toString(learningRate));
    map.put("reduction", reduction.id());
    map.put("optimizer", optimizer.toString());
    map.put("schedule", schedule.toString());
    map.put("clipping", clipping.toString());
    map.put("dropout", Double.toString(dropout.output()));
    if (dropout.kind() != DropoutRates.Kind.STANDARD) {
      map.put(DROPOUT_KIND, dropout.kind().id());
    }
    putAboveZero(map, INPUT_DROPOUT, dropout.input());
    putAboveZero(map, RECURRENT_DROPOUT, dropout.recurrent());
    putAboveZero(map, WEIGHT_DROP, dropout.weights());
    if (average.type() != AverageType.NONE) {
      map.put(AVERAGE, average.toString());
    }
    if (accumulate > 1) {
      map.put(ACCUMULATE, Integer.toString(accumulate));
    }
    if (shards > 1) {
      map.put(SHARDS, Integer.toString(shards));
    }
    map.put("seed", Long.toString(seed));
    return map;
  }

  /** What is not used is not named: files without it stay byte for byte what they were. */
  private static void putAboveZero(Map<String, String> map, String name, double value) {
    if (value > 0) {
      map.put(name, Double.toString(value));
    }
  }

  /**
   * Reads what {@link #toMap} wrote.
   *
   * @param map every setting by name
   * @return the configuration
   * @throws IllegalArgumentException if a setting is missing or out of range, or is of a version
   *     whose training this one cannot continue; the message names it
   */
  public static TrainingConfig parse(Map<String, String> map) {
    return parse(new Entries(map));
  }

  static TrainingConfig parse(Entries entries) {
    refuseResets(entries);
    long steps = entries.whole("steps", 0, Long.MAX_VALUE);
    int epochs = entries.whole("epochs", 0);
    if ((steps == 0) == (epochs == 0)) {
      throw entries.bad("steps", "either it or 'epochs', which is " + epochs + ", must be above 0");
    }
    TrainingConfig config =
        new TrainingConfig(
            entries.whole("sequence_length", 1),
            entries.whole("batch_size", 1),
            steps,
            epochs,
            entries.number("learning_rate", Double.MIN_VALUE, Double.MAX_VALUE),
            entries.read("reduction", Reduction::of),
            entries.read("optimizer", OptimizerConfig::parse),
            entries.read("schedule", ScheduleConfig::parse),
            entries.read("clipping", Clipping::parse),
            new DropoutRates(
                probability(entries, "dropout"),
                entries.has(DROPOUT_KIND)
                    ? entries.read(DROPOUT_KIND, DropoutRates.Kind::of)
                    : DropoutRates.Kind.STANDARD,
                entries.has(INPUT_DROPOUT) ? probability(entries, INPUT_DROPOUT) : 0,
                entries.has(RECURRENT_DROPOUT) ? probability(entries, RECURRENT_DROPOUT) : 0,
                entries.has(WEIGHT_DROP) ? probability(entries, WEIGHT_DROP) : 0),
            entries.has(AVERAGE) ? entries.read(AVERAGE, AverageConfig::parse) : AverageConfig.NONE,
            accumulate(entries),
            shards(entries),
            entries.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    Set<String> known = new HashSet<>(config.toMap().keySet());
    known.add(RESET_AT);
    known.add(SHARDS);
    known.addAll(
        Set.of(AVERAGE, ACCUMULATE, DROPOUT_KIND, INPUT_DROPOUT, RECURRENT_DROPOUT, WEIGHT_DROP));
    entries.requireKnown(known);
    return config;
  }

  private static int accumulate(Entries entries) {
    if (!entries.has(ACCUMULATE)) {
      return 1;
    }
    int windows = entries.whole(ACCUMULATE, 1);
    int streams = entries.whole("batch_size", 1);
    int length = entries.whole("sequence_length", 1);
    if (!canCount(windows, entries.whole("steps", 0, Long.MAX_VALUE), streams, length)) {
      throw entries.bad(
          ACCUMULATE,
          "a step of so many windows of " + streams + " × " + length + " characters is too long");
    }
    return windows;
  }

  private static double probability(Entries entries, String name) {
    return entries.number(name, 0, Math.nextDown(1.0));
  }

  /** One that does not name them has one, as all had before there were shards. */
  private static int shards(Entries entries) {
    if (!entries.has(SHARDS)) {
      return 1;
    }
    int shards = entries.whole(SHARDS, 1);
    int streams = entries.whole("batch_size", 1);
    if (Integer.bitCount(shards) != 1 || shards > streams) {
      throw entries.bad(
          SHARDS, "it must be a power of two, at most 'batch_size', which is " + streams);
    }
    return shards;
  }

  /**
   * Before there were records, a run could set its state back after a text; the first character
   * after it still saw what stood before.
   */
  private static void refuseResets(Entries entries) {
    if (entries.has(RESET_AT) && !entries.text(RESET_AT).isEmpty()) {
      throw entries.bad(
          RESET_AT,
          "such a run, of an older version, cannot go on bit for bit, as records have taken its"
              + " place; begin a new one from its weights, with records");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingConfig that && toMap().equals(that.toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  /** Every setting by name, as {@link #toMap} has it. */
  @Override
  public String toString() {
    return "TrainingConfig" + toMap();
  }

  /**
   * Gathers the settings of a training, in any order; they are checked together by {@link #build}.
   */
  public static final class Builder {
    private TrainingConfig usual;
    private Optional<Integer> sequenceLength = Optional.empty();
    private Optional<Integer> batchSize = Optional.empty();
    private Optional<Long> steps = Optional.empty();
    private Optional<Integer> epochs = Optional.empty();
    private Optional<Double> learningRate = Optional.empty();
    private Optional<Reduction> reduction = Optional.empty();
    private Optional<OptimizerConfig> optimizer = Optional.empty();
    private Optional<Double> weightDecay = Optional.empty();
    private Optional<ScheduleConfig> schedule = Optional.empty();
    private Optional<Clipping> clipping = Optional.empty();
    private Optional<Double> dropout = Optional.empty();
    private Optional<DropoutRates.Kind> dropoutKind = Optional.empty();
    private Optional<Double> inputDropout = Optional.empty();
    private Optional<Double> recurrentDropout = Optional.empty();
    private Optional<Double> weightDrop = Optional.empty();
    private Optional<AverageConfig> average = Optional.empty();
    private Optional<Integer> accumulate = Optional.empty();
    private Optional<Integer> shards = Optional.empty();
    private Optional<Long> seed = Optional.empty();

    private Builder(TrainingConfig usual) {
      this.usual = usual;
    }

    /**
     * Takes from another training what is not set here, neither before nor after this call.
     *
     * @param usual another training
     * @return this builder
     */
    public Builder orElse(TrainingConfig usual) {
      this.usual = usual;
      return this;
    }

    Optional<Integer> sequenceLength() {
      return sequenceLength;
    }

    Optional<Integer> batchSize() {
      return batchSize;
    }

    int accumulate() {
      return accumulate.orElse(usual.accumulate);
    }

    Optional<OptimizerConfig> optimizer() {
      return optimizer;
    }

    Optional<Reduction> reduction() {
      return reduction;
    }

    boolean hasLength() {
      return steps.isPresent() || epochs.isPresent();
    }

    Optional<Long> seed() {
      return seed;
    }

    /**
     * Sets the steps through which gradients flow back.
     *
     * @param sequenceLength T, at least 1
     * @return this builder
     */
    public Builder sequenceLength(int sequenceLength) {
      this.sequenceLength = Optional.of(sequenceLength);
      return this;
    }

    /**
     * Sets the streams read side by side.
     *
     * @param batchSize B, at least 1
     * @return this builder
     */
    public Builder batchSize(int batchSize) {
      this.batchSize = Optional.of(batchSize);
      return this;
    }

    /**
     * Sets the length of the run in windows, instead of in passes.
     *
     * @param steps at least 1
     * @return this builder
     */
    public Builder steps(long steps) {
      this.steps = Optional.of(steps);
      return this;
    }

    /**
     * Sets the length of the run in passes through the text, instead of in windows.
     *
     * @param epochs at least 1
     * @return this builder
     */
    public Builder epochs(int epochs) {
      this.epochs = Optional.of(epochs);
      return this;
    }

    /**
     * Sets the learning rate that the schedule starts from.
     *
     * @param learningRate η₀, positive and finite
     * @return this builder
     */
    public Builder learningRate(double learningRate) {
      this.learningRate = Optional.of(learningRate);
      return this;
    }

    /**
     * Sets what the gradient is the gradient of.
     *
     * @param reduction the mean or the sum
     * @return this builder
     */
    public Builder reduction(Reduction reduction) {
      this.reduction = Optional.of(reduction);
      return this;
    }

    /**
     * Sets what turns gradients into updates.
     *
     * @param optimizer the optimizer with its settings
     * @return this builder
     */
    public Builder optimizer(OptimizerConfig optimizer) {
      this.optimizer = Optional.of(optimizer);
      return this;
    }

    /**
     * Sets the weight decay of the optimizer, whichever that is.
     *
     * @param weightDecay at least 0; as the optimizer has it if it is not set
     * @return this builder
     */
    public Builder weightDecay(double weightDecay) {
      this.weightDecay = Optional.of(weightDecay);
      return this;
    }

    /**
     * Sets what turns η₀ into the rate of each step.
     *
     * @param schedule the schedule with its settings
     * @return this builder
     */
    public Builder schedule(ScheduleConfig schedule) {
      this.schedule = Optional.of(schedule);
      return this;
    }

    /**
     * Sets the limit on the gradients.
     *
     * @param clipping {@link Clipping#NONE} for none
     * @return this builder
     */
    public Builder clipping(Clipping clipping) {
      this.clipping = Optional.of(clipping);
      return this;
    }

    /**
     * Sets the probability with which a unit between layers, and before the decoder, is left out of
     * a step of training.
     *
     * @param dropout from 0 to less than 1
     * @return this builder
     */
    public Builder dropout(double dropout) {
      this.dropout = Optional.of(dropout);
      return this;
    }

    /**
     * Sets whether each step of a window leaves out other units, or all the same: {@link #dropout}.
     *
     * @param kind standard if it is not set
     * @return this builder
     */
    public Builder dropoutKind(DropoutRates.Kind kind) {
      this.dropoutKind = Optional.of(kind);
      return this;
    }

    /**
     * Sets the probability with which a token is left out of what enters the first layer, in all of
     * a stream's window.
     *
     * @param inputDropout from 0 to less than 1; 0 if it is not set
     * @return this builder
     */
    public Builder inputDropout(double inputDropout) {
      this.inputDropout = Optional.of(inputDropout);
      return this;
    }

    /**
     * Sets the probability with which a unit of h⟨t−1⟩ is left out of W_hh h⟨t−1⟩, in all of a
     * stream's window.
     *
     * @param recurrentDropout from 0 to less than 1; 0 if it is not set
     * @return this builder
     */
    public Builder recurrentDropout(double recurrentDropout) {
      this.recurrentDropout = Optional.of(recurrentDropout);
      return this;
    }

    /**
     * Sets the probability with which an element of W_hh is left out of a window: DropConnect.
     *
     * @param weightDrop from 0 to less than 1; 0 if it is not set
     * @return this builder
     */
    public Builder weightDrop(double weightDrop) {
      this.weightDrop = Optional.of(weightDrop);
      return this;
    }

    /**
     * Sets the average of the weights that is evaluated, sampled from and saved at the end.
     *
     * @param average {@link AverageConfig#NONE} for the weights themselves
     * @return this builder
     */
    public Builder average(AverageConfig average) {
      this.average = Optional.of(average);
      return this;
    }

    /**
     * Sets the windows whose gradients are summed before an update. They are read one after the
     * other; the gradient is that of the mean over all of their characters, the number of steps,
     * and with it the schedule's, that of the updates, and the last step of a pass through a
     * continuous text may have fewer.
     *
     * @param accumulate N, at least 1; 1 if it is not set
     * @return this builder
     */
    public Builder accumulate(int accumulate) {
      this.accumulate = Optional.of(accumulate);
      return this;
    }

    /**
     * Sets the blocks into which the streams are cut. The result depends on their number, but not
     * on who computes them.
     *
     * @param shards S, a power of two, at most B
     * @return this builder
     */
    public Builder shards(int shards) {
      this.shards = Optional.of(shards);
      return this;
    }

    /**
     * Sets the seed of all that is random.
     *
     * @param seed any number
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = Optional.of(seed);
      return this;
    }

    /**
     * Builds the configuration. The builder can be used further.
     *
     * @return a new configuration
     * @throws IllegalArgumentException if a number is out of range, or both steps and epochs are
     *     set; the message names them
     */
    public TrainingConfig build() {
      if (steps.isPresent() && epochs.isPresent()) {
        throw new IllegalArgumentException(
            "the length of a run is given in steps or in epochs, not in both: "
                + steps.get()
                + " steps, "
                + epochs.get()
                + " epochs");
      }
      OptimizerConfig moves = optimizer.orElse(usual.optimizer);
      boolean length = steps.isPresent() || epochs.isPresent();
      return new TrainingConfig(
          sequenceLength.orElse(usual.sequenceLength),
          batchSize.orElse(usual.batchSize),
          steps.orElse(length ? 0L : usual.steps),
          epochs.orElse(length ? 0 : usual.epochs),
          learningRate.orElse(usual.learningRate),
          reduction.orElse(usual.reduction),
          weightDecay.map(decay -> moves.with("weight-decay", decay)).orElse(moves),
          schedule.orElse(usual.schedule),
          clipping.orElse(usual.clipping),
          new DropoutRates(
              dropout.orElse(usual.dropout.output()),
              dropoutKind.orElse(usual.dropout.kind()),
              inputDropout.orElse(usual.dropout.input()),
              recurrentDropout.orElse(usual.dropout.recurrent()),
              weightDrop.orElse(usual.dropout.weights())),
          average.orElse(usual.average),
          accumulate.orElse(usual.accumulate),
          shards.orElse(usual.shards),
          seed.orElse(usual.seed));
    }
  }
}
