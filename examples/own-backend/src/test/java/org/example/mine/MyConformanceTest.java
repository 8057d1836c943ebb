// SPDX-License-Identifier: Apache-2.0
package org.example.mine;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.testkit.BackendContract;

class MyConformanceTest extends BackendContract {
  @Override
  protected LinearAlgebra backend() {
    return new MyLinearAlgebra();
  }
}
