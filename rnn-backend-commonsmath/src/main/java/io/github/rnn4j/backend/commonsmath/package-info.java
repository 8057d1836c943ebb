// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float64 on <a
 * href="https://commons.apache.org/proper/commons-math/">Apache Commons Math</a> 3: {@link
 * io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra}.
 */
@NullMarked
package io.github.rnn4j.backend.commonsmath;

import org.jspecify.annotations.NullMarked;
