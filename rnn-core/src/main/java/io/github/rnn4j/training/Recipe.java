// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.network.Cell;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import java.util.function.UnaryOperator;

/**
 * What is taken where a setting is not made.
 *
 * <p>An lstm or gru gets what trained best in a given time on a general text: docs/LEARNING.md has
 * the measurement. An rnn gets what its formulas say and no more: one layer, one bias, plain
 * gradient descent. A text that is too short for the usual sizes gets smaller ones, and more
 * passes.
 */
public final class Recipe {
  /** The cell of a network whose cell is not set. */
  public static final CellType CELL = CellType.LSTM;

  /** The units of a layer whose size is not set. */
  public static final int HIDDEN_SIZE = 128;

  /** A run whose length is not set has at least so many steps. */
  public static final int FEWEST_STEPS = 2000;

  /** A run whose reports are not set has so many. */
  public static final int REPORTS = 50;

  private static final long CHECKPOINTS = 20;
  private static final long LEAST_BETWEEN_CHECKPOINTS = 50;
  private static final long MOST_BETWEEN_CHECKPOINTS = 1000;

  private static final Recipe TEXTBOOK =
      new Recipe(
          1,
          false,
          TrainingConfig.builder()
              .sequenceLength(50)
              .batchSize(32)
              .epochs(20)
              .optimizer(new OptimizerConfig(OptimizerType.SGD))
              .learningRate(0.5)
              .schedule(new ScheduleConfig(ScheduleType.CONSTANT))
              .clipping(Clipping.NONE)
              .build());

  private static final Recipe MEASURED =
      new Recipe(
          2,
          true,
          TrainingConfig.builder()
              .sequenceLength(25)
              .batchSize(50)
              .epochs(10)
              .optimizer(new OptimizerConfig(OptimizerType.RMSPROP).with("alpha", 0.95))
              .learningRate(0.005)
              .schedule(
                  new ScheduleConfig(ScheduleType.COSINE).with("warmup", 100).with("floor", 0.02))
              .clipping(Clipping.value(5))
              .build());

  private static final Recipe RECORDS =
      new Recipe(
          2,
          true,
          TrainingConfig.builder()
              .sequenceLength(16)
              .batchSize(20)
              .epochs(18)
              .optimizer(new OptimizerConfig(OptimizerType.ADAM))
              .learningRate(0.004)
              .schedule(
                  new ScheduleConfig(ScheduleType.COSINE).with("warmup", 100).with("floor", 0.02))
              .clipping(Clipping.norm(1))
              .dropout(0.25)
              .build());

  /** What few records are made of is counted; a network that learns them by heart knows less. */
  private static final Recipe LABELLED =
      new Recipe(
          RECORDS.layers, RECORDS.recurrentBias, RECORDS.training.toBuilder().epochs(8).build());

  private final int layers;
  private final boolean recurrentBias;
  private final TrainingConfig training;

  private Recipe(int layers, boolean recurrentBias, TrainingConfig training) {
    this.layers = layers;
    this.recurrentBias = recurrentBias;
    this.training = training;
  }

  /**
   * The recipe for a kind of cell.
   *
   * @param cell the kind
   * @return what was measured, or the textbook's for an rnn
   */
  public static Recipe of(Cell cell) {
    return cell == CellType.RNN ? TEXTBOOK : MEASURED;
  }

  /**
   * The recipe for a kind of cell and a kind of text.
   *
   * @param cell the kind of cell
   * @param records whether the text is records
   * @return what was measured for it, or the textbook's for an rnn
   */
  public static Recipe of(Cell cell, boolean records) {
    return records && cell != CellType.RNN ? RECORDS : of(cell);
  }

  /**
   * The recipe for a kind of cell and records that are to be told apart.
   *
   * @param cell the kind of cell
   * @return that for records, with fewer passes, or the textbook's for an rnn
   */
  public static Recipe ofLabelled(Cell cell) {
    return cell == CellType.RNN ? TEXTBOOK : LABELLED;
  }

  /**
   * A network: of lstm cells, of {@value #HIDDEN_SIZE} units a layer, of as many layers and biases
   * as the cell's recipe says, where nothing else is set.
   *
   * @param settings what is set; modified: the rest is taken from the recipe
   * @param vocabularySize V
   * @return the network's configuration
   * @throws IllegalArgumentException if the settings make no sense together
   */
  public static NetworkConfig network(NetworkConfig.Builder settings, int vocabularySize) {
    return network(settings, vocabularySize, false);
  }

  /**
   * A network for a kind of text, where nothing else is set.
   *
   * @param settings what is set; modified: the rest is taken from the recipe
   * @param vocabularySize V
   * @param records whether the text is records
   * @return the network's configuration
   * @throws IllegalArgumentException if the settings make no sense together
   */
  public static NetworkConfig network(
      NetworkConfig.Builder settings, int vocabularySize, boolean records) {
    return network(settings, vocabularySize, records, Sizes.USUAL, false);
  }

  /**
   * What a network has where nothing else is set.
   *
   * @param hiddenSize the units of each layer
   * @param members how many such networks there are side by side
   */
  record Sizes(int hiddenSize, int members) {
    static final Sizes USUAL = new Sizes(HIDDEN_SIZE, 1);
  }

  /** A network of these sizes, normalized or not, where nothing else is set. */
  static NetworkConfig network(
      NetworkConfig.Builder settings,
      int vocabularySize,
      boolean records,
      Sizes sizes,
      boolean layerNorm) {
    Cell cell = settings.cell().orElse(CELL);
    Recipe recipe = of(cell, records);
    NetworkConfig usual =
        NetworkConfig.builder(cell, vocabularySize, sizes.hiddenSize())
            .layers(recipe.layers)
            .members(sizes.members())
            .recurrentBias(recipe.recurrentBias)
            .layerNorm(layerNorm)
            .build();
    return settings.vocabularySize(vocabularySize).orElse(usual).build();
  }

  /**
   * A training for a text of this length.
   *
   * @param settings what is set; modified: the rest is taken from the recipe
   * @param predictions those that a pass through the text makes: its characters less one, or those
   *     of its records
   * @return the training's configuration
   * @throws IllegalArgumentException if a setting is out of range
   */
  public TrainingConfig training(TrainingConfig.Builder settings, long predictions) {
    long pairs = Math.max(1, predictions);
    int steps =
        Math.max(1, settings.sequenceLength().orElse(upTo(pairs, training.sequenceLength())));
    int streams =
        Math.max(1, settings.batchSize().orElse(upTo(pairs / steps, training.batchSize())));
    long windows = ceil(ceil(ceil(pairs, streams), steps), Math.max(1, settings.accumulate()));
    TrainingConfig usual =
        training.toBuilder()
            .sequenceLength(steps)
            .batchSize(streams)
            .epochs((int) Math.max(training.epochs(), ceil(FEWEST_STEPS, windows)))
            .learningRate(learningRate(settings, steps))
            .build();
    return settings.orElse(usual).build();
  }

  /**
   * The recipe's rate for its own optimizer, PyTorch's for another; η/T where losses are summed.
   */
  private double learningRate(TrainingConfig.Builder settings, int steps) {
    OptimizerType own = training.optimizer().type();
    OptimizerType type = settings.optimizer().map(OptimizerConfig::type).orElse(own);
    double rate = type == own ? training.learningRate() : type.standardRate();
    boolean summed = settings.reduction().orElse(Reduction.MEAN) == Reduction.SUM;
    return type == OptimizerType.SGD && summed ? rate / steps : rate;
  }

  /** Of the passes that there is time for, those that a training in a given time does. */
  double worthwhile(double passes, boolean layerNorm, int hiddenSize) {
    return this == RECORDS || this == LABELLED
        ? Math.min(passes, training.epochs())
        : TimedRecipe.worthwhile(passes, layerNorm, hiddenSize);
  }

  /** This recipe with some settings changed. */
  Recipe with(UnaryOperator<TrainingConfig.Builder> change) {
    return new Recipe(layers, recurrentBias, change.apply(training.toBuilder()).build());
  }

  /**
   * What to do around a training of so many steps: fifty reports, about twenty checkpoints, the
   * held-out text at the end of each epoch.
   *
   * @param settings what is set; modified: the rest is taken from the recipe
   * @param totalSteps the steps of the whole run
   * @return the run's configuration
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static RunConfig run(RunConfig.Builder settings, long totalSteps) {
    RunConfig usual =
        RunConfig.builder()
            .reportEvery(Math.max(1, totalSteps / REPORTS))
            .checkpointEvery(
                Math.max(
                    LEAST_BETWEEN_CHECKPOINTS,
                    Math.min(MOST_BETWEEN_CHECKPOINTS, totalSteps / CHECKPOINTS)))
            .build();
    return settings.orElse(usual).build();
  }

  private static int upTo(long most, int usual) {
    return (int) Math.min(most, usual);
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
