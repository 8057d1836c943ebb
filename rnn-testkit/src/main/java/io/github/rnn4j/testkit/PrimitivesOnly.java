// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A backend without its overrides: the abstract operations are those of the backend, the default
 * ones are those of {@link LinearAlgebra}. The oracle of rule R16, for operations to come as well.
 */
final class PrimitivesOnly {
  private PrimitivesOnly() {}

  static LinearAlgebra of(LinearAlgebra backend) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          try {
            return method.invoke(backend, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            LinearAlgebra.class.getClassLoader(), new Class<?>[] {LinearAlgebra.class}, handler);
  }
}
