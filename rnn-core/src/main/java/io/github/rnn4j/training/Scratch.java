// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.ParameterShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scratch for the update of each parameter, one for all parameters of a width. */
final class Scratch {
  private final Matrix[] at;

  /** Scratch of at least {@code count} times the rows of each parameter. */
  Scratch(LinearAlgebra la, NetworkConfig network, int count) {
    List<ParameterShape> shapes = network.parameterShapes();
    Map<Integer, Integer> rows = new HashMap<>();
    for (ParameterShape shape : shapes) {
      rows.merge(shape.columns(), count * shape.rows(), Math::max);
    }
    Map<Integer, Matrix> storage = new HashMap<>();
    rows.forEach((columns, most) -> storage.put(columns, la.zeros(most, columns)));
    this.at = new Matrix[shapes.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = storage.get(shapes.get(i).columns());
    }
  }

  /**
   * At least {@code count} times the rows of this parameter, by its columns; contents arbitrary.
   */
  Matrix at(int index) {
    return at[index];
  }
}
