// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperationsTest {

  @Test
  void table_hasEveryOperationOfTheSpi() {
    Set<String> tested = Operations.all().stream().map(Operation::name).collect(Collectors.toSet());
    Set<String> declared =
        Arrays.stream(LinearAlgebra.class.getMethods())
            .filter(it -> it.getReturnType() == void.class || it.getReturnType() == double.class)
            .filter(it -> Arrays.asList(it.getParameterTypes()).contains(Matrix.class))
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(tested)
        .as("add a new operation to Operations, with its oracle, and an accuracy test")
        .isEqualTo(declared);
  }

  @Test
  void descriptor_hasAnOperandForEachMatrixParameter() {
    for (Operation operation : Operations.all()) {
      Method method =
          Arrays.stream(LinearAlgebra.class.getMethods())
              .filter(it -> it.getName().equals(operation.name()))
              .findFirst()
              .orElseThrow();
      long matrices =
          Arrays.stream(method.getParameterTypes()).filter(it -> it == Matrix.class).count();
      assertThat(operation.operands()).as("operands of %s", operation).hasSize((int) matrices);
    }
  }
}
