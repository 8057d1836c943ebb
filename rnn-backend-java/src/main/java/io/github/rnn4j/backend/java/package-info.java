// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float64 in plain Java.
 *
 * <p>{@link io.github.rnn4j.backend.java.RowMajorLinearAlgebra} is the base of a backend that has a
 * product of its own: it computes everything else, on {@link
 * io.github.rnn4j.backend.java.RowMajorMatrix}. {@link
 * io.github.rnn4j.backend.java.JavaLinearAlgebra} adds the plainest product. Each kernel is its
 * formula, then the loop.
 */
@NullMarked
package io.github.rnn4j.backend.java;

import org.jspecify.annotations.NullMarked;
