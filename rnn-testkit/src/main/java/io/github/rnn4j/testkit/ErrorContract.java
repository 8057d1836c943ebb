// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules R5 to R9 for every operation: a wrong argument gets its own exception, the message names
 * both sides, and no operand has changed.
 */
abstract class ErrorContract extends AliasingContract {
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void anyFault_leavesEveryOperandAsItWas_R5(Operation operation) {
    assertNothingChanges(operation, Fault.all(operation, backend()));
  }

  static void assertNothingChanges(Operation operation, List<Fault> faults) {
    for (Fault fault : faults) {
      double[][] before = fault.call().storage();
      Throwable thrown = catchThrowable(fault.call()::run);
      // That it is thrown at all is the claim of the other tests.
      if (thrown != null) {
        double[][] after = fault.call().storage();
        for (int i = 0; i < before.length; i++) {
          Bits.assertSame(
              after[i], before[i], fault + ": " + operation.operand(i).name() + " after " + thrown);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void nullArgument_isNamed_R6(Operation operation) {
    assertRefused(Fault.nulls(operation, backend()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void foreignMatrix_isRefusedNamingBothBackends_R7(Operation operation) {
    assertRefused(Fault.foreign(operation, backend()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#all")
  final void wrongShape_isRefusedNamingBothShapes_R8(Operation operation) {
    LinearAlgebra backend = backend();
    List<Fault> faults = Fault.shapes(operation, backend);
    assertRefused(faults);
    for (Fault fault : faults) {
      String message =
          Objects.requireNonNullElse(catchThrowable(fault.call()::run).getMessage(), "");
      assertThat(message.replaceAll("\\D+", " ").trim().split(" "))
          .as("%s: two shapes in the message '%s'", fault, message)
          .hasSizeGreaterThanOrEqualTo(4);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#indexed")
  final void indexOutOfRange_isRefusedNamingIndexAndRange_R9(Operation operation) {
    assertRefused(Fault.indices(operation, backend()));
  }

  static void assertRefused(List<Fault> faults) {
    for (Fault fault : faults) {
      Throwable thrown = catchThrowable(fault.call()::run);
      assertThat(thrown).as("thrown by %s", fault).isInstanceOf(fault.exception());
      String message = String.valueOf(thrown.getMessage()).replaceAll("(\\d) ?x ?(?=\\d)", "$1×");
      assertThat(message).as("the message of %s", fault).contains(fault.named());
    }
  }
}
