// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static io.github.rnn4j.training.Setting.real;
import static io.github.rnn4j.training.Setting.whole;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The learning-rate schedules. */
public enum ScheduleType {
  /** η = η₀. */
  CONSTANT,
  /** η = η₀ · decay^max(0, e − after + 1), e epochs completed: char-rnn's. */
  EXPONENTIAL(
      real("decay", 0.97, 0, 1, "the factor of an epoch"),
      whole("after", 10, 1, "the epochs at the full rate")),
  /** η = η₀ · factor^⌊e / every⌋, e epochs completed: PyTorch's StepLR. */
  STEP(
      real("factor", 0.1, 0, 1, "the factor of a step down"),
      whole("every", 10, 1, "the epochs between steps down")),
  /**
   * η = η₀ · (s + 1) / (warmup + 1) for the updates s &lt; warmup, then half a wave of the cosine
   * from η₀ to η₀ · floor at the end of the run, or after {@code length} updates: PyTorch's
   * CosineAnnealingLR, whose T_max it is.
   */
  COSINE(
      whole("warmup", 0, 0, "the updates in which the rate rises to its full height"),
      real("floor", 0, 0, 1, "the part of the rate that is left at the end"),
      whole("length", 0, 0, "the updates until the end, 0 for those of the run")),
  /**
   * η = η₀ · factor^k after k plateaus: more than {@code patience} evaluations in a row of which
   * none had a loss below (1 − threshold) times the best one; never below η₀ · floor. PyTorch's
   * ReduceLROnPlateau.
   */
  PLATEAU(
      real("factor", 0.1, 0, 1, "the factor at a plateau"),
      whole("patience", 10, 0, "the evaluations without improvement that are borne"),
      real("threshold", 1e-4, 0, 0.999, "the relative fall of the loss that is an improvement"),
      real("floor", 0, 0, 1, "the part of the rate that is always left"));

  private final List<Setting> settings;

  ScheduleType(Setting... settings) {
    this.settings = List.of(settings);
  }

  /**
   * The name on the command line and in files.
   *
   * @return for example {@code cosine}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What can be set.
   *
   * @return the settings in the order of the text form
   */
  public List<Setting> settings() {
    return settings;
  }

  /**
   * The schedule of the given name.
   *
   * @param id a name as {@link #id()} gives it
   * @return the schedule
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static ScheduleType of(String id) {
    for (ScheduleType type : values()) {
      if (type.id().equals(id)) {
        return type;
      }
    }
    throw Choice.unknown("schedule", id, Stream.of(values()).map(ScheduleType::id).toList());
  }
}
