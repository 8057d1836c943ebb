/** The conformance kit: tests that every {@link io.github.rnn4j.api.LinearAlgebra} must pass. */
package io.github.rnn4j.testkit;
