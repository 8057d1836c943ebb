// SPDX-License-Identifier: Apache-2.0
/**
 * The networks: what they are made of, forward, and back-propagation through time.
 *
 * <p>The formulas stand at the head of each cell's class, and the code below them reads like them.
 * From the inside out: a {@link io.github.rnn4j.network.Cell} does one step, a layer all steps of a
 * window, {@link io.github.rnn4j.network.Unrolled} all layers, forward, loss and backward.
 */
@NullMarked
package io.github.rnn4j.network;

import org.jspecify.annotations.NullMarked;
