// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.Elementary;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An average of the weights of a network that is trained, as {@link AverageType} defines it, in a
 * network of its own, which can be used while the other one is trained. Without an average it is
 * the trained network itself.
 *
 * <p>An update reads the weights once, and reads and writes their average: a scaling and a sum.
 */
final class WeightAverage {
  private static final String FROM = "from";

  private final AverageConfig config;
  private final LinearAlgebra la;
  private final Parameters weights;
  private final Model averaged;
  private final Parameters average;
  private final NonMonotone rise;
  private final double decay;

  /** T, the update with whose weights the mean begins; 0 before it. */
  private long from;

  /** Whether the average's network was not told yet of its new weights. */
  private boolean stale = true;

  /**
   * An average before the first update.
   *
   * @param model what is trained
   */
  WeightAverage(Model model, AverageConfig config) {
    this.config = config;
    this.la = model.network().la();
    this.weights = model.network().parameters();
    this.averaged = config.type() == AverageType.NONE ? model : model.copy(la);
    this.average = averaged.network().parameters();
    AverageType type = config.type();
    this.rise = new NonMonotone(type == AverageType.ASGD ? (int) config.get("nonmono") : 1);
    this.decay = type == AverageType.EMA ? config.get("decay") : 0;
  }

  /** Whether there is an average beside the weights. */
  boolean apart() {
    return config.type() != AverageType.NONE;
  }

  /**
   * Takes in the weights after an update.
   *
   * @param t the updates so far, from 1
   */
  void update(long t) {
    switch (config.type()) {
      case NONE -> {}
      case EMA -> moveBy((1 - decay) / (1 - Elementary.power(decay, t)));
      case ASGD -> {
        if (from > 0) {
          moveBy(1.0 / (t - from + 1));
        }
      }
    }
    stale = true;
  }

  /** a = a + α (θ − a). */
  private void moveBy(double alpha) {
    for (int i = 0; i < weights.size(); i++) {
      Matrix a = average.get(i).value();
      Matrix theta = weights.get(i).value();
      if (alpha == 1) {
        la.copy(theta, a);
      } else {
        la.scale(1 - alpha, a);
        la.axpy(alpha, theta, a);
      }
    }
  }

  /**
   * Tells of an evaluation of the average.
   *
   * @param loss the held-out loss
   * @param t the updates so far
   */
  void observe(double loss, long t) {
    if (config.type() == AverageType.ASGD && from == 0 && rise.observe(loss) && t > 0) {
      average.copyFrom(weights);
      from = t;
      stale = true;
    }
  }

  /**
   * The model with the average as its weights.
   *
   * @param t the updates so far
   * @return the same object at each call
   */
  Model model(long t) {
    if (apart() && stale) {
      if (!begun(t)) {
        average.copyFrom(weights);
      }
      averaged.network().parametersChanged();
      stale = false;
    }
    return averaged;
  }

  private boolean begun(long t) {
    return config.type() == AverageType.EMA ? t > 0 : from > 0;
  }

  // ------------------------------------------------------------------------------------- state

  /** What the evaluations so far have left, by name. */
  Map<String, Double> state() {
    Map<String, Double> state = new LinkedHashMap<>();
    if (config.type() == AverageType.ASGD) {
      if (from > 0) {
        state.put(FROM, (double) from);
      } else {
        state.putAll(rise.state());
      }
    }
    return state;
  }

  /**
   * Checks a state.
   *
   * @param state as {@link #state()} gave it
   * @param t the updates so far
   * @throws IllegalArgumentException if it is none of such an average
   */
  static void requireState(AverageConfig config, Map<String, Double> state, long t) {
    if (config.type() != AverageType.ASGD) {
      if (!state.isEmpty()) {
        throw new IllegalArgumentException(
            "the average " + config + " has no such state: " + state.keySet());
      }
      return;
    }
    Double since = state.get(FROM);
    if (since == null) {
      new NonMonotone((int) config.get("nonmono")).restore(state);
    } else if (!(since >= 1 && since <= t && since == Math.rint(since)) || state.size() > 1) {
      throw new IllegalArgumentException(
          "'" + FROM + "' is " + since + ", alone: it must be a step of the " + t + " so far");
    }
  }

  /**
   * Takes over the state of an average of the same configuration.
   *
   * @param state as {@link #state()} gave it
   * @param numbers the average; not modified
   */
  void restore(Map<String, Double> state, Parameters numbers) {
    Double since = state.get(FROM);
    from = since == null ? 0 : since.longValue();
    rise.restore(since == null ? state : Map.of());
    if (apart()) {
      average.copyFrom(numbers);
    }
    stale = true;
  }
}
