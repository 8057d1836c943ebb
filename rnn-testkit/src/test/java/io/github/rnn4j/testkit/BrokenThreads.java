// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.java.RowMajorMatrix;
import java.util.Arrays;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** Twins whose threads share what is not to be shared, or that lose work among them. */
public final class BrokenThreads {
  private BrokenThreads() {}

  /** Copies the right factor to scratch that all threads share. */
  @Breaks("R13")
  public static class PackedInSharedScratch extends JavaLinearAlgebra {
    private double[] packed = {};

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      int size = b.rows() * b.columns();
      if (packed.length < size) {
        packed = new double[size];
      }
      double[] mine = packed;
      b.copyTo(mine, 0);
      Matrix copy = zeros(b.rows(), b.columns());
      copy.copyFrom(mine, 0);
      super.gemm(alpha, a, ta, copy, tb, beta, c);
    }
  }

  /** Adds up in a field. */
  @Breaks("R13")
  public static class SumInAField extends JavaLinearAlgebra {
    private static double sum;

    @Override
    public double sum(Matrix x) {
      Contract.unary(this, "sum", x);
      sum = 0;
      for (double value : x.toArray()) {
        sum += value;
      }
      return sum;
    }
  }

  /** Keeps one packed copy a root, which the next rows are packed into. */
  @Breaks("gemm_threadsWithOtherRowsOfOneLargeFactor_getTheBitsOfOne_R13")
  public static class PackedByRoot extends JavaLinearAlgebra {
    private static final WeakHashMap<double[], RowMajorMatrix> PACKED = new WeakHashMap<>();

    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      int size = b.rows() * b.columns();
      if (size < 1 << 19) {
        super.gemm(alpha, a, ta, b, tb, beta, c);
        return;
      }
      RowMajorMatrix packed;
      synchronized (PACKED) {
        packed = PACKED.get(((RowMajorMatrix) b).array);
        if (packed == null || packed.rows() != b.rows()) {
          packed = (RowMajorMatrix) zeros(b.rows(), b.columns());
          PACKED.put(((RowMajorMatrix) b).array, packed);
        }
      }
      packed.copyFrom(b.toArray(), 0);
      super.gemm(alpha, a, ta, packed, tb, beta, c);
    }
  }

  /** Copies the whole root of an output, works, and copies it back. */
  @Breaks("R13")
  public static class RootsCopiedBack extends JavaLinearAlgebra {
    @Override
    public void axpy(double alpha, Matrix x, Matrix y) {
      Contract.elementWise(this, "axpy", x, y);
      RowMajorMatrix out = (RowMajorMatrix) y;
      double[] all = out.array.clone();
      for (int i = 0; i < out.size; i++) {
        all[out.offset + i] += alpha * x.get(i / y.columns(), i % y.columns());
      }
      System.arraycopy(all, 0, out.array, 0, all.length);
    }
  }

  /** Takes 0 threads for 1. */
  @Breaks("withThreads_belowOne_isRefusedNamingTheNumber_R13")
  public static class NoThreadAccepted extends ThreadedLinearAlgebra {
    @Override
    public LinearAlgebra withThreads(int count) {
      return super.withThreads(Math.max(1, count));
    }
  }

  /** Says nothing about what it refuses. */
  @Breaks("withThreads_belowOne_isRefusedNamingTheNumber_R13")
  public static class NumberNotNamed extends ThreadedLinearAlgebra {
    @Override
    public LinearAlgebra withThreads(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("too few threads");
      }
      return super.withThreads(count);
    }
  }

  /** Forgets what was asked for. */
  @Breaks("withThreads_hasSoManyOrIsTheSame_R13")
  public static class ParallelismForgotten extends ThreadedLinearAlgebra {
    @Override
    public int parallelism() {
      return 1;
    }
  }

  /** Gives its own threads away. */
  @Breaks(value = "withThreads_hasSoManyOrIsTheSame_R13")
  public static class ChangesItself extends ThreadedLinearAlgebra {
    @Override
    public LinearAlgebra withThreads(int count) {
      super.withThreads(count);
      threads = count;
      return this;
    }
  }

  /** Is another backend when it has threads. */
  @Breaks("withThreads_takesTheMatricesOfTheOther_R13")
  public static class OtherKindWithThreads extends ThreadedLinearAlgebra {
    @Override
    public String name() {
      return threads == 1 ? "java" : "java-" + threads;
    }
  }

  /** Leaves out the rest of a division. */
  @Breaks(value = "parallel_doesEachTaskOnceBeforeItReturns_R13", may = "R12")
  public static class RestLost extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      super.parallel(threads == 1 ? tasks : tasks / threads * threads, body);
    }
  }

  /** Does the first task in the caller's thread as well. */
  @Breaks(value = "parallel_doesEachTaskOnceBeforeItReturns_R13", may = "R12")
  public static class FirstTaskTwice extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      if (threads > 1 && tasks > 1) {
        body.accept(0);
      }
      super.parallel(tasks, body);
    }
  }

  /** Does not wait for the last. */
  @Breaks(value = "parallel_doesEachTaskOnceBeforeItReturns_R13", may = "R12")
  public static class LastNotAwaited extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      if (threads == 1 || tasks < 2 || WITHIN.get()) {
        super.parallel(tasks, body);
        return;
      }
      Thread last = new Thread(() -> body.accept(tasks - 1));
      last.setDaemon(true);
      last.start();
      super.parallel(tasks - 1, body);
    }
  }

  /** Keeps exceptions to itself. */
  @Breaks("parallel_throwsWhatATaskThrew_R13")
  public static class ExceptionsSwallowed extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      super.parallel(
          tasks,
          task -> {
            try {
              body.accept(task);
            } catch (RuntimeException e) {
              if (threads == 1) {
                throw e;
              }
            }
          });
    }
  }

  /** Keeps errors to itself. */
  @Breaks("parallel_throwsWhatATaskThrew_R13")
  public static class ErrorsSwallowed extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      super.parallel(
          tasks,
          task -> {
            try {
              body.accept(task);
            } catch (Error e) {
              if (task == 0) {
                throw e;
              }
            }
          });
    }
  }

  /** Puts what was thrown into another exception. */
  @Breaks("parallel_throwsWhatATaskThrew_R13")
  public static class ExceptionsWrapped extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      try {
        super.parallel(tasks, body);
      } catch (RuntimeException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Leaves when the first task fails, while others run. */
  @Breaks("parallel_throwsWhatATaskThrew_R13")
  public static class LeavesAtTheFirstException extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      if (threads == 1 || tasks < 2 || WITHIN.get()) {
        super.parallel(tasks, body);
        return;
      }
      Thread[] workers = new Thread[tasks];
      for (int i = 1; i < tasks; i++) {
        int task = i;
        workers[i] = new Thread(() -> body.accept(task));
        workers[i].setUncaughtExceptionHandler((thread, failure) -> {});
        workers[i].setDaemon(true);
        workers[i].start();
      }
      body.accept(0);
      for (int i = 1; i < tasks; i++) {
        join(workers[i]);
      }
    }
  }

  /** Divides the tasks of a task, too. */
  @Breaks("parallel_withinATask_runsInItsThread_R13")
  public static class DividesWithinTasks extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      WITHIN.set(false);
      super.parallel(
          tasks,
          task -> {
            WITHIN.set(false);
            body.accept(task);
          });
    }
  }

  /** Takes an interruption for the end. */
  @Breaks("parallel_inAnInterruptedThread_doesEachTask_R13")
  public static class GoneWhenInterrupted extends ThreadedLinearAlgebra {
    @Override
    public void parallel(int tasks, IntConsumer body) {
      if (threads == 1 || tasks < 2 || WITHIN.get()) {
        super.parallel(tasks, body);
        return;
      }
      CountDownLatch left = new CountDownLatch(1);
      Throwable[] failure = new Throwable[1];
      Thread caller =
          new Thread(
              () -> {
                try {
                  super.parallel(tasks, body);
                } catch (Throwable e) {
                  failure[0] = e;
                }
                left.countDown();
              });
      caller.setDaemon(true);
      caller.start();
      try {
        left.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throwIfAny(failure[0]);
    }
  }

  /** Has one place for the tasks of all callers. */
  @Breaks("parallel_calledByFourThreads_doesEachTaskOnce_R13")
  public static class BodyInAField extends ThreadedLinearAlgebra {
    private volatile IntConsumer body;

    @Override
    public void parallel(int tasks, IntConsumer given) {
      if (threads == 1 || tasks < 2 || WITHIN.get()) {
        super.parallel(tasks, given);
        return;
      }
      body = given;
      super.parallel(tasks, task -> body.accept(task));
    }
  }

  /** Never lets its threads go. */
  @Breaks("threadsOfABackend_areDaemonsAndEndWithIt_R17")
  public static class ThreadsNeverEnd extends ThreadedLinearAlgebra {
    private ExecutorService pool;

    @Override
    public void parallel(int tasks, IntConsumer body) {
      synchronized (this) {
        if (threads > 1 && pool == null) {
          pool =
              Executors.newFixedThreadPool(
                  threads,
                  task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                  });
          for (int i = 0; i < threads; i++) {
            pool.execute(() -> {});
          }
        }
      }
      super.parallel(tasks, body);
    }
  }

  /** Divides rows among threads, and forgets the last of an odd number. */
  @Breaks("withThreads_givesTheBitsOfOneThread_R12")
  public static class WrongWithTwoThreads extends ThreadedLinearAlgebra {
    @Override
    public void gemm(
        double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
      Contract.gemm(this, a, ta, b, tb, c);
      int rows = threads == 2 && c.rows() > 64 ? c.rows() / 2 * 2 : c.rows();
      if (ta == Transpose.NO && rows < c.rows()) {
        super.gemm(alpha, a.rows(0, rows), ta, b, tb, beta, c.rows(0, rows));
      } else {
        super.gemm(alpha, a, ta, b, tb, beta, c);
      }
    }
  }

  /** Adds up the sums of its threads. */
  @Breaks(value = "withThreads_givesTheBitsOfOneThread_R12", also = "R13")
  public static class SumsOfThreads extends ThreadedLinearAlgebra {
    @Override
    public double sum(Matrix x) {
      Contract.unary(this, "sum", x);
      double[] values = x.toArray();
      double[] sums = new double[threads];
      int chunk = (values.length + threads - 1) / threads;
      for (int i = 0; i < values.length; i++) {
        sums[i / chunk] += values[i];
      }
      return Arrays.stream(sums).reduce(0, Double::sum);
    }
  }

  /** Looks at its arguments with one thread only. */
  @Breaks("withThreads_refusesWhatOneThreadRefuses_R5")
  public static class UncheckedWithThreads extends ThreadedLinearAlgebra {
    @Override
    public void fill(double value, Matrix x) {
      if (threads == 1) {
        super.fill(value, x);
      } else {
        for (int i = 0; i < x.rows(); i++) {
          for (int j = 0; j < x.columns(); j++) {
            x.set(i, j, value);
          }
        }
      }
    }
  }
}
