// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float64 in plain Java: a backend, and the base of
 * backends whose product is a library's.
 */
module io.github.rnn4j.backend.java {
  requires transitive io.github.rnn4j.api;
  requires static org.jspecify;

  exports io.github.rnn4j.backend.java;

  provides io.github.rnn4j.api.LinearAlgebra with
      io.github.rnn4j.backend.java.JavaLinearAlgebra;
}
