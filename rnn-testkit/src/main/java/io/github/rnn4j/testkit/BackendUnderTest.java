// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;

/**
 * The end of the chain of contracts. They stand in a chain, each extending another, since only
 * inherited methods are reported under the class of the backend's author, can be run there alone,
 * and are final.
 */
abstract class BackendUnderTest {

  /**
   * The backend that is held against the contract. Called at least once by every test.
   *
   * @return a new instance or always the same one
   */
  protected abstract LinearAlgebra backend();
}
