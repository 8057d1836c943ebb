// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule R4 for every operation: which operands may share elements, and which may not. */
abstract class AliasingContract extends OperandContract {
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void outputOverlappingAnOperand_isRefused_R4(Operation operation) {
    ErrorContract.assertRefused(Fault.overlaps(operation, backend()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#aliasing")
  final void outputWhichIsAnInput_getsTheBitsOfItsOwn_R4(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : Size.FEW) {
      for (int out : operation.outputs()) {
        for (int in : operation.inputs()) {
          if (operation.operand(out).mayBe().contains(operation.operand(in).name())) {
            Call apart = Call.onRoots(operation, backend, size);
            apart.set(out, apart.initial(in));
            Call same = Call.onRoots(operation, backend, size);
            same.operand(out, same.operand(in));
            Call view = Call.onViews(operation, backend, size);
            view.operand(out, view.operand(in).rows(0, view.operand(in).rows()));
            double[] expected = apart.outcome(apart.run());
            String what =
                operation.operand(out).name() + " is " + operation.operand(in).name() + " in ";
            Bits.assertSame(same.outcome(same.run()), expected, what + same);
            Bits.assertSame(view.outcome(view.run()), expected, what + view + ", as views");
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void inputsWhichAreOneMatrix_getTheBitsOfTwo_R4(Operation operation) {
    LinearAlgebra backend = backend();
    assertOneAsTwo(operation, backend, new Size(5, 5, 5, 5));
    assertOneAsTwo(operation, backend, new Size(66, 66, 66, 66));
  }

  private static void assertOneAsTwo(Operation operation, LinearAlgebra backend, Size size) {
    int[] inputs = operation.inputs();
    Call apart = Call.onRoots(operation, backend, size);
    Call same = Call.onRoots(operation, backend, size);
    for (int i : inputs) {
      Grid first = apart.initial(inputs[0]);
      if (apart.initial(i).rows() == first.rows()
          && apart.initial(i).columns() == first.columns()) {
        apart.set(i, first);
        same.operand(i, same.operand(inputs[0]));
      }
    }
    Bits.assertSame(same.outcome(same.run()), apart.outcome(apart.run()), same.toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void neighbouringViewsOfOneMatrix_doNotOverlap_R4(Operation operation) {
    assertStackedAsApart(operation, 4);
    assertStackedAsApart(operation, 37);
  }

  private void assertStackedAsApart(Operation operation, int n) {
    LinearAlgebra backend = backend();
    Size size = new Size(n, n, n, n);
    Call apart = Call.onRoots(operation, backend, size);
    Call stacked = Call.onRoots(operation, backend, size);
    int rows = 0;
    for (Grid grid : apart.grids()) {
      rows += grid.rows();
    }
    var root = backend.zeros(rows, n);
    int from = 0;
    for (int i = 0; i < operation.operands().size(); i++) {
      Grid initial = apart.initial(i);
      if (initial.columns() == n) {
        var view = root.rows(from, from + initial.rows());
        view.copyFrom(initial.values(), 0);
        stacked.operand(i, view);
        from += initial.rows();
      }
    }
    Bits.assertSame(stacked.outcome(stacked.run()), apart.outcome(apart.run()), stacked.toString());
  }
}
