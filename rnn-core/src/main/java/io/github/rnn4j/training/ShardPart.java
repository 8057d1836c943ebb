// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.io.Serializable;

/**
 * What some neighboring shards read of a window, and the state in which they do. With the network's
 * parameters it determines the {@link ShardResult}.
 *
 * <p>Rows are time-major: row t·G + g is step t of stream g of the part's G streams.
 *
 * @param step the training step, by which dropout goes
 * @param scale the factor on the gradient
 * @param firstShard the number of the first shard, a multiple of {@code shards}
 * @param shards how many there are, a power of two
 * @param steps the time steps of the window
 * @param rowsOfLastStep the part's streams in its last time step, from 0
 * @param inputs the tokens to read, a row each
 * @param targets the tokens to predict
 * @param resets the rows whose streams start anew, ascending
 * @param states the state in which each stream starts, packed: for each layer and part of its state
 *     G×H numbers
 * @param gradientWanted whether the gradient is asked for, or only the loss
 * @serial exclude
 */
public record ShardPart(
    long step,
    double scale,
    int firstShard,
    int shards,
    int steps,
    int rowsOfLastStep,
    int[] inputs,
    int[] targets,
    int[] resets,
    byte[] states,
    boolean gradientWanted)
    implements Serializable {}
