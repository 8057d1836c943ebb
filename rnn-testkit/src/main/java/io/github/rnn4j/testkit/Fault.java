// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.ForeignMatrixException;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.OverlapException;
import io.github.rnn4j.api.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A call with one thing wrong.
 *
 * @param what is wrong
 * @param call the call
 * @param exception what must be thrown
 * @param named what the message must contain
 */
record Fault(
    String what, Call call, Class<? extends RuntimeException> exception, List<String> named) {

  /** Sizes at which operands of different kinds have equally many columns. */
  private static final List<Size> SQUARE =
      List.of(
          new Size(4, 4, 4, 4),
          new Size(4, 1, 4, 4),
          new Size(4, 1, 1, 4),
          new Size(70, 70, 70, 70));

  /** Where one thing is wrong with a shape or an index: small, and beyond a block. */
  private static final List<Size> SIZES = List.of(Size.DISTINCT, new Size(33, 40, 35, 37));

  static List<Fault> all(Operation operation, LinearAlgebra backend) {
    List<Fault> all = new ArrayList<>();
    all.addAll(nulls(operation, backend));
    all.addAll(foreign(operation, backend));
    all.addAll(shapes(operation, backend));
    all.addAll(indices(operation, backend));
    all.addAll(overlaps(operation, backend));
    return all;
  }

  /** Rule R6: each argument null in turn. */
  static List<Fault> nulls(Operation operation, LinearAlgebra backend) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < operation.operands().size(); i++) {
      Call call = Call.onRoots(operation, backend, Size.DISTINCT);
      call.operand(i, Fault.<Matrix>absent());
      faults.add(isNull(call, operation.operand(i).name()));
    }
    if (operation.isIndexed()) {
      Call call = Call.onRoots(operation, backend, Size.DISTINCT);
      call.indices(Fault.<int[]>absent(), 0);
      faults.add(isNull(call, operation.indicesName()));
    }
    if (operation.name().equals("gemm")) {
      faults.add(
          isNull(Call.onRoots(Operations.gemm(1, absent(), NO, 0), backend, Size.DISTINCT), "ta"));
      faults.add(
          isNull(Call.onRoots(Operations.gemm(1, NO, absent(), 0), backend, Size.DISTINCT), "tb"));
    }
    return faults;
  }

  /** Null, where a caller who breaks rule R6 passes it. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // that is what is tested
  static <T> T absent() {
    return null;
  }

  private static Fault isNull(Call call, String parameter) {
    return new Fault(
        parameter + " is null",
        call,
        NullPointerException.class,
        List.of(call.operation().name(), parameter));
  }

  /** Rule R7: each operand in turn a matrix of another backend. */
  static List<Fault> foreign(Operation operation, LinearAlgebra backend) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < operation.operands().size(); i++) {
      Call call = Call.onRoots(operation, backend, Size.DISTINCT);
      Grid initial = call.initial(i);
      Matrix foreign = new ForeignMatrix(initial.rows(), initial.columns());
      foreign.copyFrom(initial.values(), 0);
      call.operand(i, foreign);
      faults.add(
          new Fault(
              operation.operand(i).name() + " is foreign",
              call,
              ForeignMatrixException.class,
              List.of(operation.name(), ForeignMatrix.BACKEND, backend.name())));
    }
    return faults;
  }

  /** Rule R8: each operand in turn a row or column longer or shorter, or transposed. */
  static List<Fault> shapes(Operation operation, LinearAlgebra backend) {
    List<Fault> faults = new ArrayList<>();
    SIZES.forEach(size -> shapes(operation, backend, size, faults));
    return faults;
  }

  private static void shapes(
      Operation operation, LinearAlgebra backend, Size size, List<Fault> faults) {
    for (int i = 0; i < operation.operands().size(); i++) {
      Operation.Operand operand = operation.operand(i);
      int m = operand.rows().applyAsInt(size);
      int n = operand.columns().applyAsInt(size);
      Set<List<Integer>> wrong = new LinkedHashSet<>();
      if (operand.tiedRows()) {
        if (operand.role() != Operation.Role.SCRATCH) {
          wrong.add(List.of(m + 1, n));
        }
        wrong.add(List.of(m - 1, n));
      }
      if (operand.tiedColumns()) {
        wrong.add(List.of(m, n + 1));
        wrong.add(List.of(m, n - 1));
      }
      if (operand.tiedRows() && operand.tiedColumns()) {
        wrong.add(List.of(n, m));
        wrong.add(List.of(1, m * n));
      }
      wrong.remove(List.of(m, n));
      for (List<Integer> shape : wrong) {
        int rows = shape.get(0);
        int columns = shape.get(1);
        if (rows > 0 && columns > 0) {
          Call call = Call.onRoots(operation, backend, size);
          call.set(i, Grid.filled(rows, columns, 0.5));
          call.indices(new int[rows + 2 * size.m()], 2);
          faults.add(
              new Fault(
                  operand.name() + " is " + rows + "×" + columns + " instead of " + m + "×" + n,
                  call,
                  ShapeException.class,
                  List.of(operation.name(), rows + "×" + columns)));
        }
      }
    }
  }

  /** Rule R9: an index or a run of indices out of range. */
  static List<Fault> indices(Operation operation, LinearAlgebra backend) {
    List<Fault> faults = new ArrayList<>();
    if (operation.isIndexed()) {
      SIZES.forEach(size -> indices(operation, backend, size, faults));
    }
    return faults;
  }

  private static void indices(
      Operation operation, LinearAlgebra backend, Size size, List<Fault> faults) {
    int m = size.m();
    int bound = operation.indexBound(size);
    for (int at : new int[] {0, m / 2, m - 1}) {
      for (int index : new int[] {-1, bound, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        Call call = Call.onRoots(operation, backend, size);
        call.indices()[call.offset() + at] = index;
        faults.add(
            new Fault(
                "index " + index + " of " + bound,
                call,
                IndexOutOfBoundsException.class,
                List.of(operation.name(), "" + index, "" + bound)));
      }
    }
    int length = m + 4;
    for (int offset : new int[] {-1, 5, length, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      faults.add(run(operation, backend, size, new int[length], offset));
    }
    faults.add(run(operation, backend, size, new int[m - 1], 0));
    faults.add(run(operation, backend, size, new int[0], 0));
  }

  private static Fault run(
      Operation operation, LinearAlgebra backend, Size size, int[] indices, int offset) {
    Call call = Call.onRoots(operation, backend, size);
    call.indices(indices, offset);
    return new Fault(
        "indices from " + offset + " on of " + indices.length,
        call,
        IndexOutOfBoundsException.class,
        List.of(operation.name(), "" + offset, "" + indices.length));
  }

  /** Rule R4: an output that shares elements with another operand, where it may not. */
  static List<Fault> overlaps(Operation operation, LinearAlgebra backend) {
    List<Fault> faults = new ArrayList<>();
    for (int out : operation.modified().toArray()) {
      for (int other = 0; other < operation.operands().size(); other++) {
        boolean counted = operation.operand(other).isModified() && other < out;
        if (other != out && !counted) {
          for (Size size : SQUARE) {
            overlapping(operation, backend, size, out, other, faults);
          }
        }
      }
    }
    return faults;
  }

  private static void overlapping(
      Operation operation,
      LinearAlgebra backend,
      Size size,
      int out,
      int other,
      List<Fault> faults) {
    Grid a = Call.onRoots(operation, backend, size).initial(out);
    Grid b = Call.onRoots(operation, backend, size).initial(other);
    if (a.columns() != b.columns()) {
      return;
    }
    boolean mayBe = operation.operand(out).mayBe().contains(operation.operand(other).name());
    if (a.rows() == b.rows() && !mayBe) {
      Call same = Call.onRoots(operation, backend, size);
      same.operand(out, same.operand(other));
      faults.add(overlap("is", same, out, other));
      Call region = Call.onRoots(operation, backend, size);
      region.operand(out, region.operand(other).rows(0, a.rows()));
      faults.add(overlap("is a view of all of", region, out, other));
    }
    if (a.rows() + b.rows() > 2) {
      Call below = Call.onRoots(operation, backend, size);
      Matrix root =
          Grid.random(a.rows() + b.rows() - 1, a.columns(), 5, backend.precision()).on(backend);
      below.operand(other, root.rows(0, b.rows()));
      below.operand(out, root.rows(b.rows() - 1, a.rows() + b.rows() - 1));
      faults.add(overlap("begins in the last row of", below, out, other));
      Call above = Call.onRoots(operation, backend, size);
      above.operand(out, root.rows(0, a.rows()));
      above.operand(other, root.rows(a.rows() - 1, a.rows() + b.rows() - 1));
      faults.add(overlap("ends in the first row of", above, out, other));
    }
  }

  private static Fault overlap(String how, Call call, int out, int other) {
    String nameOut = call.operation().operand(out).name();
    String nameOther = call.operation().operand(other).name();
    return new Fault(
        nameOut + " " + how + " " + nameOther,
        call,
        OverlapException.class,
        List.of(call.operation().name(), nameOut, nameOther));
  }

  @Override
  public String toString() {
    return call.operation() + ", " + what;
  }
}
