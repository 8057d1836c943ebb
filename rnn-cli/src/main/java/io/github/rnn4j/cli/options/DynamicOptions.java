// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.scoring.DynamicEvaluation;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a model goes on learning while it is evaluated, and how. */
public final class DynamicOptions {
  @Option(
      names = "--dynamic",
      description =
          "Go on learning: each segment is predicted first, then learned from. The number tells what"
              + " the model is worth where it may adapt to the text; the model file stays as it is.")
  private boolean dynamic;

  @Option(
      names = "--dynamic-rate",
      paramLabel = "X",
      converter = Numbers.NonNegativeReal.class,
      description =
          "The learning rate of --dynamic. (default: "
              + DynamicEvaluation.SGD_RATE
              + "; with statistics "
              + DynamicEvaluation.RMS_RATE
              + ")")
  private @Nullable Double rate;

  @Option(
      names = "--dynamic-segment",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "The characters after each of which --dynamic learns. (default: "
              + DynamicEvaluation.SEGMENT
              + ")")
  private @Nullable Integer segment;

  @Option(
      names = "--dynamic-decay",
      paramLabel = "X",
      converter = Numbers.NonNegativeReal.class,
      description =
          "How far --dynamic takes weights back to the model's at each step, up to 1. (default: "
              + "0; with statistics "
              + DynamicEvaluation.RMS_DECAY
              + ")")
  private @Nullable Double decay;

  @Option(
      names = "--dynamic-statistics",
      paramLabel = "FILE|DIR",
      description =
          "The text that the model was trained on: --dynamic reads it first, and then moves each"
              + " weight in proportion to what is usual for its gradient there.")
  private @Nullable String statistics;

  /** What is wrong with the options together. */
  public Optional<String> defect() {
    if (!dynamic && (rate != null || segment != null || decay != null || statistics != null)) {
      String option =
          rate != null
              ? "rate"
              : segment != null ? "segment" : decay != null ? "decay" : "statistics";
      return Optional.of("--dynamic-" + option + " is for an evaluation with --dynamic");
    }
    return decay != null && decay > 1
        ? Optional.of("--dynamic-decay is from 0 to 1: " + decay)
        : Optional.empty();
  }

  /** Whether the model goes on learning. */
  public boolean wanted() {
    return dynamic;
  }

  /** The text that the model was trained on, if it is to be read. */
  public Optional<String> statistics() {
    return Optional.ofNullable(statistics);
  }

  /** How it learns. */
  public DynamicEvaluation how() {
    DynamicEvaluation usual = statistics == null ? DynamicEvaluation.SGD : DynamicEvaluation.RMS;
    return new DynamicEvaluation(
        Objects.requireNonNullElse(rate, usual.rate()),
        Objects.requireNonNullElse(segment, usual.segment()),
        Objects.requireNonNullElse(decay, usual.decay()));
  }

  private String rule() {
    return statistics == null ? "sgd" : "rms";
  }

  /** For example {@code sgd, rate 0.1, segments of 20}. */
  public String words() {
    DynamicEvaluation how = how();
    return rule()
        + ", rate "
        + how.rate()
        + ", segments of "
        + how.segment()
        + (how.decay() > 0 ? ", decay " + how.decay() : "");
  }

  /** The same as an object of JSON. */
  public String json() {
    DynamicEvaluation how = how();
    return String.format(
        Locale.ROOT,
        "{\"rule\":\"%s\",\"rate\":%s,\"segment\":%d,\"decay\":%s}",
        rule(),
        how.rate(),
        how.segment(),
        how.decay());
  }
}
