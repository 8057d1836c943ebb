// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

/** Holds a run between two steps until it may go on. Thread-safe. */
public final class Pause {
  private volatile boolean paused;
  private boolean over;

  /** Has the run wait after its step, or go on. */
  public synchronized void set(boolean paused) {
    this.paused = paused && !over;
    notifyAll();
  }

  /** Has the run go on, and never wait again: it is to end. */
  public synchronized void end() {
    over = true;
    set(false);
  }

  /** Waits as long as the run is to wait; the time that it took, in nanoseconds. */
  long await() {
    if (!paused) {
      return 0;
    }
    long from = System.nanoTime();
    synchronized (this) {
      while (paused) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          end();
        }
      }
    }
    return System.nanoTime() - from;
  }
}
