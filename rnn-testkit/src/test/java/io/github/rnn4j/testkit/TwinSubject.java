// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The kit as a backend's author would use it, on a twin chosen by the test that runs it. Tests of
 * operations that the twin has of its sound base are left out. (The base has each default operation
 * overridden, so that a broken primitive does not reach it.)
 */
class TwinSubject extends BackendContract {
  private static final Set<String> OPERATIONS =
      Operations.all().stream().map(Operation::name).collect(Collectors.toSet());

  private static final Set<String> THREADS = Set.of("withThreads", "parallel", "parallelism");

  /** One of each kind, for a twin that is broken in something else. */
  private static final Set<String> SOME =
      Set.of("gemm", "copy", "columnSums", "gatherRows", "lstmForward");

  private static volatile Class<? extends LinearAlgebra> twin = JavaLinearAlgebra.class;
  private static volatile Set<String> touched = OPERATIONS;
  private static volatile boolean hasThreads = true;

  /** From now on the kit is run on this twin. */
  static void begin(Class<? extends LinearAlgebra> type) {
    twin = type;
    Set<String> overridden = new HashSet<>();
    for (Class<?> it = type; it != JavaLinearAlgebra.class; it = it.getSuperclass()) {
      Arrays.stream(it.getDeclaredMethods())
          .filter(method -> !method.isSynthetic())
          .map(Method::getName)
          .map(name -> name.equals("addProduct") ? "gemm" : name)
          .forEach(overridden::add);
    }
    hasThreads = overridden.removeAll(THREADS) || type == JavaLinearAlgebra.class;
    overridden.retainAll(OPERATIONS);
    if (type == JavaLinearAlgebra.class) {
      touched = OPERATIONS;
    } else if (overridden.isEmpty()) {
      touched = SOME;
    } else {
      touched = overridden;
    }
  }

  /** Whether the twin may fail a test for another reason than its base. */
  static boolean concerns(Method test) {
    String subject = test.getName().substring(0, test.getName().indexOf('_'));
    if (test.getDeclaringClass() == ParallelContract.class) {
      return hasThreads;
    }
    if (hasThreads && touched == SOME) {
      return false; // Nothing else asks for threads.
    }
    return !OPERATIONS.contains(subject) || touched.contains(subject);
  }

  /** Leaves out the operations that are not touched, where a test is run for each. */
  @RegisterExtension
  static final InvocationInterceptor LEAVING_OUT =
      new InvocationInterceptor() {
        @Override
        public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> test,
            ExtensionContext context)
            throws Throwable {
          List<Object> arguments = test.getArguments();
          String method = test.getExecutable().getName();
          boolean ofAnother =
              !arguments.isEmpty()
                  && (arguments.get(0) instanceof Operation operation
                          && !touched.contains(operation.name())
                      || arguments.get(0) instanceof Functions function
                          && !touched.contains(function.operation().name()));
          boolean named = touched.contains(method.substring(0, method.indexOf('_')));
          if (ofAnother && !named) {
            invocation.skip();
          } else {
            invocation.proceed();
          }
        }
      };

  @Override
  protected LinearAlgebra backend() {
    try {
      return twin.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
