package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;

/**
 * Names the backend that the contracts of this package are run against. An implementer extends it
 * once with a default method; see the {@linkplain io.github.rnn4j.testkit package text}.
 */
public interface BackendUnderTest {

  /**
   * The backend. Called at least once by every test.
   *
   * @return a new instance or always the same one
   */
  LinearAlgebra backend();
}
