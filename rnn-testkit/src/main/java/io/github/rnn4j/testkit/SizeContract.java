// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule R14 for operands that are long, tall or both: beyond what is done in one piece. */
abstract class SizeContract extends IndexContract {

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.rnn4j.testkit.Operations#allButProducts")
  @Tag(BackendContract.LARGE)
  final void largeOperands_areWithinErrorBound_R14(Operation operation) {
    for (Size size : Size.LARGE) {
      Call.onRoots(operation, backend(), size).assertWithinBound();
    }
  }
}
