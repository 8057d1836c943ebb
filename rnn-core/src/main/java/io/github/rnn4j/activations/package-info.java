// SPDX-License-Identifier: Apache-2.0
/**
 * What goes on in a network while it reads: the states and gates of every unit at every token, what
 * each token costs, what the network expects next, and which units tell some tokens from others.
 *
 * <p>A {@link io.github.rnn4j.activations.Reading} is a text before a model's eyes; its {@link
 * io.github.rnn4j.activations.Activations} are worked out where they are looked at. {@link
 * io.github.rnn4j.activations.Separation} ranks units.
 */
@NullMarked
package io.github.rnn4j.activations;

import org.jspecify.annotations.NullMarked;
