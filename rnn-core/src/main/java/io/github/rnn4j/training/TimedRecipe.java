// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.List;

/**
 * What was measured of trainings in a given time (docs/LEARNING.md): which network a time is worth,
 * and how it is trained where a text is read so often.
 */
final class TimedRecipe {
  /**
   * A size of network that is worth its time from so many characters on.
   *
   * @param hiddenSize the units of each of two layers
   * @param learningRate η₀
   * @param leastCharacters those that a run reads, if this size is to be better than the one before
   */
  record Size(int hiddenSize, double learningRate, long leastCharacters) {}

  /** From the smallest to the largest. */
  private static final List<Size> SIZES =
      List.of(
          new Size(64, 0.012, 0),
          new Size(128, 0.008, 800_000),
          new Size(256, 0.004, 5_000_000),
          new Size(384, 0.004, 11_000_000),
          new Size(512, 0.003, 22_000_000));

  /** A pass through a text beyond these teaches it by heart; normalized layers are there sooner. */
  private static final double MOST_PASSES = 60;

  private static final double MOST_PASSES_NORMALIZED = 7;

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

  /** The passes through a text after which more of them make a network know less of others. */
  static double mostPasses(boolean layerNorm) {
    return layerNorm ? MOST_PASSES_NORMALIZED : MOST_PASSES;
  }

  /**
   * The dropout for so many passes through a text: what is read once cannot be learned by heart.
   *
   * @param passes characters read for each one of the text
   * @param hiddenSize the units of each layer
   */
  static double dropout(double passes, int hiddenSize) {
    if (passes < 3) {
      return 0;
    }
    double most = hiddenSize >= 512 ? 0.5 : hiddenSize >= 384 ? 0.4 : hiddenSize >= 256 ? 0.3 : 0.1;
    return Math.rint(100 * most * Math.min(1, passes / 10)) / 100;
  }
}
