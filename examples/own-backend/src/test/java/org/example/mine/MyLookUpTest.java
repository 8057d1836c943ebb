// SPDX-License-Identifier: Apache-2.0
package org.example.mine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.rnn4j.api.Backends;
import org.junit.jupiter.api.Test;

class MyLookUpTest {
  @Test
  void backend_isFoundByName() {
    assertInstanceOf(MyLinearAlgebra.class, Backends.onClassPath().get("mine"));
  }
}
