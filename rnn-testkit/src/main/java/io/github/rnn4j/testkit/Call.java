// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One call of an operation, ready to run: the operands on a backend, and what they held before. The
 * elements and indices follow from operation and size alone, so that two calls of one kind start
 * from the same bits.
 */
final class Call {
  /** Rows below a view in its root, and indices around those that are used. */
  private static final int MARGIN = 3;

  private static final long SEED = 20_260_101L;

  private final Operation operation;
  private final LinearAlgebra backend;
  private final Size size;
  private final Matrix[] operands;
  private final Matrix[] roots;
  private final Grid[] start;
  private int[] indices;
  private int offset;

  private Call(Operation operation, LinearAlgebra backend, Size size) {
    this.operation = operation;
    this.backend = backend;
    this.size = size;
    this.operands = new Matrix[operation.operands().size()];
    this.roots = new Matrix[operands.length];
    this.start = new Grid[operands.length];
    this.indices = new int[size.m() + 2 * MARGIN];
    this.offset = MARGIN;
    Arrays.fill(indices, -77);
    if (operation.isIndexed()) {
      SplittableRandom random = new SplittableRandom(SEED + 99);
      for (int i = 0; i < size.m(); i++) {
        indices[offset + i] = random.nextInt(operation.indexBound(size));
      }
    }
  }

  /** Every operand is a root. */
  static Call onRoots(Operation operation, LinearAlgebra backend, Size size) {
    Call call = new Call(operation, backend, size);
    for (int i = 0; i < call.operands.length; i++) {
      call.set(i, call.initial(i));
    }
    return call;
  }

  /**
   * Every operand is a view of a view, with rows of its root above and below: above each another
   * number of them, so that no offset can be taken for another's.
   */
  static Call onViews(Operation operation, LinearAlgebra backend, Size size) {
    Call call = new Call(operation, backend, size);
    for (int i = 0; i < call.operands.length; i++) {
      call.view(i);
    }
    return call;
  }

  /** Replaces an operand by a view of a view with the initial elements. */
  Call view(int index) {
    Grid initial = initial(index);
    int m = initial.rows();
    int above = above(index);
    Grid around =
        Grid.random(above + m + MARGIN, initial.columns(), SEED - 1 - index, backend.precision());
    Matrix root = fitting(index, around).on(backend);
    Matrix view = root.rows(1, above + m + 1).rows(above - 1, above - 1 + m);
    view.copyFrom(initial.values(), 0);
    roots[index] = root;
    operands[index] = view;
    start[index] = initial;
    return this;
  }

  /** Rows of the root above an operand that is a view. */
  static int above(int operand) {
    return 2 + operand;
  }

  /** The same inputs as the other call has, the very handles, and outputs of its own. */
  static Call sharingInputs(Call other) {
    Call call = onRoots(other.operation, other.backend, other.size);
    for (int i : call.operation.inputs()) {
      call.operand(i, other.operand(i));
    }
    return call;
  }

  /** What the kit puts into an operand. */
  Grid initial(int operand) {
    return operation.initial(
        new Operation.Initial(operand, size, backend.precision()), this::generate);
  }

  private Grid generate(Operation.Initial initial) {
    int operand = initial.operand();
    Operation.Operand it = operation.operand(operand);
    Grid random =
        Grid.random(
            it.rows().applyAsInt(size),
            it.columns().applyAsInt(size),
            SEED + operand,
            backend.precision());
    return fitting(operand, random);
  }

  /** The elements as the operand may hold them. */
  Grid fitting(int operand, Grid elements) {
    return operation.isNonNegative(operand) ? elements.map(Math::abs) : elements;
  }

  /** Elements for an operand, each seed others. */
  Grid other(int operand, long seed) {
    Grid shape = initial(operand);
    return fitting(
        operand,
        Grid.random(shape.rows(), shape.columns(), SEED + 1000 * seed, backend.precision()));
  }

  LinearAlgebra backend() {
    return backend;
  }

  Operation operation() {
    return operation;
  }

  Size size() {
    return size;
  }

  Matrix operand(int index) {
    return operands[index];
  }

  /** Replaces an operand by a matrix, which may be null or of the wrong shape. */
  void operand(int index, Matrix matrix) {
    operands[index] = matrix;
    roots[index] = matrix;
  }

  /** The matrix that owns the storage of an operand. */
  Matrix root(int index) {
    return roots[index];
  }

  /** Replaces an operand by the rows of a root from {@code from} on. */
  Call rowsOf(Matrix root, int from, int index, Grid elements) {
    operands[index] = root.rows(from, from + elements.rows());
    operands[index].copyFrom(elements.values(), 0);
    roots[index] = root;
    start[index] = elements;
    return this;
  }

  /** Gives every operand that is modified the elements back that it began with. */
  void restart() {
    operation.modified().forEach(i -> operands[i].copyFrom(start[i].values(), 0));
  }

  /** Replaces an operand by a new root. */
  Call set(int index, Grid elements) {
    operand(index, elements.on(backend));
    start[index] = elements;
    return this;
  }

  int[] indices() {
    return indices;
  }

  /** Replaces each index that is used by the one after it, in place. */
  void nextIndices() {
    for (int i = 0; i < size.m(); i++) {
      indices[offset + i] = (indices[offset + i] + 1) % operation.indexBound(size);
    }
  }

  int offset() {
    return offset;
  }

  void indices(int[] replacement, int first) {
    indices = replacement;
    offset = first;
  }

  /** The operands as they are now. */
  Grid[] grids() {
    return Arrays.stream(operands).map(Grid::of).toArray(Grid[]::new);
  }

  double run() {
    return runOn(backend);
  }

  double runOn(LinearAlgebra other) {
    return operation.run(other, operands, indices, offset);
  }

  /** What the operation must give for the operands as they are now. */
  Expected expected() {
    return operation.expect(
        backend.precision(), grids(), Arrays.copyOfRange(indices, offset, offset + size.m()));
  }

  /** Runs, and asserts that the outputs are within the bounds. */
  void assertWithinBound() {
    assertWithinBound("");
  }

  /** The same, saying under which circumstances. */
  void assertWithinBound(String circumstances) {
    Expected expected = expected();
    expected.assertWithin(this + circumstances, this, run());
  }

  /** The elements of the operand. */
  double[] values(int operand) {
    return operands[operand].toArray();
  }

  /** All elements of the storage behind the operand, those around a view too. */
  double[] storage(int operand) {
    return roots[operand] == null ? new double[0] : roots[operand].toArray();
  }

  /** The storage of every operand, one after the other. */
  double[][] storage() {
    double[][] all = new double[operands.length][];
    Arrays.setAll(all, this::storage);
    return all;
  }

  /** The outputs, one after the other, then what was returned. */
  double[] outcome(double returned) {
    double[] all = {};
    for (int i : operation.outputs()) {
      double[] output = values(i);
      int end = all.length;
      all = Arrays.copyOf(all, end + output.length);
      System.arraycopy(output, 0, all, end, output.length);
    }
    all = Arrays.copyOf(all, all.length + 1);
    all[all.length - 1] = returned;
    return all;
  }

  @Override
  public String toString() {
    return operation + " at " + size;
  }
}
