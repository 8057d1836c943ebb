// SPDX-License-Identifier: Apache-2.0
/** What a network costs: floating-point operations counted, time in a backend measured. */
package io.github.rnn4j.cost;
