// SPDX-License-Identifier: Apache-2.0
/**
 * {@link io.github.rnn4j.api.LinearAlgebra} in float32 on the Vector API of the JDK, without native
 * code: {@link io.github.rnn4j.backend.vector.VectorLinearAlgebra}.
 *
 * <p>Java must be started with {@code --add-modules jdk.incubator.vector}.
 */
@NullMarked
package io.github.rnn4j.backend.vector;

import org.jspecify.annotations.NullMarked;
