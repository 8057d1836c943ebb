// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.testkit.BackendContract;

/** Every contract of the conformance kit. */
class VectorConformanceTest extends BackendContract {
  @Override
  protected LinearAlgebra backend() {
    return new VectorLinearAlgebra();
  }
}
