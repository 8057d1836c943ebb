// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static io.github.rnn4j.training.Setting.real;
import static io.github.rnn4j.training.Setting.whole;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The averages of the weights over a run. The average is what is evaluated, sampled from and saved
 * at the end; what is trained is left alone.
 *
 * <p>Letters: θ⟨t⟩ the weights after update t, from 1, a⟨t⟩ their average.
 */
public enum AverageType {
  /** a⟨t⟩ = θ⟨t⟩. */
  NONE,
  /**
   * The exponential moving average, freed of its bias to a start of zero as Adam's moments are, so
   * that a⟨1⟩ = θ⟨1⟩ and the first updates are averaged evenly:
   *
   * <pre>
   *   a⟨t⟩ = Σ_i β^(t−i) θ⟨i⟩ / Σ_i β^(t−i)
   *        = a⟨t−1⟩ + (1 − β) / (1 − βᵗ) · (θ⟨t⟩ − a⟨t−1⟩)
   * </pre>
   *
   * @see <a href="https://arxiv.org/abs/1703.01780">Tarvainen and Valpola, Mean teachers are better
   *     role models, 2017</a>
   * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam, 2015, section 7.2</a>
   */
  EMA(
      real(
          "decay",
          0.999,
          0,
          0x1.fffffffffffffp-1,
          "β, the part of the average that is kept at each update")),
  /**
   * The plain mean of the weights since update T, averaged stochastic gradient descent:
   *
   * <pre>
   *   a⟨t⟩ = (θ⟨T⟩ + … + θ⟨t⟩) / (t − T + 1)        before T: a⟨t⟩ = θ⟨t⟩
   * </pre>
   *
   * <p>T is the first update after which the held-out loss is above the lowest one of those that
   * lie more than {@code nonmono} evaluations back. Optimizer and schedule go on as before.
   *
   * @see <a href="https://doi.org/10.1137/0330046">Polyak and Juditsky, Acceleration of stochastic
   *     approximation by averaging, 1992</a>
   * @see <a href="https://arxiv.org/abs/1708.02182">Merity, Keskar and Socher, Regularizing and
   *     optimizing LSTM language models, 2018: NT-ASGD, with the trigger of its program,
   *     awd-lstm-lm</a>
   */
  ASGD(whole("nonmono", 5, 1, "the last evaluations that a rise of the loss is not held against"));

  private final List<Setting> settings;

  AverageType(Setting... settings) {
    this.settings = List.of(settings);
  }

  /**
   * The name on the command line and in files.
   *
   * @return for example {@code ema}
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
   * The average of the given name.
   *
   * @param id a name as {@link #id()} gives it
   * @return the average
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static AverageType of(String id) {
    for (AverageType type : values()) {
      if (type.id().equals(id)) {
        return type;
      }
    }
    throw Choice.unknown("average", id, Stream.of(values()).map(AverageType::id).toList());
  }
}
