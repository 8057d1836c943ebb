// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that run the tasks of one caller, and the caller, who takes tasks like the others:
 * about a microsecond for a fork and a join while the threads are hot, nothing allocated.
 *
 * <p>A task goes to whichever thread is free. So a thread that gets no processor, because other
 * processes have it, keeps nobody waiting: the others take its share, and the caller waits only for
 * tasks that have begun. Who waits polls for some ten microseconds, then sleeps. Where even so the
 * waiting costs more than the sharing saves, as beside many busy processes, the caller works alone
 * for a while and tries again later.
 *
 * <p>When a second thread calls {@link #run} at the same time, or a task calls it, that call runs
 * all its tasks by itself; what is computed does not depend on it.
 */
final class ThreadTeam implements AutoCloseable {
  /** Polls before a waiting thread sleeps, roughly 40 µs on Intel and 15 on AMD. */
  private static final int SPINS = 1 << 10;

  /** So much more has the sharing to cost than to save before the caller works alone. */
  private static final long PATIENCE_NANOS = 10_000_000;

  /** No round is taken to save more: its time may be that of other processes. */
  private static final long MOST_NANOS = 1_000_000;

  /** How long it then works alone at first; twice as long each time, up to the longest. */
  private static final long FIRST_REST_NANOS = 50_000_000;

  private static final long LONGEST_REST_NANOS = 3_000_000_000L;

  private static final VarHandle NEXT;
  private static final VarHandle LEFT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(ThreadTeam.class, "next", long.class);
      LEFT = lookup.findVarHandle(ThreadTeam.class, "left", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final IntConsumer NOTHING = task -> {};

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Workers that have been started; written by the caller alone. */
  private int started;

  // Of the round at hand; written before NEXT tells of it.
  private IntConsumer body = NOTHING;
  private int tasks;

  /** The caller, when it sleeps until the last task has ended. */
  private volatile @Nullable Thread sleeper;

  private volatile boolean closed;

  private @Nullable Throwable failure;
  private int failed;

  /** What sharing has saved of late, in nanoseconds; written by the caller alone. */
  private long saved;

  private long rest = FIRST_REST_NANOS;

  /** Until then the caller works alone, if {@code resting}. */
  private volatile long restEnds;

  private volatile boolean resting;

  // Far from the fields that are read all the time.
  @SuppressWarnings("unused")
  private long p0, p1, p2, p3, p4, p5, p6, p7;

  /** The number of the round, and how many of its tasks nobody has taken, 32 bits each. */
  @SuppressWarnings("unused") // written through NEXT
  private long next;

  /** Tasks that have not ended. */
  @SuppressWarnings("unused") // written through LEFT
  private int left;

  /**
   * Makes a team of {@code threads}, the caller included. The others are daemon threads, each
   * started when there are tasks enough for it.
   *
   * @throws IllegalArgumentException if {@code threads} is below 1
   */
  ThreadTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + ", at least 1 is needed");
    }
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
    }
  }

  /** The number of threads, the caller included. */
  int threads() {
    return workers.length + 1;
  }

  /** The number of threads that have been started, the caller not included. */
  int started() {
    return started;
  }

  /** Whether a call of {@link #run} is under way. */
  boolean isBusy() {
    return busy.get();
  }

  /** Whether sharing has cost more than it saved, so that callers work alone for a while. */
  boolean rests() {
    return resting && System.nanoTime() - restEnds < 0;
  }

  /**
   * Runs {@code body.accept(0)} … {@code body.accept(tasks − 1)} and returns when all have ended.
   *
   * @throws RuntimeException or Error, what a task threw, after all have ended; of several the one
   *     with the least number
   */
  void run(int tasks, IntConsumer body) {
    if (tasks <= 1 || workers.length == 0 || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < tasks; i++) {
        body.accept(i);
      }
      return;
    }
    @Nullable Throwable thrown;
    try {
      if (closed) {
        throw new IllegalStateException("the team is closed");
      }
      this.body = body;
      this.tasks = tasks;
      failed = tasks;
      LEFT.setVolatile(this, tasks);
      NEXT.setVolatile(this, (((long) NEXT.getVolatile(this) >>> 32) + 1 << 32) + tasks);
      long start = System.nanoTime();
      if (resting && start - restEnds >= 0) {
        resting = false;
      }
      if (!resting) {
        wake(Math.min(tasks - 1, workers.length));
      }
      int own = work();
      long finished = System.nanoTime();
      awaitTheLast();
      if (!resting && own > 0) {
        long task = (finished - start) / own;
        long wait = System.nanoTime() - finished;
        account(Math.min(task * (tasks - own), MOST_NANOS) - Math.max(0, wait - task));
      }
      this.body = NOTHING;
      thrown = failure;
      failure = null;
    } finally {
      busy.set(false);
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  /** Takes note of what a round has saved, and rests when that is too little. */
  private void account(long nanos) {
    saved += nanos - saved / 16;
    if (saved < -PATIENCE_NANOS) {
      saved = 0;
      restEnds = System.nanoTime() + rest;
      resting = true;
      rest = Math.min(2 * rest, LONGEST_REST_NANOS);
    } else if (saved > PATIENCE_NANOS) {
      rest = FIRST_REST_NANOS;
    }
  }

  private void wake(int count) {
    for (; started < count; started++) {
      workers[started].start();
    }
    for (int i = 0; i < count; i++) {
      if (workers[i].sleeps) {
        LockSupport.unpark(workers[i]);
      }
    }
  }

  /** Takes tasks until there are none to be taken; how many it took. */
  private int work() {
    int count = 0;
    for (int i = take(); i >= 0; i = take(), count++) {
      try {
        body.accept(i);
      } catch (Throwable t) {
        fail(i, t);
      }
      if ((int) LEFT.getAndAdd(this, -1) == 1) {
        Thread caller = sleeper;
        if (caller != null) {
          LockSupport.unpark(caller);
        }
      }
    }
    return count;
  }

  /**
   * The number of a task that is now the calling thread's, or −1. A task that was taken keeps its
   * round from ending, so that {@code body} and {@code tasks} are the round's; before that they may
   * already be those of the next one, and are not looked at.
   */
  private int take() {
    while (true) {
      long now = (long) NEXT.getVolatile(this);
      int untaken = (int) now;
      if (untaken == 0) {
        return -1;
      }
      if (NEXT.compareAndSet(this, now, now - 1)) {
        return tasks - untaken;
      }
    }
  }

  private synchronized void fail(int task, Throwable thrown) {
    if (task < failed) {
      failed = task;
      failure = thrown;
    }
  }

  private void awaitTheLast() {
    for (int polls = 0; (int) LEFT.getVolatile(this) > 0; polls++) {
      if (polls < SPINS) {
        Thread.onSpinWait();
      } else {
        sleeper = Thread.currentThread();
        while ((int) LEFT.getVolatile(this) > 0) {
          LockSupport.park(this);
        }
        sleeper = null;
      }
    }
  }

  /** Ends the workers. Call it when no {@link #run} is under way; a later one fails. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  private final class Worker extends Thread {
    private volatile boolean sleeps;

    Worker(int number) {
      super("rnn-vector-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      for (int now = await(seen); now != seen; now = await(seen)) {
        seen = now;
        work();
      }
    }

    /** The next round's number, or {@code seen} when the team is closed. */
    private int await(int seen) {
      for (int polls = 0; polls < SPINS; polls++) {
        int now = round();
        if (now != seen) {
          return now;
        }
        Thread.onSpinWait();
      }
      sleeps = true;
      int now = round();
      while (now == seen && !closed) {
        LockSupport.park(ThreadTeam.this);
        now = round();
      }
      sleeps = false;
      return now;
    }

    private int round() {
      return (int) ((long) NEXT.getVolatile(ThreadTeam.this) >>> 32);
    }
  }
}
