package io.github.rnn4j.cli.options;

import io.github.rnn4j.sampling.LogitFilter;
import io.github.rnn4j.sampling.TokenHistory;
import io.github.rnn4j.sampling.TokenSampler;
import picocli.CommandLine.Option;

/** How each character is drawn. The filters apply in the order of their options here. */
public final class SamplerOptions {
  private static final int WINDOW = 64;

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
              + WINDOW
              + ")")
  private int repetitionWindow = WINDOW;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      converter = Numbers.NonNegativeReal.class,
      description =
          "Below 1 the text is more regular, above 1 wilder; 0 always takes the most probable"
              + " character. (default: 1)")
  private Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      converter = Numbers.PositiveInt.class,
      description = "Draw from the K most probable characters. (default: all)")
  private Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      converter = Numbers.Probability.class,
      description =
          "Draw from the fewest most probable characters that have the probability P together."
              + " (default: 1, all)")
  private Double topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      converter = Numbers.Probability.class,
      description =
          "Draw from the characters that are at least P times as probable as the most probable"
              + " one. (default: 0, all)")
  private Double minP;

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

  public TokenSampler sampler() {
    LogitFilter filter =
        repetitionPenalty == 1
            ? LogitFilter.none()
            : LogitFilter.repetitionPenalty(repetitionPenalty, repetitionWindow);
    filter = filter.then(LogitFilter.temperature(temperature == null ? 1 : temperature));
    if (topK != null) {
      filter = filter.then(LogitFilter.topK(topK));
    }
    if (topP != null) {
      filter = filter.then(LogitFilter.topP(topP));
    }
    if (minP != null) {
      filter = filter.then(LogitFilter.minP(minP));
    }
    return filter.draw();
  }
}
