// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link LinearAlgebra#withThreads} and {@link LinearAlgebra#parallel}: results do not depend on
 * the threads, every task is done once, and what a task throws is thrown. The limits of time are
 * for tasks that wait for each other: nothing else takes so long.
 */
abstract class ParallelContract extends StateContract {
  private static final int LIMIT_SECONDS = 120;
  private static final int[] TASKS = {0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 33, 100, 1000};

  @Test
  final void withThreads_hasSoManyOrIsTheSame_R13() {
    LinearAlgebra one = backend();
    assertThat(one.parallelism()).as("parallelism of a backend nobody gave threads").isEqualTo(1);
    for (int threads : new int[] {1, 2, 3, 4, 7}) {
      LinearAlgebra several = one.withThreads(threads);
      assertThat(several).as("withThreads(%s)", threads).isNotNull();
      if (several != one) {
        assertThat(several.parallelism())
            .as("threads of withThreads(%s)", threads)
            .isIn(threads, ofProcessors(threads));
        assertThat(several.withThreads(1).parallelism()).as("back to one thread").isEqualTo(1);
        assertThat(several.withThreads(threads + 1).parallelism())
            .isIn(threads + 1, ofProcessors(threads + 1));
      }
      assertThat(several.name()).isEqualTo(one.name());
      assertThat(several.precision()).isEqualTo(one.precision());
      assertThat(several.rank()).isEqualTo(one.rank());
      assertThat(several.unavailable()).isEqualTo(one.unavailable());
      assertThat(one.parallelism()).as("the one that was asked is as it was").isEqualTo(1);
    }
  }

  /** A backend may take no more threads than there are processors. */
  private static int ofProcessors(int threads) {
    return Math.min(threads, Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -8, Integer.MIN_VALUE})
  final void withThreads_belowOne_isRefusedNamingTheNumber_R13(int threads) {
    LinearAlgebra one = backend();
    for (LinearAlgebra it : new LinearAlgebra[] {one, one.withThreads(2)}) {
      assertThatIllegalArgumentException()
          .as("withThreads(%s) of %s threads", threads, it.parallelism())
          .isThrownBy(() -> it.withThreads(threads))
          .withMessageContaining("" + threads);
    }
  }

  @Test
  final void withThreads_takesTheMatricesOfTheOther_R13() {
    LinearAlgebra one = backend();
    LinearAlgebra two = one.withThreads(2);
    Matrix mine = Grid.row(1, 2).on(one);
    Matrix its = Grid.row(3, 4).on(two);
    assertThat(two.owns(mine)).isTrue();
    assertThat(one.owns(its)).isTrue();
    assertThat(its.backend()).isEqualTo(mine.backend());
    two.axpy(1, mine, its);
    one.axpy(1, its, mine);
    assertThat(mine.toArray()).containsExactly(5, 8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void withThreads_givesTheBitsOfOneThread_R12(Operation operation) {
    LinearAlgebra one = backend();
    if (one.withThreads(2) == one && one.withThreads(3) == one && one.withThreads(5) == one) {
      return; // There are no threads on which the result could depend.
    }
    List<Size> sizes =
        List.of(
            Size.DISTINCT,
            new Size(53, 80, 17, 11),
            new Size(130, 70, 140, 90),
            new Size(259, 160, 130, 131),
            new Size(3, 10_007, 5, 4),
            new Size(10_007, 3, 4, 5));
    double[][] expected = new double[sizes.size()][];
    for (int i = 0; i < expected.length; i++) {
      Call alone = Call.onViews(operation, one, sizes.get(i));
      expected[i] = alone.outcome(alone.run());
    }
    for (int threads = 2; threads <= 5; threads += threads == 3 ? 2 : 1) {
      LinearAlgebra several = one.withThreads(threads);
      // What is small is nobody's to divide; with two threads it is tried all the same.
      for (int i = threads == 2 ? 0 : 2; i < expected.length; i++) {
        Call call = Call.onViews(operation, several, sizes.get(i));
        double[][] before = call.storage();
        Bits.assertSame(
            call.outcome(call.run()), expected[i], call + " with " + threads + " threads");
        for (int in : operation.inputs()) {
          Bits.assertSame(
              call.storage(in), before[in], operation.operand(in).name() + " of " + call);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void withThreads_refusesWhatOneThreadRefuses_R5(Operation operation) {
    LinearAlgebra one = backend();
    LinearAlgebra two = one.withThreads(2);
    if (two == one) {
      return; // That is what the other contracts are about.
    }
    List<Fault> faults = Fault.all(operation, two);
    ErrorContract.assertNothingChanges(operation, faults);
    ErrorContract.assertRefused(faults);
  }

  @Test
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void withThreads_usedByFourThreads_givesTheBitsOfOne_R13() {
    LinearAlgebra one = backend();
    LinearAlgebra two = one.withThreads(2);
    List<Operation> operations = List.copyOf(Operations.oneOfEachName());
    Size[] sizes = {
      new Size(70, 90, 60, 50), new Size(9, 900, 33, 7), new Size(300, 20, 40, 60), Size.DISTINCT
    };
    Together.run(
        sizes.length,
        thread -> {
          for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get((i + 9 * thread) % operations.size());
            Call alone = Call.onRoots(operation, one, sizes[thread]);
            Call call = Call.onRoots(operation, two, sizes[thread]);
            Bits.assertSame(
                call.outcome(call.run()),
                alone.outcome(alone.run()),
                call + " with two threads, beside other callers");
          }
        });
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 4})
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void parallel_doesEachTaskOnceBeforeItReturns_R13(int threads) {
    LinearAlgebra several = backend().withThreads(threads);
    for (int round = 0; round < 3; round++) {
      for (int tasks : TASKS) {
        AtomicIntegerArray done = new AtomicIntegerArray(Math.max(tasks, 1));
        // Neither volatile nor locked: what a task wrote must be seen after the call.
        long[] written = new long[Math.max(tasks, 1)];
        several.parallel(
            tasks,
            task -> {
              written[task] += 1 + labour(task) * 0;
              done.incrementAndGet(task);
            });
        for (int task = 0; task < tasks; task++) {
          assertThat(done.get(task))
              .as("how often task %s of %s was done when the call returned", task, tasks)
              .isEqualTo(1);
          assertThat(written[task]).as("what task %s of %s wrote", task, tasks).isEqualTo(1);
        }
      }
    }
  }

  /** Takes a while, so that a call that does not wait is found out. */
  private static long labour(int task) {
    long x = task;
    for (int i = 0; i < 10_000; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    return x;
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 4})
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void parallel_throwsWhatATaskThrew_R13(int threads) {
    LinearAlgebra several = backend().withThreads(threads);
    for (int tasks : new int[] {1, 2, 3, 4, 9}) {
      for (int failing = 0; failing < tasks; failing++) {
        int bad = failing;
        assertThrownAfterAllEnded(several, tasks, bad, new IllegalStateException("task " + bad));
        assertThrownAfterAllEnded(several, tasks, bad, new AssertionError("task " + bad));
        AtomicInteger done = new AtomicInteger();
        several.parallel(tasks, task -> done.incrementAndGet());
        assertThat(done).as("tasks of the next call").hasValue(tasks);
      }
      RuntimeException each = new IllegalArgumentException("each");
      assertThat(
              catchThrowable(
                  () ->
                      several.parallel(
                          tasks,
                          task -> {
                            throw each;
                          })))
          .as("thrown by %s tasks that all throw", tasks)
          .isSameAs(each);
    }
  }

  private static void assertThrownAfterAllEnded(
      LinearAlgebra several, int tasks, int bad, Throwable failure) {
    AtomicInteger running = new AtomicInteger();
    Throwable thrown =
        catchThrowable(
            () ->
                several.parallel(
                    tasks,
                    task -> {
                      running.incrementAndGet();
                      try {
                        if (task == bad) {
                          throw ParallelContract.<RuntimeException>sneaky(failure);
                        }
                        labour(task);
                      } finally {
                        running.decrementAndGet();
                      }
                    }));
    assertThat(running).as("tasks that still run after the call").hasValue(0);
    assertThat(thrown)
        .as("thrown by %s tasks on %s threads", tasks, several.parallelism())
        .isSameAs(failure);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 4})
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void parallel_withinATask_runsInItsThread_R13(int threads) {
    LinearAlgebra several = backend().withThreads(threads);
    AtomicIntegerArray done = new AtomicIntegerArray(4 * 5);
    Set<String> astray = ConcurrentHashMap.newKeySet();
    several.parallel(
        4,
        outer -> {
          Thread mine = Thread.currentThread();
          several.parallel(
              5,
              inner -> {
                done.incrementAndGet(5 * outer + inner);
                if (Thread.currentThread() != mine) {
                  astray.add(outer + "/" + inner);
                }
              });
        });
    assertThat(astray).as("tasks of tasks that ran in another thread").isEmpty();
    for (int i = 0; i < done.length(); i++) {
      assertThat(done.get(i)).as("how often task %s was done", i).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 4})
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void operationsWithinTasks_giveTheBitsOfOneThread_R12(int threads) {
    LinearAlgebra one = backend();
    LinearAlgebra several = one.withThreads(threads);
    for (Operation operation : Operations.oneOfEachName()) {
      Size size = new Size(40, 50, 30, 20);
      Call alone = Call.onRoots(operation, one, size);
      double[] expected = alone.outcome(alone.run());
      Call[] calls = new Call[5];
      for (int i = 0; i < calls.length; i++) {
        calls[i] = Call.onRoots(operation, several, size);
      }
      double[] returned = new double[calls.length];
      several.parallel(calls.length, task -> returned[task] = calls[task].run());
      for (int i = 0; i < calls.length; i++) {
        Bits.assertSame(
            calls[i].outcome(returned[i]), expected, calls[i] + " in one of five tasks");
      }
    }
  }

  @Test
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void parallel_calledByFourThreads_doesEachTaskOnce_R13() {
    LinearAlgebra two = backend().withThreads(2);
    Together.run(
        4,
        thread -> {
          for (int i = 0; i < 200; i++) {
            int tasks = 1 + (i + thread) % 7;
            AtomicIntegerArray done = new AtomicIntegerArray(tasks);
            two.parallel(tasks, done::incrementAndGet);
            for (int task = 0; task < tasks; task++) {
              assertThat(done.get(task)).as("task %s of thread %s", task, thread).isEqualTo(1);
            }
          }
        });
  }

  @Test
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void parallel_inAnInterruptedThread_doesEachTask_R13() {
    LinearAlgebra two = backend().withThreads(2);
    AtomicInteger done = new AtomicInteger();
    Thread.currentThread().interrupt();
    two.parallel(
        8,
        task -> {
          labour(task);
          done.incrementAndGet();
        });
    boolean interrupted = Thread.interrupted();
    assertThat(done).as("tasks that were done when the call returned").hasValue(8);
    assertThat(interrupted).as("the thread is still interrupted").isTrue();
  }

  /** They wait for work, and nobody else knows them: they must not keep the program from ending. */
  @Test
  @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  final void threadsOfABackend_areDaemonsAndEndWithIt_R17() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    useManyTeams();
    List<Thread> left = new ArrayList<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    assertThat(left).as("threads that were started").allMatch(Thread::isDaemon);
    // They end some time after the backend was collected; whoever holds on to them does not end.
    for (int i = 0; i < 200 && left.size() > 8; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.timedJoin(left.get(0), 10);
      left.removeIf(thread -> !thread.isAlive());
    }
    assertThat(left)
        .as("threads of 20 backends of 4 threads that nobody has any more")
        .hasSizeLessThanOrEqualTo(8);
  }

  private void useManyTeams() {
    for (int i = 0; i < 20; i++) {
      LinearAlgebra four = backend().withThreads(4);
      four.parallel(4, ParallelContract::labour);
      Matrix x = Grid.filled(300, 300, 1).on(four);
      four.tanh(x, four.zeros(300, 300));
    }
  }
}
