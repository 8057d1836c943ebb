// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.api.Transpose.NO;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules R11 and R13: the same inputs give the same bits, however often and from any thread. */
abstract class ThreadContract extends ErrorContract {
  private static final int REPETITIONS = 25;

  /** One for each thread: no two alike, some long, some tall. */
  private static final List<Size> EACH_ITS_OWN =
      List.of(
          new Size(9, 33, 16, 7),
          new Size(17, 20, 40, 11),
          new Size(2, 230, 5, 3),
          new Size(64, 9, 33, 20),
          new Size(1, 357, 3, 2),
          new Size(33, 33, 33, 33),
          new Size(40, 5, 70, 9),
          new Size(5, 64, 21, 64));

  private static final int THREADS = EACH_ITS_OWN.size();

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void repetition_givesTheSameBits_R11(Operation operation) {
    LinearAlgebra backend = backend();
    for (Size size : Size.FEW) {
      Call first = Call.onRoots(operation, backend, size);
      double[] expected = first.outcome(first.run());
      for (int i = 0; i < 3; i++) {
        Call again = Call.onRoots(operation, backend, size);
        Bits.assertSame(again.outcome(again.run()), expected, again + " again");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void eightThreadsReadingTheSameInputs_getTheBitsOfOne_R13(Operation operation) {
    LinearAlgebra backend = backend();
    Call original = Call.onRoots(operation, backend, new Size(9, 33, 16, 7));
    Call alone = Call.sharingInputs(original);
    double[] expected = alone.outcome(alone.run());
    Together.run(
        THREADS,
        thread -> {
          for (int i = 0; i < REPETITIONS; i++) {
            Call call = Call.sharingInputs(original);
            Bits.assertSame(
                call.outcome(call.run()), expected, call + " beside seven other threads");
          }
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void eightThreadsWithOperandsOfTheirOwn_getTheBitsOfOne_R13(Operation operation) {
    LinearAlgebra backend = backend();
    assertBitsOfOne(
        EACH_ITS_OWN.stream().map(size -> Call.onRoots(operation, backend, size)).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void eightThreadsOnRowsOfTheSameMatrices_getTheBitsOfOne_R13(Operation operation) {
    LinearAlgebra backend = backend();
    assertBitsOfOne(onRowsOfTheSameMatrices(operation, backend, new Size(9, 33, 16, 7)));
  }

  private static List<Call> onRowsOfTheSameMatrices(
      Operation operation, LinearAlgebra backend, Size size) {
    List<Call> calls = new ArrayList<>();
    Matrix[] roots = new Matrix[operation.operands().size()];
    for (int thread = 0; thread < THREADS; thread++) {
      Call call = Call.onRoots(operation, backend, size);
      for (int i = 0; i < roots.length; i++) {
        Grid elements = call.other(i, thread);
        if (roots[i] == null) {
          roots[i] = backend.zeros(THREADS * elements.rows(), elements.columns());
        }
        call.rowsOf(roots[i], thread * elements.rows(), i, elements);
      }
      calls.add(call);
    }
    return calls;
  }

  /**
   * Ten runs from the same start, many times, in a thread for each call; a thread goes on until the
   * last has done its part, so that they are interrupted by each other where cores are few.
   */
  private static void assertBitsOfOne(List<Call> calls) {
    List<double[]> expected = calls.stream().map(ThreadContract::tenRuns).toList();
    AtomicInteger busy = new AtomicInteger(calls.size());
    Together.run(
        calls.size(),
        thread -> {
          Call call = calls.get(thread);
          try {
            for (int i = 0; i < REPETITIONS; i++) {
              assertTenRuns(call, expected.get(thread));
            }
          } finally {
            busy.decrementAndGet();
          }
          while (busy.get() > 0) {
            assertTenRuns(call, expected.get(thread));
          }
        });
  }

  private static void assertTenRuns(Call call, double[] expected) {
    double[] outcome = tenRuns(call);
    if (!Bits.equal(outcome, expected)) {
      Bits.assertSame(outcome, expected, call + " beside other threads with other operands");
    }
  }

  private static double[] tenRuns(Call call) {
    call.restart();
    double returned = 0;
    for (int i = 0; i < 10; i++) {
      returned = call.run();
    }
    return call.outcome(returned);
  }

  @Test
  @Tag(BackendContract.LARGE)
  final void eightThreadsWithDifferentOperations_getTheBitsOfOne_R13() {
    LinearAlgebra backend = backend();
    List<Operation> operations = Operations.all();
    Call[][] calls = new Call[THREADS][operations.size()];
    double[][][] expected = new double[THREADS][operations.size()][];
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < operations.size(); i++) {
        calls[thread][i] = Call.onRoots(operations.get(i), backend, EACH_ITS_OWN.get(thread));
        expected[thread][i] = tenRuns(calls[thread][i]);
      }
    }
    Together.run(
        THREADS,
        thread -> {
          for (int i = 0; i < 3 * operations.size(); i++) {
            int at = (i + thread * 11) % operations.size();
            Call call = calls[thread][at];
            Bits.assertSame(tenRuns(call), expected[thread][at], call + " beside other operations");
          }
        });
  }

  /** One thread multiplies many rows, the other few, by other rows of one large matrix. */
  @ParameterizedTest
  @EnumSource
  @Tag(BackendContract.LARGE)
  final void gemm_threadsWithOtherRowsOfOneLargeFactor_getTheBitsOfOne_R13(Transpose tb) {
    LinearAlgebra backend = backend();
    int k = 512;
    int n = 1024;
    int rows = tb == NO ? k : n;
    Grid elements = Grid.random(2 * rows, tb == NO ? n : k, 1, backend.precision());
    Matrix root = elements.on(backend);
    Operation gemm = Operations.gemm(1, NO, tb, 0);
    Call[] calls = {
      Call.onRoots(gemm, backend, new Size(40, n, k, 1)),
      Call.onRoots(gemm, backend, new Size(3, n, k, 1))
    };
    double[][] expected = new double[2][];
    for (int i = 0; i < 2; i++) {
      // As a matrix of its own the factor has been seen by nobody.
      calls[i].set(1, elements.rows(i * rows, (i + 1) * rows));
      expected[i] = calls[i].outcome(calls[i].run());
      calls[i].operand(1, root.rows(i * rows, (i + 1) * rows));
    }
    AtomicBoolean ended = new AtomicBoolean();
    Together.run(
        2,
        thread -> {
          Call call = calls[thread];
          try {
            for (int i = 0; thread == 0 ? i < 12 : !ended.get(); i++) {
              Bits.assertSame(
                  call.outcome(call.run()),
                  expected[thread],
                  call + " beside a thread with other rows of the factor");
            }
          } finally {
            ended.set(true);
          }
        });
  }

  /** Whatever a backend makes at its first use, two threads may be the first. */
  @Test
  final void firstUseByEightThreads_givesTheBitsOfOne_R13() {
    Operation gemm = Operations.gemm(-1.25, Transpose.YES, Transpose.YES, 0.5);
    for (int round = 0; round < 10; round++) {
      LinearAlgebra fresh = backend();
      double[][] outcomes = new double[THREADS][];
      Together.run(
          THREADS,
          thread -> {
            Call call = Call.onRoots(gemm, fresh, Size.DISTINCT);
            outcomes[thread] = call.outcome(call.run());
          });
      Call alone = Call.onRoots(gemm, fresh, Size.DISTINCT);
      double[] expected = alone.outcome(alone.run());
      Arrays.stream(outcomes)
          .forEach(it -> Bits.assertSame(it, expected, alone + " as one of the first calls"));
    }
  }
}
