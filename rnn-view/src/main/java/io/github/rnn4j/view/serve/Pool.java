// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Things that one thread at a time uses, and that are costly to make: so many at most, each made
 * when it is first needed. What failed while it was used is not used again.
 */
final class Pool<T> {

  /** What is done with a thing. */
  interface Use<T, R> {
    R with(T thing);
  }

  private final Semaphore permits;
  private final Supplier<T> maker;
  private final Deque<T> free = new ArrayDeque<>();

  Pool(int most, Supplier<T> maker) {
    this.permits = new Semaphore(most, true);
    this.maker = maker;
  }

  /** Waits for a thing, and uses it. */
  <R> R use(Use<T, R> use) {
    permits.acquireUninterruptibly();
    try {
      T thing = take().orElseGet(maker);
      R result = use.with(thing);
      giveBack(thing);
      return result;
    } finally {
      permits.release();
    }
  }

  private synchronized Optional<T> take() {
    return Optional.ofNullable(free.poll());
  }

  private synchronized void giveBack(T thing) {
    free.push(thing);
  }
}
