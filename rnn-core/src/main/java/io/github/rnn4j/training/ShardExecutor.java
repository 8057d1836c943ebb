// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.List;

/**
 * Computes the shards of training steps somewhere else than in the process that trains: in others,
 * or on other machines.
 *
 * <p>A part of a window is computed by a {@link ShardWorker}, of which an executor has one or more.
 * What it computes is a function of the plan, the parameters and the part alone: it may be computed
 * anywhere, in any order, and again after a failure, and the model has the same bits.
 *
 * @see Training#shardsBy
 */
public interface ShardExecutor {

  /**
   * Takes up a run. Called once, before anything else.
   *
   * @param plan what a {@link ShardWorker} is made from
   * @param config how the run trains
   */
  void begin(byte[] plan, TrainingConfig config);

  /**
   * Into how many parts the next window's shards are divided.
   *
   * @param shards S
   * @return a power of two, at most S
   */
  int parts(int shards);

  /**
   * Computes all parts of a window.
   *
   * @param parameters the network's parameters, packed; the same object again as long as they do
   *     not change; not to be modified
   * @param parts the parts, in the order of their shards
   * @return the results, in the same order
   */
  List<ShardResult> compute(byte[] parameters, List<ShardPart> parts);
}
