package io.github.rnn4j.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a network is trained: everything but the network, its start weights and the text that has an
 * influence on the result.
 *
 * @param sequenceLength T, the steps through which gradients flow back, at least 1
 * @param batchSize B, the streams read side by side, at least 1
 * @param steps the length of the run in windows, at least 1; 0 if {@code epochs} gives it
 * @param epochs the length of the run in passes through the text, at least 1; 0 if {@code steps}
 *     gives it
 * @param learningRate η₀, positive and finite
 * @param reduction what the gradient is the gradient of
 * @param optimizer turns gradients into updates
 * @param schedule turns η₀ into the rate of each step
 * @param clipping the limit on the gradients
 * @param dropout the probability with which a unit between layers, and before the decoder, is left
 *     out of a step of training, from 0 to less than 1
 * @param resetAt the text after which the state is set back to zero, such as the border between two
 *     records; empty for none
 * @param seed the seed of all that is random
 */
public record TrainingConfig(
    int sequenceLength,
    int batchSize,
    long steps,
    int epochs,
    double learningRate,
    Reduction reduction,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    Clipping clipping,
    double dropout,
    String resetAt,
    long seed) {

  /** Windows of 50 steps, 50 streams, 10 epochs of gradient descent at 0.1. */
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
          0,
          "",
          1);

  /**
   * Checks the numbers.
   *
   * @param sequenceLength T
   * @param batchSize B
   * @param steps the length of the run in windows
   * @param epochs the length of the run in passes through the text
   * @param learningRate η₀
   * @param reduction what the gradient is the gradient of
   * @param optimizer turns gradients into updates
   * @param schedule turns η₀ into the rate of each step
   * @param clipping the limit on the gradients
   * @param dropout the probability of leaving a unit out
   * @param resetAt the text after which the state is zero
   * @param seed the seed of all that is random
   * @throws IllegalArgumentException if a number is out of range; the message names it
   */
  public TrainingConfig {
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
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "the dropout must be a probability from 0 to less than 1: " + dropout);
    }
    Objects.requireNonNull(reduction, "reduction");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(clipping, "clipping");
    Objects.requireNonNull(resetAt, "resetAt");
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("the " + what + " must be at least 1: " + value);
    }
  }

  /**
   * The same training with another sequence length.
   *
   * @param sequenceLength T
   * @return a copy
   */
  public TrainingConfig withSequenceLength(int sequenceLength) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another batch size.
   *
   * @param batchSize B
   * @return a copy
   */
  public TrainingConfig withBatchSize(int batchSize) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another learning rate.
   *
   * @param learningRate η₀
   * @return a copy
   */
  public TrainingConfig withLearningRate(double learningRate) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another reduction.
   *
   * @param reduction what the gradient is the gradient of
   * @return a copy
   */
  public TrainingConfig withReduction(Reduction reduction) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another optimizer.
   *
   * @param optimizer turns gradients into updates
   * @return a copy
   */
  public TrainingConfig withOptimizer(OptimizerConfig optimizer) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another schedule.
   *
   * @param schedule turns η₀ into the rate of each step
   * @return a copy
   */
  public TrainingConfig withSchedule(ScheduleConfig schedule) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another clipping.
   *
   * @param clipping the limit on the gradients
   * @return a copy
   */
  public TrainingConfig withClipping(Clipping clipping) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another dropout.
   *
   * @param dropout the probability of leaving a unit out
   * @return a copy
   */
  public TrainingConfig withDropout(double dropout) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another reset text.
   *
   * @param resetAt the text after which the state is zero; empty for none
   * @return a copy
   */
  public TrainingConfig withResetAt(String resetAt) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with another seed.
   *
   * @param seed the seed of all that is random
   * @return a copy
   */
  public TrainingConfig withSeed(long seed) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with a length in windows, instead of in passes.
   *
   * @param steps the length of the run, at least 1
   * @return a copy
   */
  public TrainingConfig withSteps(long steps) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        steps,
        0,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
  }

  /**
   * The same training with a length in passes through the text, instead of in windows.
   *
   * @param epochs the length of the run, at least 1
   * @return a copy
   */
  public TrainingConfig withEpochs(int epochs) {
    return new TrainingConfig(
        sequenceLength,
        batchSize,
        0,
        epochs,
        learningRate,
        reduction,
        optimizer,
        schedule,
        clipping,
        dropout,
        resetAt,
        seed);
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
    map.put("dropout", Double.toString(dropout));
    map.put("reset_at", resetAt);
    map.put("seed", Long.toString(seed));
    return map;
  }

  /**
   * Reads what {@link #toMap} wrote.
   *
   * @param map every setting by name
   * @return the configuration
   * @throws IllegalArgumentException if a setting is missing or out of range; the message names it
   */
  public static TrainingConfig parse(Map<String, String> map) {
    return new TrainingConfig(
        Integer.parseInt(get(map, "sequence_length")),
        Integer.parseInt(get(map, "batch_size")),
        Long.parseLong(get(map, "steps")),
        Integer.parseInt(get(map, "epochs")),
        Double.parseDouble(get(map, "learning_rate")),
        Reduction.of(get(map, "reduction")),
        OptimizerConfig.parse(get(map, "optimizer")),
        ScheduleConfig.parse(get(map, "schedule")),
        Clipping.parse(get(map, "clipping")),
        Double.parseDouble(get(map, "dropout")),
        get(map, "reset_at"),
        Long.parseLong(get(map, "seed")));
  }

  static String get(Map<String, String> map, String name) {
    String value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no '" + name + "'");
    }
    return value;
  }
}
