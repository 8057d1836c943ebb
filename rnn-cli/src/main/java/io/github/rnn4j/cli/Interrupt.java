package io.github.rnn4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices Ctrl-C (or SIGTERM) and holds the end of the JVM up until this is closed, so that what
 * was reached can be saved. The JVM then ends with the signal's exit code.
 */
final class Interrupt {
  private static final int SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitUntilDone, "rnn-interrupt");
  private final Runnable stop;
  private volatile boolean requested;

  /**
   * Waits for the signal.
   *
   * @param stop called by another thread when the signal comes
   */
  Interrupt(Runnable stop) {
    this.stop = stop;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the signal came. */
  boolean requested() {
    return requested;
  }

  private void waitUntilDone() {
    requested = true;
    stop.run();
    try {
      done.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was reached is saved: the JVM may end. */
  void close() {
    done.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM began to end in this moment; the hook will not wait.
        return;
      }
    }
  }
}
