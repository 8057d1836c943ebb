// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;

/** The backend in plain Java. It stands here, since its module is built before the kit. */
class JavaConformanceTest extends BackendContract {
  @Override
  protected LinearAlgebra backend() {
    return new JavaLinearAlgebra();
  }
}
