package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules R11 and R13: the same inputs give the same bits, however often and from any thread. */
abstract class ThreadContract extends ErrorContract {
  private static final int THREADS = 8;
  private static final int REPETITIONS = 25;

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
  final void eightThreadsReadingTheSameInputs_getTheBitsOfOne_R13(Operation operation)
      throws Exception {
    LinearAlgebra backend = backend();
    Call original = Call.onRoots(operation, backend, new Size(9, 33, 16, 7));
    Call alone = Call.sharingInputs(original);
    double[] expected = alone.outcome(alone.run());
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < REPETITIONS; i++) {
                    Call call = Call.sharingInputs(original);
                    Bits.assertSame(
                        call.outcome(call.run()), expected, call + " beside seven other threads");
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
