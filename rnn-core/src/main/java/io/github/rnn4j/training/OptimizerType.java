// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static io.github.rnn4j.training.Setting.real;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The optimizers, with PyTorch's settings and their standard values. */
public enum OptimizerType {
  /** Gradient descent. */
  SGD(1e-3, weightDecay(0)),
  /** Gradient descent with momentum. */
  MOMENTUM(1e-3, momentum(), weightDecay(0)),
  /** Gradient descent with Nesterov's momentum. */
  NESTEROV(1e-3, momentum(), weightDecay(0)),
  /** Steps divided by the root of the sum of all squares of the gradient. */
  ADAGRAD(1e-2, epsilon(1e-10), weightDecay(0)),
  /** Steps divided by the root of a moving mean of the gradient's squares. */
  RMSPROP(
      1e-2,
      real("alpha", 0.99, 0, 1, "the part of the mean square that is kept at each step"),
      epsilon(1e-8),
      weightDecay(0)),
  /** Moving means of the gradient and of its squares, both freed of their bias to zero. */
  ADAM(1e-3, beta1(), beta2(), epsilon(1e-8), weightDecay(0)),
  /** Adam with a weight decay that does not enter the moments. */
  ADAMW(1e-3, beta1(), beta2(), epsilon(1e-8), weightDecay(0.01));

  private static final double BELOW_ONE = 0x1.fffffffffffffp-1;

  private final double rate;
  private final List<Setting> settings;

  OptimizerType(double rate, Setting... settings) {
    this.rate = rate;
    this.settings = List.of(settings);
  }

  /**
   * The name on the command line and in files.
   *
   * @return for example {@code adam}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * PyTorch's learning rate if none is given.
   *
   * @return η
   */
  public double standardRate() {
    return rate;
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
   * The optimizer of the given name.
   *
   * @param id a name as {@link #id()} gives it
   * @return the optimizer
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static OptimizerType of(String id) {
    for (OptimizerType type : values()) {
      if (type.id().equals(id)) {
        return type;
      }
    }
    throw Choice.unknown("optimizer", id, Stream.of(values()).map(OptimizerType::id).toList());
  }

  private static Setting momentum() {
    return real("momentum", 0.9, 0, 1, "the part of the velocity that is kept at each step");
  }

  private static Setting beta1() {
    return real("beta1", 0.9, 0, BELOW_ONE, "the part of the mean that is kept at each step");
  }

  private static Setting beta2() {
    return real(
        "beta2", 0.999, 0, BELOW_ONE, "the part of the mean square that is kept at each step");
  }

  private static Setting epsilon(double standard) {
    return real("epsilon", standard, 0, Double.POSITIVE_INFINITY, "what is added to the divisor");
  }

  private static Setting weightDecay(double standard) {
    return real(
        "weight-decay", standard, 0, Double.POSITIVE_INFINITY, "the pull of weights to zero");
  }
}
