// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.network.NetworkConfig;
import java.util.List;

/**
 * What was measured of trainings in a given time (docs/LEARNING.md): which network a time is worth,
 * and how it is trained where a text is read so often. A larger network knows more in the end and
 * less before it: it is worth its time from so many characters on.
 */
final class TimedRecipe {
  /**
   * A size of network that is worth its time from so many characters on.
   *
   * @param hiddenSize the units of each of two layers
   * @param leastCharacters those that a run reads, if this size is to be better than the one before
   * @param leastMembers the members that there is time for, if it is to be better than more of the
   *     size before where a text is read often
   * @param learningRate η₀ of a rate that falls from the start
   * @param dropout that of ten passes with such a rate
   * @param mostPasses those with averaged weights, after which it learns a text by heart
   */
  record Size(
      int hiddenSize,
      long leastCharacters,
      int leastMembers,
      double learningRate,
      double dropout,
      double mostPasses) {}

  /** More members add little, and each takes its time whenever the model is used. */
  static final int MOST_MEMBERS = 4;

  /** With time for so many passes more, another member makes more of them. */
  private static final double LEAST_OF_A_MEMBER = 5.5;

  /** A text that is read so often is better read by a larger ensemble than by a larger network. */
  private static final double OFTEN = 5;

  /** From the smallest to the largest. */
  private static final List<Size> SIZES =
      List.of(
          new Size(64, 0, 1, 0.012, 0.1, 14),
          new Size(128, 800_000, 1, 0.008, 0.15, 14),
          new Size(256, 5_000_000, 2, 0.004, 0.3, 18),
          new Size(384, 11_000_000, 3, 0.004, 0.4, 14),
          new Size(512, 22_000_000, MOST_MEMBERS + 1, 0.003, 0.5, 14));

  /** A pass through a text beyond these teaches it by heart. */
  private static final double MOST_PASSES = 60;

  /** The same where layers are normalized, while the rate falls to nothing. */
  private static final double MOST_FALLING = 7;

  /** From so many passes on a rate that stays, and averaged weights, make more of them. */
  private static final double LEAST_AVERAGED = 14;

  /** The passes that an average of the weights covers. */
  private static final double AVERAGED_PASSES = 1.8;

  private static final double MOST_DECAY = 0.9999;

  private static final double INPUT_DROPOUT = 0.03;

  /** So much less is left out where the rate stays: its noise hinders learning by heart, too. */
  private static final double LESS_DROPOUT = 0.05;

  /** The part of a size's rate that a rate has which stays. */
  private static final double STAYING = 0.75;

  private TimedRecipe() {}

  /** The sizes to be tried, from the smallest on. */
  static List<Size> sizes() {
    return SIZES;
  }

  /** The size that is trained like one of so many units. */
  static Size like(int hiddenSize) {
    Size like = SIZES.get(0);
    for (Size size : SIZES) {
      like = size.hiddenSize() <= hiddenSize ? size : like;
    }
    return like;
  }

  /**
   * How many members an ensemble of normalized networks has.
   *
   * @param passes those that there would be time for with one
   */
  static int members(double passes) {
    return (int) Math.max(1, Math.min(MOST_MEMBERS, passes / LEAST_OF_A_MEMBER));
  }

  /**
   * Whether a size knows more than a larger ensemble of the size before.
   *
   * @param size the size
   * @param passes those that there would be time for with one member
   * @param members how many there is time for
   * @param mostMembers how many there may be
   */
  static boolean isWorthItsMembers(Size size, double passes, int members, int mostMembers) {
    return mostMembers == 1 || passes < OFTEN || members >= size.leastMembers();
  }

  /**
   * Of the passes that there is time for, those after which a network knows more of other texts.
   *
   * @param passes those that there is time for
   * @param layerNorm whether layers are normalized
   * @param hiddenSize the units of each
   */
  static double worthwhile(double passes, boolean layerNorm, int hiddenSize) {
    if (!layerNorm) {
      return Math.min(passes, MOST_PASSES);
    }
    double most = passes < LEAST_AVERAGED ? MOST_FALLING : like(hiddenSize).mostPasses();
    return Math.min(passes, most);
  }

  /**
   * Sets what so many passes through a text ask for.
   *
   * @param how modified
   * @param passes characters read for each one of the text
   * @param stepsOfAPass the steps of one of them
   * @param network what is trained
   * @return {@code how}
   */
  static TrainingConfig.Builder suit(
      TrainingConfig.Builder how, double passes, long stepsOfAPass, NetworkConfig network) {
    Size size = like(network.hiddenSize());
    if (!network.layerNorm() || passes < LEAST_AVERAGED) {
      return how.dropout(dropout(passes, size));
    }
    double decay = 1 - 1 / Math.max(10, AVERAGED_PASSES * stepsOfAPass);
    return how.dropout(rounded(size.dropout() - LESS_DROPOUT))
        .inputDropout(INPUT_DROPOUT)
        .learningRate(rounded(STAYING * size.learningRate()))
        .schedule(new ScheduleConfig(ScheduleType.CONSTANT))
        .average(
            new AverageConfig(AverageType.EMA).with("decay", Math.min(MOST_DECAY, rounded(decay))));
  }

  /** As it is told, so that it can be said again. */
  private static double rounded(double value) {
    return Math.rint(1e4 * value) / 1e4;
  }

  /**
   * The dropout for so many passes through a text while the rate falls from the start: what is read
   * once cannot be learned by heart.
   *
   * @param passes characters read for each one of the text
   * @param size that of the network
   */
  static double dropout(double passes, Size size) {
    return passes < 3 ? 0 : Math.rint(100 * size.dropout() * Math.min(1, passes / 10)) / 100;
  }
}
