// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.sampling.TokenHistory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How each character is drawn. The filters apply in the order of their options here. */
public final class SamplerOptions {
  @Option(
      names = "--repetition-penalty",
      paramLabel = "P",
      converter = Numbers.PositiveReal.class,
      description =
          "Above 1 the last characters become less probable: positive logits are divided by P,"
              + " negative ones multiplied. (default: 1, none)")
  private double repetitionPenalty = 1;

  @Option(
      names = "--repetition-window",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "How many of the last characters the penalty looks at, at most "
              + TokenHistory.LONGEST
              + ". (default: "
              + Sampling.REPETITION_WINDOW
              + ")")
  private int repetitionWindow = Sampling.REPETITION_WINDOW;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      converter = Numbers.NonNegativeReal.class,
      description =
          "Below 1 the text is more regular, above 1 wilder; 0 always takes the most probable"
              + " character. (default: 1)")
  private @Nullable Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      converter = Numbers.PositiveInt.class,
      description = "Draw from the K most probable characters. (default: all)")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      converter = Numbers.Probability.class,
      description =
          "Draw from the fewest most probable characters that have the probability P together."
              + " (default: 1, all)")
  private @Nullable Double topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      converter = Numbers.Probability.class,
      description =
          "Draw from the characters that are at least P times as probable as the most probable"
              + " one. (default: 0, all)")
  private @Nullable Double minP;

  /** Whether each character is the most probable one, so that no seed changes anything. */
  public boolean certain() {
    return temperature != null && temperature == 0;
  }

  /** Whether none is given that a search without chance could not heed. */
  public boolean none() {
    return temperature == null
        && topK == null
        && topP == null
        && minP == null
        && repetitionPenalty == 1;
  }

  /**
   * Texts of so many tokens, drawn as the options say.
   *
   * @throws IllegalArgumentException if the repetition window is too long
   */
  public Sampling sampling(long length) {
    Sampling how =
        Sampling.length(length)
            .repetitionPenalty(repetitionPenalty, repetitionWindow)
            .temperature(temperature == null ? 1 : temperature);
    how = topK == null ? how : how.topK(topK);
    how = topP == null ? how : how.topP(topP);
    return minP == null ? how : how.minP(minP);
  }
}
