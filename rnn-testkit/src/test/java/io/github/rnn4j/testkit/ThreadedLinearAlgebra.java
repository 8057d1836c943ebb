// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import java.util.function.IntConsumer;

/** The plain backend with threads, as it should be: new ones for each call. */
public class ThreadedLinearAlgebra extends JavaLinearAlgebra {
  static final ThreadLocal<Boolean> WITHIN = ThreadLocal.withInitial(() -> false);

  int threads = 1;

  /** With one thread. */
  public ThreadedLinearAlgebra() {}

  ThreadedLinearAlgebra with(int count) {
    try {
      ThreadedLinearAlgebra it = getClass().getConstructor().newInstance();
      it.threads = count;
      return it;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public int parallelism() {
    return threads;
  }

  @Override
  public LinearAlgebra withThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 thread is needed: " + count);
    }
    return count == threads ? this : with(count);
  }

  @Override
  public void parallel(int tasks, IntConsumer body) {
    if (threads == 1 || tasks < 2 || WITHIN.get()) {
      super.parallel(tasks, body);
      return;
    }
    Throwable[] failures = new Throwable[threads];
    Thread[] workers = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int first = t;
      workers[t] =
          new Thread(
              () -> {
                WITHIN.set(true);
                try {
                  for (int i = first; i < tasks; i += threads) {
                    body.accept(i);
                  }
                } catch (Throwable e) {
                  failures[first] = e;
                }
              });
      workers[t].setDaemon(true);
      workers[t].start();
    }
    boolean interrupted = false;
    for (int t = 0; t < threads; t++) {
      interrupted |= join(workers[t]);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Throwable failure : failures) {
      throwIfAny(failure);
    }
  }

  /** Waits; says whether it was interrupted meanwhile. */
  static boolean join(Thread worker) {
    boolean interrupted = false;
    while (true) {
      try {
        worker.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  static void throwIfAny(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
