package io.github.rnn4j.backend.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A few threads that run the tasks of one caller and join it: about a microsecond for a fork and a
 * join while they are hot, nothing allocated. Task i runs on thread i mod {@link #threads()}, the
 * caller being thread 0.
 *
 * <p>An idle worker spins for a short while, then parks. When a second thread calls {@link #run} at
 * the same time, or a task calls it, that call runs all its tasks by itself; what is computed does
 * not depend on it.
 */
final class ThreadTeam implements AutoCloseable {
  /** Polls before a worker parks, roughly 100 µs. */
  private static final int SPINS = 1 << 12;

  private static final VarHandle ROUND;
  private static final VarHandle DONE;
  private static final VarHandle PARKED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ROUND = lookup.findVarHandle(ThreadTeam.class, "round", int.class);
      DONE = lookup.findVarHandle(Worker.class, "done", int.class);
      PARKED = lookup.findVarHandle(Worker.class, "parked", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private IntConsumer body;
  private int tasks;
  private boolean closed;

  @SuppressWarnings("unused") // written through ROUND
  private int round;

  /**
   * Starts {@code threads − 1} daemon threads.
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
      workers[i].start();
    }
  }

  /** The number of threads, the caller included. */
  int threads() {
    return workers.length + 1;
  }

  /** Whether a call of {@link #run} is under way. */
  boolean isBusy() {
    return busy.get();
  }

  /**
   * Runs {@code body.accept(0)} … {@code body.accept(tasks − 1)} and returns when all have ended.
   *
   * @throws RuntimeException or Error, what a task threw (the first one's by thread), after all
   *     threads have ended
   */
  void run(int tasks, IntConsumer body) {
    if (tasks <= 1 || workers.length == 0 || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < tasks; i++) {
        body.accept(i);
      }
      return;
    }
    Throwable failure = null;
    try {
      if (closed) {
        throw new IllegalStateException("the team is closed");
      }
      this.body = body;
      this.tasks = tasks;
      int next = round + 1;
      ROUND.setVolatile(this, next);
      for (Worker worker : workers) {
        if ((boolean) PARKED.getVolatile(worker)) {
          LockSupport.unpark(worker);
        }
      }
      try {
        for (int i = 0; i < tasks; i += workers.length + 1) {
          body.accept(i);
        }
      } catch (Throwable t) {
        failure = t;
      }
      for (Worker worker : workers) {
        for (int spins = 0; (int) DONE.getAcquire(worker) != next; spins++) {
          if (spins < SPINS) {
            Thread.onSpinWait();
          } else {
            Thread.yield();
          }
        }
        if (worker.failure != null) {
          failure = failure == null ? worker.failure : failure;
          worker.failure = null;
        }
      }
      this.body = null;
    } finally {
      busy.set(false);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /** Ends the workers. Call it when no {@link #run} is under way; a later one fails. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      worker.stop = true;
      LockSupport.unpark(worker);
    }
  }

  private final class Worker extends Thread {
    private final int index;
    private Throwable failure;
    private volatile boolean stop;

    @SuppressWarnings("unused") // written through PARKED
    private boolean parked;

    // Far from the fields that the caller writes.
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    @SuppressWarnings("unused") // written through DONE
    private int done;

    Worker(int index) {
      super("rnn-vector-" + index);
      this.index = index;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      while (true) {
        int now = await(seen);
        if (now == seen) {
          return;
        }
        seen = now;
        try {
          for (int i = index; i < tasks; i += workers.length + 1) {
            body.accept(i);
          }
        } catch (Throwable t) {
          failure = t;
        }
        DONE.setRelease(this, now);
      }
    }

    /** The next round's number, or {@code seen} when the team is closed. */
    private int await(int seen) {
      for (int spins = 0; spins < SPINS; spins++) {
        int now = (int) ROUND.getAcquire(ThreadTeam.this);
        if (now != seen) {
          return now;
        }
        Thread.onSpinWait();
      }
      PARKED.setVolatile(this, true);
      int now;
      while ((now = (int) ROUND.getVolatile(ThreadTeam.this)) == seen && !stop) {
        LockSupport.park(this);
      }
      PARKED.setVolatile(this, false);
      return now;
    }
  }
}
