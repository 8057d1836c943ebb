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
 * <p>Threads whose calls were just done come back with their next ones as soon as they get a
 * processor. While calls come in company, one that takes a lane first lets others run, as long as
 * that brings in more: the processors may all be at work in lanes, so that they would come one by
 * one else.
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

    /** Whether this thread has a lane, and is to work on its call and on others. */
    boolean leads;

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
  private int lastBatch = 1;

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
      if (!free.isEmpty() || lanesLeft > 0) {
        mine.leads = true;
        mine.lane = free.poll();
        lanesLeft -= mine.lane == null ? 1 : 0;
      } else {
        queue.add(mine);
      }
    }
    awaitTurn(mine);
    if (mine.leads) {
      work(mine, gather(mine));
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
    return mine.done || mine.leads;
  }

  /** The calls to work on: the leader's own, and others that are there or come at once. */
  private List<Waiting> gather(Waiting mine) {
    int before = company();
    while (before >= 0 && before < most - 1) {
      Thread.yield();
      int now = company();
      if (now <= before) {
        break;
      }
      before = now;
    }
    return batch(mine);
  }

  /** How many wait; −1 if calls come alone. */
  private synchronized int company() {
    return queue.isEmpty() && lastBatch == 1 ? -1 : queue.size();
  }

  private synchronized List<Waiting> batch(Waiting mine) {
    List<Waiting> batch = new ArrayList<>(Math.min(most, queue.size() + 1));
    batch.add(mine);
    while (batch.size() < most && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
    batches++;
    lastBatch = batch.size();
    return batch;
  }

  private void work(Waiting mine, List<Waiting> batch) {
    Throwable failure = null;
    try {
      Lane<C> lane = mine.lane == null ? maker.get() : mine.lane;
      mine.lane = lane;
      List<C> those = new ArrayList<>(batch.size());
      for (Waiting one : batch) {
        those.add(one.call);
      }
      lane.work(those);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      handOn(mine, batch, failure);
    }
    for (Waiting one : batch) {
      if (one != mine) {
        LockSupport.unpark(one.thread);
      }
    }
  }

  /** Gives the lane to the first that waits, or makes it free. */
  private synchronized void handOn(Waiting mine, List<Waiting> batch, @Nullable Throwable failure) {
    for (Waiting one : batch) {
      one.done = true;
      one.failure = failure;
    }
    Waiting first = queue.poll();
    if (first != null) {
      first.lane = mine.lane;
      first.leads = true;
      LockSupport.unpark(first.thread);
    } else if (mine.lane == null) {
      lanesLeft++;
    } else {
      free.push(mine.lane);
    }
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
