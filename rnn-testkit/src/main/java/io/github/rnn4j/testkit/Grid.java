// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/**
 * A matrix of the kit's own, against which a backend's are held.
 *
 * @param rows m
 * @param columns n
 * @param values m·n elements in row-major order
 */
record Grid(int rows, int columns, double[] values) {

  static Grid generate(int rows, int columns, DoubleSupplier elements) {
    double[] values = new double[rows * columns];
    Arrays.setAll(values, i -> elements.getAsDouble());
    return new Grid(rows, columns, values);
  }

  /** Numbers from −2 to 2 that are exact in the precision; the same for the same seed. */
  static Grid random(int rows, int columns, long seed, Precision precision) {
    SplittableRandom random = new SplittableRandom(seed);
    return generate(rows, columns, () -> precision.round(random.nextDouble(-2, 2)));
  }

  static Grid filled(int rows, int columns, double value) {
    return generate(rows, columns, () -> value);
  }

  static Grid row(double... values) {
    return new Grid(1, values.length, values.clone());
  }

  static Grid of(Matrix matrix) {
    return new Grid(matrix.rows(), matrix.columns(), matrix.toArray());
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }

  Grid map(DoubleUnaryOperator function) {
    return new Grid(rows, columns, Arrays.stream(values).map(function).toArray());
  }

  Grid transposed() {
    double[] turned = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = at(i, j);
      }
    }
    return new Grid(columns, rows, turned);
  }

  Grid rows(int from, int to) {
    return new Grid(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
  }

  Grid with(int row, int column, double value) {
    double[] changed = values.clone();
    changed[row * columns + column] = value;
    return new Grid(rows, columns, changed);
  }

  Matrix on(LinearAlgebra backend) {
    Matrix matrix = backend.zeros(rows, columns);
    matrix.copyFrom(values, 0);
    return matrix;
  }
}
