package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;

/** The kit as a backend's author would use it, on a twin chosen by the test that runs it. */
class TwinSubject extends BackendContract {
  static volatile Class<? extends LinearAlgebra> twin = NaiveLinearAlgebra.class;

  @Override
  protected LinearAlgebra backend() {
    try {
      return twin.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
