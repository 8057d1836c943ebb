// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * One operation of {@link LinearAlgebra}, its scalars fixed, as data: which operands it has, which
 * of them it modifies, what may alias, how it is called, and what it must give. Every rule that
 * binds all operations is tested from this description alone.
 */
final class Operation {

  /** What an operation does with an operand. */
  enum Role {
    /** Read, never modified. */
    INPUT,
    /** Modified, never read: what stood there leaves no trace. */
    WRITTEN,
    /** Read and modified. */
    UPDATED,
    /** Modified, never read; what is left there means nothing, and more rows do no harm. */
    SCRATCH
  }

  /**
   * A matrix among the arguments.
   *
   * @param name the parameter's name in {@link LinearAlgebra}
   * @param role what is done with it
   * @param rows its number of rows
   * @param columns its number of columns
   * @param tiedRows whether another operand fixes its number of rows
   * @param tiedColumns whether another operand fixes its number of columns
   * @param mayBe the inputs whose exact region this output may be
   */
  record Operand(
      String name,
      Role role,
      ToIntFunction<Size> rows,
      ToIntFunction<Size> columns,
      boolean tiedRows,
      boolean tiedColumns,
      Set<String> mayBe) {

    boolean isModified() {
      return role != Role.INPUT;
    }

    /** What stood there before leaves no trace. */
    boolean isNeverRead() {
      return role == Role.WRITTEN || role == Role.SCRATCH;
    }
  }

  /** Calls the operation. */
  @FunctionalInterface
  interface Kernel {
    /**
     * Calls the operation.
     *
     * @return what the operation returns, 0 if nothing
     */
    double run(LinearAlgebra la, Matrix[] x, int[] indices, int offset);
  }

  /** A kernel that returns nothing. */
  @FunctionalInterface
  interface VoidKernel {
    void run(LinearAlgebra la, Matrix[] x, int[] indices, int offset);
  }

  /** Says what the operation must give. */
  @FunctionalInterface
  interface Oracle {
    /**
     * Says what the operation must give.
     *
     * @param x the operands before
     * @param hot the indices that are used, one a row
     */
    Expected expect(Precision precision, Grid[] x, int[] hot);
  }

  private final String name;
  private final String scalars;
  private final List<Operand> operands = new ArrayList<>();
  private String indicesName = "";
  private ToIntFunction<Size> indexBound = size -> 0;
  private final Set<String> nonNegative = new HashSet<>();
  private final Map<Initial, Grid> initials = new ConcurrentHashMap<>();
  private boolean elementWise;
  private Kernel kernel =
      (la, x, indices, offset) -> {
        throw new IllegalStateException("the operation calls nothing");
      };
  private Oracle oracle =
      (precision, x, hot) -> {
        throw new IllegalStateException("the operation expects nothing");
      };

  Operation(String name, Object... scalars) {
    this.name = name;
    this.scalars = scalars.length == 0 ? "" : Arrays.asList(scalars).toString();
  }

  /** An input whose shape is tied to other operands. */
  Operation input(String operand, ToIntFunction<Size> rows, ToIntFunction<Size> columns) {
    return operand(new Operand(operand, Role.INPUT, rows, columns, true, true, Set.of()));
  }

  /** An output, which may be exactly the region of the named inputs. */
  Operation output(
      String operand,
      Role role,
      ToIntFunction<Size> rows,
      ToIntFunction<Size> columns,
      String... mayBe) {
    return operand(new Operand(operand, role, rows, columns, true, true, Set.of(mayBe)));
  }

  Operation operand(Operand operand) {
    operands.add(operand);
    return this;
  }

  /** The operation takes m indices, each from 0 to {@code bound − 1}. */
  Operation indexed(String parameter, ToIntFunction<Size> bound) {
    indicesName = parameter;
    indexBound = bound;
    return this;
  }

  /** Each element of the output comes from the elements in the same place of the inputs. */
  Operation elementWise() {
    elementWise = true;
    return this;
  }

  /** The operand holds squares: the kit puts no negative number there. */
  Operation nonNegative(String operand) {
    nonNegative.add(operand);
    return this;
  }

  Operation calls(VoidKernel call) {
    kernel =
        (la, x, indices, offset) -> {
          call.run(la, x, indices, offset);
          return 0;
        };
    return this;
  }

  Operation returns(Kernel call) {
    kernel = call;
    return this;
  }

  Operation expects(Oracle what) {
    oracle = what;
    return this;
  }

  String name() {
    return name;
  }

  /** What an operand holds before: made once, for making it takes longer than most operations. */
  record Initial(int operand, Size size, Precision precision) {}

  Grid initial(Initial key, Function<Initial, Grid> generator) {
    return key.size().isAskedForAgain()
        ? initials.computeIfAbsent(key, generator)
        : generator.apply(key);
  }

  boolean isNonNegative(int operand) {
    return nonNegative.contains(operand(operand).name());
  }

  List<Operand> operands() {
    return operands;
  }

  Operand operand(int index) {
    return operands.get(index);
  }

  /** Those which hold a result. */
  int[] outputs() {
    return modified().filter(i -> operand(i).role() != Role.SCRATCH).toArray();
  }

  /** The outputs and the scratch. */
  IntStream modified() {
    return IntStream.range(0, operands.size()).filter(i -> operand(i).isModified());
  }

  int[] inputs() {
    return IntStream.range(0, operands.size()).filter(i -> !operand(i).isModified()).toArray();
  }

  boolean isIndexed() {
    return !indicesName.isEmpty();
  }

  String indicesName() {
    return indicesName;
  }

  int indexBound(Size size) {
    return indexBound.applyAsInt(size);
  }

  /** The place of the operand of this name. */
  int indexOf(String operand) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).name().equals(operand)) {
        return i;
      }
    }
    throw new IllegalArgumentException(this + " has no operand " + operand);
  }

  boolean isElementWise() {
    return elementWise;
  }

  double run(LinearAlgebra la, Matrix[] x, int[] indices, int offset) {
    return kernel.run(la, x, indices, offset);
  }

  Expected expect(Precision precision, Grid[] x, int[] hot) {
    return oracle.expect(precision, x, hot);
  }

  @Override
  public String toString() {
    return name + scalars;
  }
}
