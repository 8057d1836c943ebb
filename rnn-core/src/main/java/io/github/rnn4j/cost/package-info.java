// SPDX-License-Identifier: Apache-2.0
/** What a network costs: floating-point operations counted, time in a backend measured. */
@NullMarked
package io.github.rnn4j.cost;

import org.jspecify.annotations.NullMarked;
