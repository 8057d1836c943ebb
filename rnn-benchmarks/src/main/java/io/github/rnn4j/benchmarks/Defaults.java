// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.LinearAlgebra;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Backends without what they override. */
final class Defaults {
  private Defaults() {}

  /** A backend whose fused operations are the defaults, written with its primitives. */
  static LinearAlgebra of(LinearAlgebra backend) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            method.isDefault()
                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                : method.invoke(backend, arguments);
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            LinearAlgebra.class.getClassLoader(), new Class<?>[] {LinearAlgebra.class}, handler);
  }
}
