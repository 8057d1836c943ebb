package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule R17: what an operation allocates does not outlive it.
 *
 * <p>The heap in use after a collection is compared before and after many calls, each with matrices
 * of its own. The smallest object that could stay behind takes 16 bytes, so half of that a call
 * separates growth from noise. What else runs in the virtual machine may keep something once, a
 * backend that grows does so again and again: it has grown in each of three runs. Garbage is not
 * counted, for a library may make some. Needs a virtual machine that collects when asked to, which
 * is the default.
 */
abstract class MemoryContract extends ThreadContract {
  private static final int CALLS = 20_000;
  private static final int ROUNDS = 3;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#oneOfEachName")
  final void manyCalls_leaveNothingBehind_R17(Operation operation) {
    LinearAlgebra backend = backend();
    run(operation, backend, 1_000);
    long growth = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && growth >= 8L * CALLS; round++) {
      long before = heapInUse();
      run(operation, backend, CALLS);
      growth = Math.min(growth, heapInUse() - before);
    }
    assertThat(growth)
        .as("growth in bytes over %s calls of %s", CALLS, operation)
        .isLessThan(8L * CALLS);
  }

  private static void run(Operation operation, LinearAlgebra backend, int calls) {
    for (int i = 0; i < calls; i += 100) {
      Call call = Call.onViews(operation, backend, new Size(2, 3, 2, 2));
      for (int j = 0; j < 100; j++) {
        call.run();
      }
    }
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
