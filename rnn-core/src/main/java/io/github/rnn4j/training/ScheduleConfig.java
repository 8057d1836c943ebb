// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A learning-rate schedule with its settings.
 *
 * <p>As text: {@code exponential:decay=0.97,after=10}.
 *
 * @param type the schedule
 * @param settings every setting of the schedule by name
 */
public record ScheduleConfig(ScheduleType type, Map<String, Double> settings) {
  private static final String LENGTH = "length";

  /**
   * Checks the settings and adds those that are missing.
   *
   * @param type the schedule
   * @param settings the settings that differ from the standard ones; copied
   * @throws IllegalArgumentException if a setting is unknown or out of range
   */
  public ScheduleConfig {
    settings = Choice.complete("schedule " + type.id(), type.settings(), settings);
  }

  /**
   * A schedule with its standard settings.
   *
   * @param type the schedule
   */
  public ScheduleConfig(ScheduleType type) {
    this(type, Map.of());
  }

  /**
   * Reads the text form.
   *
   * @param text {@code id} or {@code id:name=value,name=value}
   * @return the schedule, with the standard value of each setting that is not named
   * @throws IllegalArgumentException if the text is not of that form, names what there is not, or
   *     gives a value out of range
   */
  public static ScheduleConfig parse(String text) {
    Choice choice = Choice.parse("schedule", text);
    return new ScheduleConfig(ScheduleType.of(choice.id()), choice.settings());
  }

  /**
   * The same schedule with one setting changed.
   *
   * @param name a setting
   * @param value its new value
   * @return a copy
   * @throws IllegalArgumentException if there is no such setting or the value is out of range
   */
  public ScheduleConfig with(String name, double value) {
    return new ScheduleConfig(type, Choice.with(settings, name, value));
  }

  /**
   * The value of a setting.
   *
   * @param name a setting
   * @return its value
   * @throws IllegalArgumentException if there is no such setting
   */
  public double get(String name) {
    return Choice.get("schedule " + type.id(), settings, name);
  }

  /**
   * The schedule at the start of a run.
   *
   * @param steps the updates of the whole run, from its first epoch to its last; at least 1
   * @return a new schedule
   */
  public Schedule create(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a run has at least 1 step: " + steps);
    }
    return switch (type) {
      case CONSTANT -> (base, step, epoch) -> base;
      case EXPONENTIAL -> exponential(get("decay"), get("after"));
      case STEP -> stepDown(get("factor"), get("every"));
      case COSINE -> new Cosine((long) get("warmup"), length(steps), get("floor"));
      case PLATEAU ->
          new Plateau(
              get("factor"), new Patience((int) get("patience"), get("threshold")), get("floor"));
    };
  }

  /** The updates until the rate is at its end. */
  private long length(long steps) {
    long length = (long) get(LENGTH);
    return length > 0 ? length : steps;
  }

  private static Schedule exponential(double decay, double after) {
    return (base, step, epoch) -> base * StrictMath.pow(decay, Math.max(0, epoch - after + 1));
  }

  private static Schedule stepDown(double factor, double every) {
    return (base, step, epoch) -> base * StrictMath.pow(factor, Math.floor(epoch / every));
  }

  /**
   * The text form, with every setting, but for a length that is that of the run; {@link #parse}
   * gives back an equal configuration.
   */
  @Override
  public String toString() {
    Map<String, Double> told = new LinkedHashMap<>(settings);
    told.remove(LENGTH, 0.0);
    return new Choice(type.id(), told).toString();
  }
}
