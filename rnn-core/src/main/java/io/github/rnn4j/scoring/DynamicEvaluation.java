// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

/**
 * How a model goes on learning while a {@link DynamicScorer} reads with it.
 *
 * @param rate η, the learning rate, from 0 on; with 0 and no decay nothing is learned
 * @param segment the tokens after each of which the model learns, at least 1
 * @param decay λ, how far weights go back to the model's at each step, from 0 to 1
 */
public record DynamicEvaluation(double rate, int segment, double decay) {
  /** The usual length of a segment. */
  public static final int SEGMENT = 20;

  /** The usual learning rate without {@link GradientStatistics}. */
  public static final double SGD_RATE = 0.03;

  /** The usual learning rate with them. */
  public static final double RMS_RATE = 0.0003;

  /** The usual decay without statistics. */
  public static final double SGD_DECAY = 0;

  /** The usual decay with them. */
  public static final double RMS_DECAY = 0.001;

  /** The usual settings for gradient descent. */
  public static final DynamicEvaluation SGD = new DynamicEvaluation(SGD_RATE, SEGMENT, SGD_DECAY);

  /** The usual settings for steps that are divided by the root of {@link GradientStatistics}. */
  public static final DynamicEvaluation RMS = new DynamicEvaluation(RMS_RATE, SEGMENT, RMS_DECAY);

  /**
   * Checks the settings.
   *
   * @param rate η
   * @param segment the tokens of a segment
   * @param decay λ
   * @throws IllegalArgumentException if one is out of range
   */
  public DynamicEvaluation {
    if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the rate of a dynamic evaluation must be a finite number from 0 on: " + rate);
    }
    if (segment < 1) {
      throw new IllegalArgumentException("a segment has at least 1 token: " + segment);
    }
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException(
          "the decay of a dynamic evaluation must be from 0 to 1: " + decay);
    }
  }
}
