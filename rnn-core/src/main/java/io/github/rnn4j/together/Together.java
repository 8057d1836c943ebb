// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.together;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has calls of many threads worked on several at a time. A call that finds a lane free is worked on
 * at once, by its own thread. One that finds none waits; when a lane is through with its calls, the
 * first that waits takes it, with all that came meanwhile. So a call that is alone waits for
 * nothing, and the more there are, the more are worked on together.
 *
 * <p>Thread-safe.
 *
 * @param <C> a call, which holds what is asked and, after it, the answer
 */
public final class Together<C> {

  /**
   * Works on calls, in one thread at a time, with storage of its own.
   *
   * @param <C> a call
   */
  @FunctionalInterface
  public interface Lane<C> {

    /**
     * Works on calls.
     *
     * @param calls at least one, in the order in which they came
     */
    void work(List<C> calls);
  }

  /** A call on its way. */
  private final class Waiting {
    final C call;
    final Thread thread = Thread.currentThread();

    /** What this thread is to work on; it is the first of them. */
    List<Waiting> batch = List.of();

    @Nullable Lane<C> lane;
    boolean done;
    @Nullable Throwable failure;

    Waiting(C call) {
      this.call = call;
    }
  }

  private final Supplier<Lane<C>> maker;
  private final int most;
  private final Deque<Lane<C>> free = new ArrayDeque<>();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int lanesLeft;
  private long calls;
  private long batches;

  /**
   * No lane is made before it is needed.
   *
   * @param lanes the most lanes, at least 1: as many threads work at a time
   * @param most the most calls worked on together, at least 1
   * @param maker makes a lane
   */
  public Together(int lanes, int most, Supplier<Lane<C>> maker) {
    if (lanes < 1 || most < 1) {
      throw new IllegalArgumentException(
          "at least 1 lane and 1 call: " + lanes + " lanes, " + most + " calls");
    }
    this.lanesLeft = lanes;
    this.most = most;
    this.maker = maker;
  }

  /**
   * Has a call worked on. What a lane throws is thrown by all calls that it worked on together.
   *
   * @param call the call; when this returns, it holds its answer
   */
  public void call(C call) {
    Waiting mine = new Waiting(call);
    synchronized (this) {
      calls++;
      queue.add(mine);
      if (!free.isEmpty() || lanesLeft > 0) {
        // Nobody waits while a lane is free: this is the only call.
        mine.batch = next();
        mine.lane = free.poll();
        lanesLeft -= mine.lane == null ? 1 : 0;
      }
    }
    awaitTurn(mine);
    if (!mine.batch.isEmpty()) {
      work(mine);
    }
    if (mine.failure instanceof RuntimeException e) {
      throw e;
    }
    if (mine.failure instanceof Error e) {
      throw e;
    }
  }

  /** Waits until the call is done, or this thread is to do it. */
  private void awaitTurn(Waiting mine) {
    boolean interrupted = false;
    while (!isReady(mine)) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isReady(Waiting mine) {
    return mine.done || !mine.batch.isEmpty();
  }

  private List<Waiting> next() {
    batches++;
    List<Waiting> batch = new ArrayList<>(Math.min(most, queue.size()));
    while (batch.size() < most && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
    return batch;
  }

  private void work(Waiting mine) {
    List<Waiting> batch = mine.batch;
    Throwable failure = null;
    try {
      if (mine.lane == null) {
        mine.lane = maker.get();
      }
      List<C> those = new ArrayList<>(batch.size());
      for (Waiting one : batch) {
        those.add(one.call);
      }
      mine.lane.work(those);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      handOn(mine, failure);
    }
    for (Waiting one : batch) {
      if (one != mine) {
        LockSupport.unpark(one.thread);
      }
    }
  }

  /** Gives the lane to the first that waits, or makes it free. */
  private synchronized void handOn(Waiting mine, @Nullable Throwable failure) {
    for (Waiting one : mine.batch) {
      one.done = true;
      one.failure = failure;
    }
    if (queue.isEmpty()) {
      if (mine.lane == null) {
        lanesLeft++;
      } else {
        free.push(mine.lane);
      }
      return;
    }
    List<Waiting> next = next();
    Waiting first = next.get(0);
    first.lane = mine.lane;
    first.batch = next;
    LockSupport.unpark(first.thread);
  }

  /**
   * How many calls there were.
   *
   * @return from 0
   */
  public synchronized long calls() {
    return calls;
  }

  /**
   * Into how many batches they came together, begun ones included.
   *
   * @return from 0 to {@link #calls}
   */
  public synchronized long batches() {
    return batches;
  }
}
