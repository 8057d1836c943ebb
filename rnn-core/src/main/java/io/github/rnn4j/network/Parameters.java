// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A number for every trainable number of a network: its weights, their gradients, or an optimizer's
 * moments. The order is that of {@link NetworkConfig#parameterShapes()}.
 */
public final class Parameters implements Iterable<Parameter> {
  private final LinearAlgebra la;
  private final List<Parameter> list;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  /**
   * New parameters, all zero.
   *
   * @param la the backend that will hold them
   * @param config the network
   */
  public Parameters(LinearAlgebra la, NetworkConfig config) {
    this.la = la;
    List<Parameter> made = new ArrayList<>();
    for (ParameterShape shape : config.parameterShapes()) {
      Parameter parameter = new Parameter(shape, la.zeros(shape.rows(), shape.columns()));
      made.add(parameter);
      byName.put(shape.name(), parameter);
    }
    this.list = List.copyOf(made);
  }

  /**
   * The number of parameters: matrices and vectors, not their elements.
   *
   * @return at least 5
   */
  public int size() {
    return list.size();
  }

  /**
   * The parameter at a place.
   *
   * @param index from 0
   * @return the parameter
   */
  public Parameter get(int index) {
    return list.get(index);
  }

  /**
   * Whether there is a parameter of that name.
   *
   * @param name a name of PyTorch's state_dict
   * @return true if there is
   */
  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  /**
   * The parameter of that name.
   *
   * @param name a name of PyTorch's state_dict
   * @return the parameter
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Parameter get(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "there is no parameter '" + name + "': there are " + byName.keySet());
    }
    return parameter;
  }

  /**
   * Copies the numbers of others.
   *
   * @param others parameters of the same network and backend; not modified
   */
  public void copyFrom(Parameters others) {
    for (int i = 0; i < list.size(); i++) {
      la.copy(others.get(i).value(), list.get(i).value());
    }
  }

  @Override
  public Iterator<Parameter> iterator() {
    return list.iterator();
  }
}
