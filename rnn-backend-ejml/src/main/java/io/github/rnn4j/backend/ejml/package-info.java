// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float64 on the <a href="https://ejml.org">Efficient
 * Java Matrix Library</a>: {@link io.github.rnn4j.backend.ejml.EjmlLinearAlgebra}.
 */
@NullMarked
package io.github.rnn4j.backend.ejml;

import org.jspecify.annotations.NullMarked;
