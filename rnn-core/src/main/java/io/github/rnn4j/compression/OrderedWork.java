// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Works on several things at a time, and hands on the results in the order in which the things
 * came. Few are on their way at a time, so that the memory is bounded.
 */
final class OrderedWork<T, R> implements AutoCloseable {
  /** Works on one thing. */
  @FunctionalInterface
  interface Work<T, R> {
    R on(T thing) throws IOException;
  }

  /** Takes a result. */
  @FunctionalInterface
  interface Sink<R> {
    void accept(R result) throws IOException;
  }

  private final int threads;
  private final Work<T, R> work;
  private final Sink<R> sink;
  private final ExecutorService executor;
  private final Deque<Future<R>> going = new ArrayDeque<>();

  OrderedWork(int threads, Work<T, R> work, Sink<R> sink) {
    this.threads = threads;
    this.work = work;
    this.sink = sink;
    this.executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "rnn-compression");
              thread.setDaemon(true);
              return thread;
            });
  }

  void add(T thing) throws IOException {
    if (going.size() > threads) {
      handOn();
    }
    going.add(executor.submit(() -> work.on(thing)));
  }

  void finish() throws IOException {
    while (!going.isEmpty()) {
      handOn();
    }
  }

  private void handOn() throws IOException {
    try {
      sink.accept(going.remove().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
