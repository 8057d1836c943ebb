// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.ExitCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices Ctrl-C, so that what was reached can be saved. A second Ctrl-C leaves at once; one that
 * comes with the first, before anybody could have read what that did, is the same (a program such
 * as {@code timeout} signals the process and its group).
 *
 * <p>SIGTERM, and Ctrl-C where the JVM lets nobody handle it, end the JVM; its end is then held up
 * until this is closed, and it has the signal's exit code.
 */
final class Interrupt implements AutoCloseable {
  private static final int SECONDS = 60;

  /** Nobody reads a message and presses a key as fast. */
  private static final long TOGETHER_NANOS = 2_000_000;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitUntilDone, "rnn-interrupt");
  private final Runnable stop;
  private final @Nullable Object handlerBefore;
  private volatile boolean requested;
  private volatile long toldNanos;
  private volatile boolean told;

  /**
   * Waits for the signal.
   *
   * @param stop called by another thread when the signal comes for the first time
   */
  Interrupt(Runnable stop) {
    this.stop = stop;
    Runtime.getRuntime().addShutdownHook(hook);
    this.handlerBefore = handle(this::interrupted);
  }

  /** Whether the signal came. */
  boolean requested() {
    return requested;
  }

  /** Does what the signal does when it comes for the first time; nothing, if it has come. */
  void request() {
    if (!requested) {
      interrupted();
    }
  }

  private void interrupted() {
    if (requested) {
      if (told && System.nanoTime() - toldNanos > TOGETHER_NANOS) {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      }
      return;
    }
    requested = true;
    stop.run();
    toldNanos = System.nanoTime();
    told = true;
  }

  private void waitUntilDone() {
    if (!requested) {
      requested = true;
      stop.run();
    }
    try {
      done.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was reached is saved: the JVM may end. */
  @Override
  public void close() {
    done.countDown();
    if (handlerBefore != null) {
      try {
        signal(handlerBefore);
      } catch (ReflectiveOperationException e) {
        // It could be set before, so it can be set again.
        throw new IllegalStateException(e);
      }
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending; the hook does not wait any more.
      return;
    }
  }

  /**
   * Has SIGINT handled, through sun.misc.Signal, which a JVM may lack and a compiler warns of.
   *
   * @return the handler before; null if the signal cannot be handled
   */
  private static @Nullable Object handle(Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "SIGINT";
                  });
      return signal(handler);
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  private static Object signal(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    Object interrupt = signal.getConstructor(String.class).newInstance("INT");
    try {
      return signal.getMethod("handle", signal, type).invoke(null, interrupt, handler);
    } catch (InvocationTargetException e) {
      // The signal is ignored, as for a program in the background, or -Xrs was given.
      throw new ReflectiveOperationException(e.getCause());
    }
  }
}
