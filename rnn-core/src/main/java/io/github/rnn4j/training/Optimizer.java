// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.ParameterShape;
import io.github.rnn4j.network.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An optimizer: moves parameters against their gradients, and keeps moments from step to step.
 *
 * <p>Its whole state is {@link #steps()} and {@link #state()}: an optimizer of the same
 * configuration that is given both by {@link #restore} goes on with the same bits. Nothing is
 * allocated by an update.
 *
 * <p>Letters: p parameter, g gradient, η learning rate, λ weight decay, t the step, from 1.
 *
 * <p>Not thread-safe.
 */
public abstract class Optimizer {
  /** The backend that computes. */
  protected final LinearAlgebra la;

  private final Map<String, Parameters> state;
  private long steps;

  /**
   * An optimizer before its first step.
   *
   * @param la the backend that holds the parameters
   * @param network the network whose parameters will be updated
   * @param moments the names of the moments, each a number for every parameter, at first zero
   */
  protected Optimizer(LinearAlgebra la, NetworkConfig network, String... moments) {
    this.la = la;
    Map<String, Parameters> made = new LinkedHashMap<>();
    for (String moment : moments) {
      made.put(moment, new Parameters(la, network));
    }
    this.state = Collections.unmodifiableMap(made);
  }

  /**
   * One step. Whoever owns the parameters then tells the network that they changed.
   *
   * @param parameters p; modified
   * @param gradients g, of the same network; not modified
   * @param rate η
   * @throws IllegalArgumentException if the gradients are of another network; nothing is changed
   */
  public final void update(Parameters parameters, Parameters gradients, double rate) {
    requireSameShapes(parameters, gradients);
    steps++;
    for (int i = 0; i < parameters.size(); i++) {
      update(i, gradients.get(i).value(), rate, parameters.get(i).value());
    }
  }

  private static void requireSameShapes(Parameters parameters, Parameters gradients) {
    if (parameters.size() != gradients.size()) {
      throw new IllegalArgumentException(
          "there are "
              + parameters.size()
              + " parameters and "
              + gradients.size()
              + " gradients: they are of two networks");
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (!same(parameters.get(i).shape(), gradients.get(i).shape())) {
        throw new IllegalArgumentException(
            "the parameter is "
                + parameters.get(i).shape()
                + ", its gradient is "
                + gradients.get(i).shape()
                + ": they are of two networks");
      }
    }
  }

  /** What {@code equals} says; a record's own may allocate. */
  private static boolean same(ParameterShape a, ParameterShape b) {
    return a.name().equals(b.name())
        && a.rank() == b.rank()
        && a.rows() == b.rows()
        && a.columns() == b.columns();
  }

  /**
   * One step of one parameter. {@link #steps()} already counts it.
   *
   * @param index which parameter, from 0; its moments stand at the same index
   * @param g its gradient; not modified
   * @param rate η
   * @param p the parameter; modified
   */
  protected abstract void update(int index, Matrix g, double rate, Matrix p);

  /**
   * The updates so far.
   *
   * @return t
   */
  public final long steps() {
    return steps;
  }

  /**
   * The moments, by PyTorch's names for them.
   *
   * @return the moments themselves, always the same, in a fixed order
   */
  public final Map<String, Parameters> state() {
    return state;
  }

  /**
   * Takes over the state of another optimizer of the same configuration.
   *
   * @param steps t of the other
   * @param state its moments; not modified, copied
   * @throws IllegalArgumentException if the count is negative or the names of the moments differ;
   *     nothing is changed
   */
  public final void restore(long steps, Map<String, Parameters> state) {
    if (steps < 0) {
      throw new IllegalArgumentException("an optimizer cannot have made " + steps + " steps");
    }
    if (!state.keySet().equals(this.state.keySet())) {
      throw new IllegalArgumentException(
          "this optimizer has the moments "
              + this.state.keySet()
              + ", what is to be restored has "
              + state.keySet());
    }
    this.steps = steps;
    this.state.forEach((name, moment) -> moment.copyFrom(Objects.requireNonNull(state.get(name))));
  }

  /**
   * One moment of one parameter.
   *
   * @param name the moment
   * @param index the parameter, from 0
   * @return the moment itself
   */
  protected final Matrix moment(String name, int index) {
    return Objects.requireNonNull(state.get(name), name).get(index).value();
  }
}
