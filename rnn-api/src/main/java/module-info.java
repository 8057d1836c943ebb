// SPDX-License-Identifier: Apache-2.0
/**
 * The {@link io.github.rnn4j.api.LinearAlgebra} service: what a backend implements, the contract it
 * keeps, and how it is found. Depends on nothing but {@code java.base}.
 */
module io.github.rnn4j.api {
  requires static org.jspecify;

  exports io.github.rnn4j.api;

  uses io.github.rnn4j.api.LinearAlgebra;
}
