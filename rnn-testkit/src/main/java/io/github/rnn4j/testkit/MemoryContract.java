// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.fail;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule R17: what an operation allocates does not outlive it.
 *
 * <p>The heap in use after a collection is compared before and after many calls, each with matrices
 * of its own. The smallest object that could stay behind takes 16 bytes, so half of that a call
 * separates growth from noise. What else runs in the virtual machine may keep something once, a
 * backend that grows does so again and again, in each of three rounds. Garbage is not counted, for
 * a library may make some. Needs a virtual machine that collects when asked to, which is the
 * default.
 */
abstract class MemoryContract extends ParallelContract {
  private static final int CALLS = 10_000;
  private static final int ROUNDS = 3;
  private static final int SHAPES = 400;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#oneOfEachName")
  @Tag(BackendContract.LARGE)
  final void manyCalls_leaveNothingBehind_R17(Operation operation) {
    LinearAlgebra backend = backend();
    run(operation, backend, 1_000);
    assertNoGrowth(
        8L * CALLS,
        round -> run(operation, backend, CALLS),
        "growth in bytes over " + CALLS + " calls of " + operation);
  }

  /** Most calls are of operands that nobody saw before and nobody will see again. */
  private static void run(Operation operation, LinearAlgebra backend, int calls) {
    for (int i = 0; i < calls; i += 4) {
      Call call = Call.onViews(operation, backend, new Size(2, 3, 2, 2));
      for (int j = 0; j < 4; j++) {
        call.run();
      }
    }
  }

  /** Each of its own shape: what is kept is bounded by the largest, which comes first. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#oneOfEachName")
  @Tag(BackendContract.LARGE)
  final void manyShapes_leaveNothingBehind_R17(Operation operation) {
    LinearAlgebra backend = backend();
    Call.onRoots(operation, backend, new Size(60, 60, 60, 60)).run();
    assertNoGrowth(
        SHAPES * 100L,
        round -> {
          for (int i = 0; i < SHAPES; i++) {
            int m = 1 + i % 20;
            int n = 1 + i / 20 + 20 * round;
            Call.onRoots(operation, backend, new Size(m, n, 20, 20)).run();
          }
        },
        "growth in bytes over " + SHAPES + " shapes of " + operation);
  }

  @Test
  @Tag(BackendContract.LARGE)
  final void manyLargeFactors_leaveNothingBehind_R17() {
    LinearAlgebra backend = backend();
    Operation gemm = Operations.gemm(1, Transpose.NO, Transpose.NO, 0);
    Size size = new Size(2, 1024, 520, 1);
    Call.onRoots(gemm, backend, size).run();
    assertNoGrowth(
        10_000_000,
        round -> {
          for (int i = 0; i < 8; i++) {
            Call call = Call.onRoots(gemm, backend, size);
            call.run();
            call.run();
          }
        },
        "growth in bytes over 8 factors of 520×1024");
  }

  @Test
  @Tag(BackendContract.LARGE)
  final void threadsThatEnd_leaveNothingBehind_R17() {
    LinearAlgebra backend = backend();
    Operation gemm = Operations.gemm(1, Transpose.NO, Transpose.YES, 0.5);
    Size size = new Size(60, 70, 80, 1);
    Together.run(8, thread -> Call.onRoots(gemm, backend, size).run());
    assertNoGrowth(
        2_000_000,
        round -> {
          for (int i = 0; i < 25; i++) {
            Together.run(8, thread -> Call.onRoots(gemm, backend, size).run());
          }
        },
        "growth in bytes over 200 threads");
  }

  /**
   * What else runs may keep or let go something once: a round whose growth is within the limit, up
   * or down, says that nothing stays behind. Who grows has no such round.
   */
  private static void assertNoGrowth(long limit, IntConsumer calls, String what) {
    List<Long> growth = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long before = heapInUse();
      calls.accept(round);
      long now = heapInUse() - before;
      if (Math.abs(now) < limit) {
        return;
      }
      growth.add(now);
    }
    fail("%s, in each of %s rounds: %s; the limit is %s", what, ROUNDS, growth, limit);
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
