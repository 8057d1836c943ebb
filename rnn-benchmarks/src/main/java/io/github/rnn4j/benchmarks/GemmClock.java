package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.LinearAlgebra;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A backend that measures the time spent in its own {@link LinearAlgebra#gemm}. */
final class GemmClock implements InvocationHandler {
  private final LinearAlgebra backend;
  private long nanos;

  GemmClock(LinearAlgebra backend) {
    this.backend = backend;
  }

  /** The backend with the clock. */
  LinearAlgebra watched() {
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            LinearAlgebra.class.getClassLoader(), new Class<?>[] {LinearAlgebra.class}, this);
  }

  /** Nanoseconds in gemm so far. */
  long nanos() {
    return nanos;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean product = method.getName().equals("gemm");
    long start = product ? System.nanoTime() : 0;
    try {
      return method.invoke(backend, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      if (product) {
        nanos += System.nanoTime() - start;
      }
    }
  }
}
