// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cost;

import io.github.rnn4j.api.LinearAlgebra;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures the time that one thread spends in each operation of a backend. An operation that a
 * backend makes up of others counts as one; but {@link LinearAlgebra#parallel} counts without the
 * operations of its tasks: as the time in which the thread waits for the others.
 *
 * <pre>
 *   OperationClock clock = new OperationClock(backend);
 *   Network network = new Network(clock.watched(), config);
 *   …
 *   long inProducts = clock.nanos("gemm");
 * </pre>
 *
 * <p>A call costs about a tenth of a microsecond more, and a few objects. Calls from threads other
 * than the one that made the clock are passed on and not measured.
 */
public final class OperationClock {
  private final LinearAlgebra backend;
  private final LinearAlgebra watched;
  private final Thread owner = Thread.currentThread();
  private final Map<String, long[]> nanos = new LinkedHashMap<>();

  /** The time of the calls that were made from within the present one. */
  private long within;

  /**
   * A clock that shows zero.
   *
   * @param backend what computes
   */
  public OperationClock(LinearAlgebra backend) {
    this.backend = backend;
    InvocationHandler handler = (proxy, method, arguments) -> call(method, arguments);
    this.watched =
        (LinearAlgebra)
            Proxy.newProxyInstance(
                LinearAlgebra.class.getClassLoader(),
                new Class<?>[] {LinearAlgebra.class},
                handler);
  }

  /**
   * The backend, watched.
   *
   * @return computes as the backend does, with its matrices
   */
  public LinearAlgebra watched() {
    return watched;
  }

  /**
   * The time in an operation since the clock was made or {@link #reset}.
   *
   * @param operation the name of a method of {@link LinearAlgebra}
   * @return nanoseconds, 0 if it was not called
   */
  public long nanos(String operation) {
    long[] time = nanos.get(operation);
    return time == null ? 0 : time[0];
  }

  /**
   * The time in every operation that was called.
   *
   * @return nanoseconds by name; a copy
   */
  public Map<String, Long> nanos() {
    Map<String, Long> copy = new LinkedHashMap<>();
    nanos.forEach((name, time) -> copy.put(name, time[0]));
    return copy;
  }

  /** Sets all times to zero. */
  public void reset() {
    nanos.clear();
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (Thread.currentThread() != owner) {
      return invoke(method, arguments);
    }
    long outer = within;
    within = 0;
    long start = System.nanoTime();
    try {
      return invoke(method, arguments);
    } finally {
      long elapsed = System.nanoTime() - start;
      nanos.computeIfAbsent(method.getName(), name -> new long[1])[0] += elapsed - within;
      within = outer + elapsed;
    }
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(backend, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
