// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.network.NetworkConfig;
import java.util.Map;

/**
 * An optimizer with its settings, apart from the learning rate.
 *
 * <p>As text: {@code rmsprop:alpha=0.95,epsilon=1.0E-8}.
 *
 * @param type the optimizer
 * @param settings every setting of the optimizer by name
 */
public record OptimizerConfig(OptimizerType type, Map<String, Double> settings) {

  /**
   * Checks the settings and adds those that are missing.
   *
   * @param type the optimizer
   * @param settings the settings that differ from the standard ones; copied
   * @throws IllegalArgumentException if a setting is unknown or out of range
   */
  public OptimizerConfig {
    settings = Choice.complete("optimizer " + type.id(), type.settings(), settings);
  }

  /**
   * An optimizer with its standard settings.
   *
   * @param type the optimizer
   */
  public OptimizerConfig(OptimizerType type) {
    this(type, Map.of());
  }

  /**
   * Reads the text form.
   *
   * @param text {@code id} or {@code id:name=value,name=value}
   * @return the optimizer, with the standard value of each setting that is not named
   * @throws IllegalArgumentException if the text is not of that form, names what there is not, or
   *     gives a value out of range
   */
  public static OptimizerConfig parse(String text) {
    Choice choice = Choice.parse("optimizer", text);
    return new OptimizerConfig(OptimizerType.of(choice.id()), choice.settings());
  }

  /**
   * The same optimizer with one setting changed.
   *
   * @param name a setting
   * @param value its new value
   * @return a copy
   * @throws IllegalArgumentException if there is no such setting or the value is out of range
   */
  public OptimizerConfig with(String name, double value) {
    return new OptimizerConfig(type, Choice.with(settings, name, value));
  }

  /**
   * The value of a setting.
   *
   * @param name a setting
   * @return its value
   * @throws IllegalArgumentException if there is no such setting
   */
  public double get(String name) {
    return Choice.get("optimizer " + type.id(), settings, name);
  }

  /**
   * The optimizer before its first step.
   *
   * @param la the backend that holds the parameters
   * @param network the network whose parameters will be updated
   * @return a new optimizer, its moments zero
   */
  public Optimizer create(LinearAlgebra la, NetworkConfig network) {
    return switch (type) {
      case SGD -> new Sgd(la, network, this);
      case MOMENTUM, NESTEROV -> new Momentum(la, network, this);
      case ADAGRAD -> new Adagrad(la, network, this);
      case RMSPROP -> new RmsProp(la, network, this);
      case ADAM, ADAMW -> new Adam(la, network, this);
    };
  }

  /** The text form, with every setting; {@link #parse} gives back an equal configuration. */
  @Override
  public String toString() {
    return new Choice(type.id(), settings).toString();
  }
}
