// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.api.Transpose.NO;
import static io.github.rnn4j.api.Transpose.YES;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule R11 where a backend may keep something from call to call, such as a factor in an order that
 * suits it, or scratch memory: what was computed before leaves no trace.
 */
abstract class StateContract extends ThreadContract {
  private static final int MANY_CALLS = 12_000;

  /** A factor of more than 2¹⁹ elements, of which few rows of a product are asked. */
  private static final int LARGE_ROWS = 512;

  private static final int LARGE_COLUMNS = 1024;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void changedOperand_isReadAgain_R11(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : List.of(Size.DISTINCT, new Size(5, 19, 17, 7), new Size(34, 40, 33, 37))) {
      assertEveryChangeIsSeen(Call.onViews(operation, backend, size));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag(BackendContract.LARGE)
  final void gemm_largeFactorThatChanged_isReadAgain_R11(Transpose tb) {
    Size size = new Size(2, LARGE_COLUMNS, LARGE_ROWS, 1);
    assertEveryChangeIsSeen(Call.onViews(Operations.gemm(1, NO, tb, 0), backend(), size));
  }

  private static void assertEveryChangeIsSeen(Call live) {
    // What is kept may be kept from the first use on, or from a later one.
    for (int i = 0; i < 3; i++) {
      live.restart();
      live.run();
    }
    for (Change change : Change.values()) {
      for (int operand = 0; operand < live.operation().operands().size(); operand++) {
        if (!live.operation().operand(operand).isNeverRead()) {
          live.restart();
          change.make(live, operand);
          live.assertWithinBound(", " + live.operation().operand(operand).name() + ": " + change);
        }
      }
    }
    if (live.operation().isIndexed()) {
      live.restart();
      live.nextIndices();
      live.assertWithinBound(", other indices in the same array");
    }
  }

  /** A large factor is written by one operation of each name, a small one by all. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  @Tag(BackendContract.LARGE)
  final void gemm_factorWrittenByAnOperation_isReadAgain_R11(Operation writer) {
    LinearAlgebra backend = backend();
    Call small = Call.onViews(writer, backend, new Size(17, 33, 20, 19));
    List<Call> products = new ArrayList<>();
    for (int out : writer.outputs()) {
      products.addAll(timesARow(small.root(out), backend));
      products.addAll(asLeftFactor(small.root(out), backend));
    }
    assertWhatIsWrittenIsRead(small, backend, products);
    if (Operations.oneOfEachName().contains(writer)) {
      // The gates of a cell are as wide as four of its units.
      boolean cell =
          writer.name().startsWith("lstm")
              || writer.name().startsWith("gru")
              || writer.name().startsWith("layerNorm");
      Call large =
          Call.onViews(
              writer, backend, new Size(LARGE_ROWS, LARGE_COLUMNS / (cell ? 4 : 1), 3, LARGE_ROWS));
      products.clear();
      for (int out : writer.outputs()) {
        if (large.operand(out).rows() > 1 && large.operand(out).columns() > 1) {
          products.addAll(timesARow(large.root(out), backend));
        }
      }
      assertWhatIsWrittenIsRead(large, backend.withThreads(2), products);
    }
  }

  /** A row times the matrix, and times its transpose. */
  private static List<Call> timesARow(Matrix x, LinearAlgebra backend) {
    Call product = Call.onRoots(gemm(NO, NO), backend, new Size(1, x.columns(), x.rows(), 1));
    product.operand(1, x);
    Call turned = Call.onRoots(gemm(NO, YES), backend, new Size(1, x.rows(), x.columns(), 1));
    turned.operand(1, x);
    return List.of(product, turned);
  }

  /** The matrix, and its transpose, times three columns. */
  private static List<Call> asLeftFactor(Matrix x, LinearAlgebra backend) {
    Call product = Call.onRoots(gemm(NO, NO), backend, new Size(x.rows(), 3, x.columns(), 1));
    product.operand(0, x);
    Call turned = Call.onRoots(gemm(YES, NO), backend, new Size(x.columns(), 3, x.rows(), 1));
    turned.operand(0, x);
    return List.of(product, turned);
  }

  private static Operation gemm(Transpose ta, Transpose tb) {
    return Operations.gemm(1, ta, tb, 0);
  }

  private static void assertWhatIsWrittenIsRead(
      Call write, LinearAlgebra writer, List<Call> products) {
    for (int i = 0; i < 2; i++) {
      products.forEach(Call::run);
    }
    write.runOn(writer);
    products.forEach(it -> it.assertWithinBound(", of what " + write + " has written"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void callsInAnyOrder_giveTheSameBits_R11(Operation operation) {
    LinearAlgebra backend = backend();
    List<double[]> expected = new ArrayList<>();
    for (Size size : Size.FEW) {
      Call call = Call.onRoots(operation, backend, size);
      expected.add(call.outcome(call.run()));
    }
    for (int round = 0; round < 2; round++) {
      for (int k = Size.FEW.size() - 1; k >= 0; k--) {
        Call call = Call.onRoots(operation, backend, Size.FEW.get(k));
        Bits.assertSame(
            call.outcome(call.run()), expected.get(k), call + " after one of a larger size");
      }
    }
    List<Fault> faults = Fault.shapes(operation, backend);
    faults.addAll(Fault.indices(operation, backend));
    faults.addAll(Fault.nulls(operation, backend));
    for (int k = 0; k < Size.FEW.size(); k++) {
      for (int i = 0; i < faults.size(); i += 1 + faults.size() / 3) {
        Fault fault = faults.get(i);
        catchThrowable(fault.call()::run);
        Call call = Call.onRoots(operation, backend, Size.FEW.get(k));
        Bits.assertSame(
            call.outcome(call.run()), expected.get(k), call + " after the refused " + fault);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#oneOfEachName")
  @Tag(BackendContract.LARGE)
  final void everyOneOfManyCalls_givesTheBitsOfTheFirst_R11(Operation operation) {
    Call call = Call.onRoots(operation, backend(), new Size(3, 17, 9, 7));
    double[] expected = call.outcome(call.run());
    for (int i = 2; i <= MANY_CALLS; i++) {
      call.restart();
      double[] outcome = call.outcome(call.run());
      if (!Bits.equal(outcome, expected)) {
        Bits.assertSame(outcome, expected, "call " + i + " of " + call);
      }
    }
  }
}
