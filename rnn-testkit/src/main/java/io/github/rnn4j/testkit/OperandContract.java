// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules R1 and R3 for every operation: what is read and what is written. */
abstract class OperandContract extends UnderflowContract {
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#writing")
  final void writtenOutput_isNeverRead_R1(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : Size.FEW) {
      Call clean = Call.onRoots(operation, backend, size);
      double[] expected = clean.outcome(clean.run());
      for (double poison :
          new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
        Call poisoned = Call.onRoots(operation, backend, size);
        for (int out : operation.modified().toArray()) {
          if (operation.operand(out).isNeverRead()) {
            Grid shape = poisoned.initial(out);
            poisoned.set(out, Grid.filled(shape.rows(), shape.columns(), poison));
          }
        }
        Bits.assertSame(poisoned.outcome(poisoned.run()), expected, poisoned + " after " + poison);
      }
    }
  }

  /** A backend may have bought scratch for the largest batch. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void moreRowsOfScratch_doNoHarm_R11(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : Size.FEW) {
      Call fitting = Call.onRoots(operation, backend, size);
      Call ample = Call.onRoots(operation, backend, size);
      for (int out : operation.modified().toArray()) {
        if (operation.operand(out).role() == Operation.Role.SCRATCH) {
          Grid scratch = ample.initial(out);
          ample.set(out, Grid.filled(scratch.rows() + 5, scratch.columns(), Double.NaN));
        }
      }
      Bits.assertSame(
          ample.outcome(ample.run()), fitting.outcome(fitting.run()), ample + ", ample scratch");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void inputs_neverChange_R3(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : Size.FEW) {
      Call call = Call.onViews(operation, backend, size);
      double[][] before = call.storage();
      int[] indices = call.indices().clone();
      call.run();
      for (int in : operation.inputs()) {
        Bits.assertSame(call.storage(in), before[in], operation.operand(in).name() + " of " + call);
      }
      assertThat(call.indices()).as("indices of %s", call).isEqualTo(indices);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void rowsAroundAnOutput_neverChange_R3(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : Size.FEW) {
      Call call = Call.onViews(operation, backend, size);
      double[][] before = call.storage();
      call.run();
      for (int out : operation.modified().toArray()) {
        double[] after = call.storage(out);
        int above = Call.above(out) * call.operand(out).columns();
        int below = after.length - above - call.values(out).length;
        String what = operation.operand(out).name() + " of " + call;
        Bits.assertSame(head(after, above), head(before[out], above), "rows above " + what);
        Bits.assertSame(tail(after, below), tail(before[out], below), "rows below " + what);
      }
    }
  }

  private static double[] head(double[] values, int count) {
    return DoubleStream.of(values).limit(count).toArray();
  }

  private static double[] tail(double[] values, int count) {
    return DoubleStream.of(values).skip(values.length - count).toArray();
  }
}
