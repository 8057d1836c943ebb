// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cost;

import io.github.rnn4j.network.NetworkConfig;

/**
 * The floating-point operations of the matrix products of a network: 2·m·k·n for an m×k by a k×n
 * matrix. They are nearly all of the work; what is done element by element is not counted, and
 * one-hot input costs nothing, since it picks rows.
 *
 * <p>Letters: T steps, B streams, n = T·B characters of a window, H units, g gates, V tokens, E the
 * size of an embedding.
 */
public final class Flops {
  private Flops() {}

  /**
   * A step of training on a full window, forward and backward:
   *
   * <pre>
   *   each layer          h⟨t−1⟩·W_hhᵀ   2·n·H·gH       dW_hh   2·n·gH·H
   *                       dz·W_hh        2·(n − B)·gH·H, as no gradient leaves the window
   *   each but the first  x·W_ihᵀ, dW_ih and dz·W_ih    2·n·H·gH each
   *   an embedding        its table and two gradients   2·V·E·gH each, whatever n is
   *   the decoder         h·W_decᵀ, dW_dec and dy·W_dec 2·n·H·V each
   * </pre>
   *
   * <p>of each member.
   *
   * @param config the network
   * @param steps T, at least 1
   * @param batch B, at least 1
   * @return operations for T·B characters
   */
  public static long training(NetworkConfig config, int steps, int batch) {
    long n = Math.multiplyExact((long) steps, batch);
    long recurrent = recurrent(config);
    long layers = config.layers() * (3 * n - batch) * recurrent;
    long inputs = (config.layers() - 1) * 3 * n * recurrent;
    long gates = (long) config.cell().gates() * config.hiddenSize();
    long embedding = 3 * 2L * config.vocabularySize() * config.embedding() * gates;
    return config.members() * (layers + inputs + embedding + 3 * n * decoder(config));
  }

  /**
   * A character read by one stream: 2·gH·H for each layer and again for each but the first, 2·H·V
   * for the decoder, of each member.
   *
   * @param config the network
   * @return operations for one character
   */
  public static long sampling(NetworkConfig config) {
    return config.members() * ((2L * config.layers() - 1) * recurrent(config) + decoder(config));
  }

  /** One row times W_hh, or times the W_ih of a layer above the first: 2·gH·H. */
  private static long recurrent(NetworkConfig config) {
    return 2L * config.cell().gates() * config.hiddenSize() * config.hiddenSize();
  }

  /** One row times W_dec: 2·H·V. */
  private static long decoder(NetworkConfig config) {
    return 2L * config.hiddenSize() * config.vocabularySize();
  }
}
