package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.ParameterShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A scratch matrix of the shape of each parameter; those of one width share their storage. */
final class Scratch {
  private final Matrix[] at;

  Scratch(LinearAlgebra la, NetworkConfig network) {
    List<ParameterShape> shapes = network.parameterShapes();
    Map<Integer, Integer> rows = new HashMap<>();
    for (ParameterShape shape : shapes) {
      rows.merge(shape.columns(), shape.rows(), Math::max);
    }
    Map<Integer, Matrix> storage = new HashMap<>();
    rows.forEach((columns, most) -> storage.put(columns, la.zeros(most, columns)));
    this.at = new Matrix[shapes.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = storage.get(shapes.get(i).columns()).rows(0, shapes.get(i).rows());
    }
  }

  /** Scratch for the parameter of this index; its contents are arbitrary. */
  Matrix at(int index) {
    return at[index];
  }
}
