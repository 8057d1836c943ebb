// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A number for every trainable number of a network: its weights, their gradients, or an optimizer's
 * moments. The order is that of {@link NetworkConfig#parameterShapes()}.
 */
public final class Parameters implements Iterable<Parameter> {
  private final LinearAlgebra la;
  private final int members;
  private final List<Parameter> list;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  /**
   * New parameters, all zero.
   *
   * @param la the backend that will hold them
   * @param config the network
   */
  public Parameters(LinearAlgebra la, NetworkConfig config) {
    this(
        la,
        config.members(),
        config.parameterShapes().stream()
            .map(shape -> new Parameter(shape, la.zeros(shape.rows(), shape.columns())))
            .toList());
  }

  private Parameters(LinearAlgebra la, int members, List<Parameter> list) {
    this.la = la;
    this.members = members;
    this.list = list;
    for (Parameter parameter : list) {
      byName.put(parameter.name(), parameter);
    }
  }

  /**
   * The parameters of one member, under the names that they would have in a network that is this
   * member alone.
   *
   * @param member from 0
   * @return a view: the matrices are these ones; in a network of one member, this object
   * @throws IndexOutOfBoundsException if there is no such member
   */
  public Parameters member(int member) {
    Objects.checkIndex(member, members);
    if (members == 1) {
      return this;
    }
    int each = list.size() / members;
    List<Parameter> own = new ArrayList<>();
    for (Parameter parameter : list.subList(member * each, (member + 1) * each)) {
      String name = ParameterNames.withinMember(parameter.name());
      own.add(new Parameter(parameter.shape().named(name), parameter.value()));
    }
    return new Parameters(la, 1, List.copyOf(own));
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
