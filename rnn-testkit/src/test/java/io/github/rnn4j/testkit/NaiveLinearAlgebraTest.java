package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;

/** The plain backend keeps the contract; it is the example of how the kit is used. */
class NaiveLinearAlgebraTest extends BackendContract {
  @Override
  protected LinearAlgebra backend() {
    return new NaiveLinearAlgebra();
  }
}
