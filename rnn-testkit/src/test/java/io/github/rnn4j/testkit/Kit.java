// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.support.AnnotationSupport;

/** What a class that extends {@link BackendContract} inherits. */
final class Kit {
  private Kit() {}

  /** The contracts, from {@link BackendContract} to the end of the chain. */
  static List<Class<?>> contracts() {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> type = BackendContract.class; type != Object.class; type = type.getSuperclass()) {
      all.add(type);
    }
    return all;
  }

  /** The methods that are tests. */
  static List<Method> tests() {
    return contracts().stream()
        .flatMap(contract -> List.of(contract.getDeclaredMethods()).stream())
        .filter(
            method ->
                AnnotationSupport.isAnnotated(method, Test.class)
                    || AnnotationSupport.isAnnotated(method, ParameterizedTest.class))
        .toList();
  }

  static boolean isFinal(Method test) {
    return Modifier.isFinal(test.getModifiers());
  }
}
