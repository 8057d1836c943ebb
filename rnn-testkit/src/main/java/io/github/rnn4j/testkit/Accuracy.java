// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.List;

/** Holds an operation against its oracle, over sizes (R14). */
final class Accuracy {
  private Accuracy() {}

  static void assertWithinBound(LinearAlgebra backend, String operation, List<Size> sizes) {
    assertWithinBound(backend, Operations.named(operation), sizes);
  }

  static void assertWithinBound(
      LinearAlgebra backend, List<Operation> operations, List<Size> sizes) {
    for (Operation operation : operations) {
      for (Size size : sizes) {
        Call.onRoots(operation, backend, size).assertWithinBound();
      }
    }
  }
}
