package io.github.rnn4j.cli.options;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.training.Clipping;
import io.github.rnn4j.training.OptimizerConfig;
import io.github.rnn4j.training.OptimizerType;
import io.github.rnn4j.training.ScheduleConfig;
import io.github.rnn4j.training.ScheduleType;

/**
 * What is taken where an option of {@code rnn train} is not given.
 *
 * <p>An lstm or gru gets what trained best in a given time on a general text: docs/LEARNING.md has
 * the measurement. An rnn gets what its formulas say and no more: one layer, one bias, plain
 * gradient descent.
 *
 * @param layers the recurrent layers
 * @param recurrentBias whether each layer has a second bias
 * @param sequenceLength T
 * @param batchSize B
 * @param epochs passes through the text
 * @param optimizer the optimizer
 * @param learningRate its rate, with the mean
 * @param schedule how the rate goes on
 * @param clipping the limit on gradients
 */
public record Recipe(
    int layers,
    boolean recurrentBias,
    int sequenceLength,
    int batchSize,
    int epochs,
    OptimizerConfig optimizer,
    double learningRate,
    ScheduleConfig schedule,
    Clipping clipping) {
  private static final Recipe TEXTBOOK =
      new Recipe(
          1,
          false,
          50,
          32,
          20,
          new OptimizerConfig(OptimizerType.SGD),
          0.5,
          new ScheduleConfig(ScheduleType.CONSTANT),
          Clipping.NONE);
  private static final Recipe MEASURED =
      new Recipe(
          2,
          true,
          25,
          50,
          10,
          new OptimizerConfig(OptimizerType.RMSPROP).with("alpha", 0.95),
          0.003,
          new ScheduleConfig(ScheduleType.COSINE).with("warmup", 100).with("floor", 0.02),
          Clipping.value(5));

  /** The recipe for a kind of cell. */
  public static Recipe of(CellType cell) {
    return cell == CellType.RNN ? TEXTBOOK : MEASURED;
  }
}
