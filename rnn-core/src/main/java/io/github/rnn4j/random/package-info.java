// SPDX-License-Identifier: Apache-2.0
/** Random numbers without a state that could be lost. */
@NullMarked
package io.github.rnn4j.random;

import org.jspecify.annotations.NullMarked;
