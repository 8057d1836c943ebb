// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.io.Serializable;

/**
 * What came of a {@link ShardPart}.
 *
 * @param loss the sum of the losses in nats, over the shards in their tree
 * @param gradient the sum of the shards' gradients in their tree, packed; empty if the part had no
 *     rows, the loss is not finite, or no gradient was wanted
 * @param states the state of each stream after the window, packed as in the part; empty if not all
 *     streams had a last step
 * @serial exclude
 */
public record ShardResult(double loss, byte[] gradient, byte[] states) implements Serializable {}
