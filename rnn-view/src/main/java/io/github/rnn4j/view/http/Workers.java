// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that deal with requests. While one waits for the other side, to read from it or to
 * write to it, a deadline runs; a thread that overruns it is interrupted, which closes the
 * connection, since the JDK's server reads and writes through a channel that can be interrupted.
 *
 * <p>So half a request, or a reader who does not read, holds a thread for a while and not for good,
 * whatever the system properties of the JDK's server.
 */
final class Workers implements Executor {
  private static final int QUEUED_FOR_A_THREAD = 4;
  private static final long IDLE_SECONDS = 10;
  private static final long CLOCK_MILLIS = 50;
  private static final Duration AT_THE_END = Duration.ofSeconds(1);

  private final String name;
  private final Duration headTime;
  private final ThreadPoolExecutor pool;
  private final Set<Work> running = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Work> current = new ThreadLocal<>();
  private final Thread clock;
  private final Object lock = new Object();
  private int begun;
  private boolean ending;

  /**
   * Starts no thread but the clock's.
   *
   * @param name begins the names of the threads
   * @param threads the most threads
   * @param headTime within which the head of a request must have come
   */
  Workers(String name, int threads, Duration headTime) {
    this.name = name;
    this.headTime = headTime;
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(threads * QUEUED_FOR_A_THREAD),
            task -> daemon(task, name + "-" + number.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    this.clock = daemon(this::watch, name + "-clock");
    clock.start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Deals with a request, from its head on.
   *
   * @throws RejectedExecutionException if as many as there may be wait for a thread already
   */
  @Override
  public void execute(Runnable exchange) {
    synchronized (lock) {
      if (ending) {
        throw new RejectedExecutionException(name + " is ending");
      }
      begun++;
    }
    try {
      pool.execute(new Work(exchange));
    } catch (RejectedExecutionException e) {
      done();
      throw e;
    }
  }

  private void done() {
    synchronized (lock) {
      begun--;
      lock.notifyAll();
    }
  }

  /** The other side may keep this thread waiting for so long. */
  void waits(Duration time) {
    Work work = current.get();
    if (work != null) {
      work.waits(time);
    }
  }

  /** This thread does not wait for the other side any more. */
  void works() {
    Work work = current.get();
    if (work != null) {
      work.works();
    }
  }

  /** Takes no more, and gives those whose head has not come a last moment. */
  void end() {
    synchronized (lock) {
      ending = true;
    }
    running.forEach(Work::hurry);
  }

  /**
   * Waits until all that was begun is done.
   *
   * @return false if it was not within the time
   */
  boolean awaitDone(Duration time) throws InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    synchronized (lock) {
      for (long left = time.toNanos(); begun > 0; left = until - System.nanoTime()) {
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
    return true;
  }

  /** Interrupts what is still running, and ends the threads. */
  void close() {
    pool.shutdownNow();
    clock.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(CLOCK_MILLIS);
        long now = System.nanoTime();
        for (Work work : running) {
          work.check(now);
        }
      }
    } catch (InterruptedException e) {
      // It is closed.
      return;
    }
  }

  /** A request on its thread. */
  private final class Work implements Runnable {
    private final Runnable exchange;
    private @Nullable Thread thread;
    private boolean headIsThere;
    private boolean waiting;
    private boolean interrupted;
    private long deadline;

    Work(Runnable exchange) {
      this.exchange = exchange;
    }

    @Override
    public void run() {
      synchronized (this) {
        thread = Thread.currentThread();
        waiting = true;
        deadline = System.nanoTime() + headTime.toNanos();
      }
      current.set(this);
      running.add(this);
      try {
        exchange.run();
      } finally {
        running.remove(this);
        current.remove();
        works();
        done();
      }
    }

    synchronized void waits(Duration time) {
      headIsThere = true;
      waiting = true;
      deadline = System.nanoTime() + time.toNanos();
    }

    synchronized void works() {
      headIsThere = true;
      waiting = false;
      if (interrupted) {
        interrupted = false;
        // It came just in time, or the connection is closed, which the next use of it tells.
        Thread.interrupted();
      }
    }

    synchronized void hurry() {
      if (!headIsThere) {
        deadline = Math.min(deadline, System.nanoTime() + AT_THE_END.toNanos());
      }
    }

    synchronized void check(long now) {
      if (thread != null && waiting && now - deadline >= 0) {
        waiting = false;
        interrupted = true;
        thread.interrupt();
      }
    }
  }
}
