// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.Map;

/**
 * An average of the weights with its settings.
 *
 * <p>As text: {@code none}, {@code ema:decay=0.999}, {@code asgd:nonmono=5}.
 *
 * @param type the average
 * @param settings every setting of the average by name
 */
public record AverageConfig(AverageType type, Map<String, Double> settings) {
  /** The weights themselves. */
  public static final AverageConfig NONE = new AverageConfig(AverageType.NONE);

  /**
   * Checks the settings and adds those that are missing.
   *
   * @param type the average
   * @param settings the settings that differ from the standard ones; copied
   * @throws IllegalArgumentException if a setting is unknown or out of range
   */
  public AverageConfig {
    settings = Choice.complete("average " + type.id(), type.settings(), settings);
  }

  /**
   * An average with its standard settings.
   *
   * @param type the average
   */
  public AverageConfig(AverageType type) {
    this(type, Map.of());
  }

  /**
   * Reads the text form.
   *
   * @param text {@code id} or {@code id:name=value,name=value}
   * @return the average, with the standard value of each setting that is not named
   * @throws IllegalArgumentException if the text is not of that form, names what there is not, or
   *     gives a value out of range
   */
  public static AverageConfig parse(String text) {
    Choice choice = Choice.parse("average", text);
    return new AverageConfig(AverageType.of(choice.id()), choice.settings());
  }

  /**
   * The same average with one setting changed.
   *
   * @param name a setting
   * @param value its new value
   * @return a copy
   * @throws IllegalArgumentException if there is no such setting or the value is out of range
   */
  public AverageConfig with(String name, double value) {
    return new AverageConfig(type, Choice.with(settings, name, value));
  }

  /**
   * The value of a setting.
   *
   * @param name a setting
   * @return its value
   * @throws IllegalArgumentException if there is no such setting
   */
  public double get(String name) {
    return Choice.get("average " + type.id(), settings, name);
  }

  /** The text form, with every setting; {@link #parse} gives back an equal configuration. */
  @Override
  public String toString() {
    return new Choice(type.id(), settings).toString();
  }
}
