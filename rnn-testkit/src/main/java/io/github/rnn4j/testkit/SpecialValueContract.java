// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule R15 for every primitive: NaN and infinity go where the formula sends them. */
abstract class SpecialValueContract extends FusedContract {
  private static final double[] SPECIALS = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#primitive")
  final void nanAndInfinity_goWhereTheFormulaSendsThem_R15(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : List.of(Size.DISTINCT, new Size(34, 37, 20, 33))) {
      for (int operand = 0; operand < operation.operands().size(); operand++) {
        if (!operation.operand(operand).isNeverRead()) {
          Grid initial = Call.onRoots(operation, backend, size).initial(operand);
          int last = initial.values().length - 1;
          for (int at : new int[] {0, 1, last / 2, last - 1, last}) {
            assertAsTheFormula(operation, backend, size, operand, initial, Math.max(0, at));
          }
        }
      }
    }
  }

  private static void assertAsTheFormula(
      Operation operation, LinearAlgebra backend, Size size, int operand, Grid initial, int at) {
    int row = Math.min(at, initial.values().length - 1) / initial.columns();
    int column = at % initial.columns();
    for (double special : SPECIALS) {
      Call call = Call.onRoots(operation, backend, size);
      call.set(operand, initial.with(row, column, special));
      String name = operation.operand(operand).name();
      call.assertWithinBound(" with " + special + " in " + name + "(" + row + ", " + column + ")");
    }
  }
}
