// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.List;

/**
 * A kind of recurrent cell: how one step goes forward, and how it goes back. The rest is the
 * layer's: time, threads, streams that start anew, the products with the weights and the weights'
 * gradients. For each step t it does
 *
 * <pre>
 *   forward    z⟨t⟩ = W_ih input⟨t⟩ + b + W_hh h⟨t−1⟩
 *              the cell: h⟨t⟩ from z⟨t⟩, and c⟨t⟩ if it has one
 *   backward   the cell: dz⟨t⟩ from dh⟨t⟩, and dc⟨t−1⟩ from dc⟨t⟩ if it has one
 *              dh⟨t−1⟩ = dh⟨t−1⟩ + W_hhᵀ dz⟨t⟩
 *              dW_hh = Σ_t dz⟨t⟩ h⟨t−1⟩ᵀ,  dW_ih = Σ_t dz⟨t⟩ input⟨t⟩ᵀ,  db = Σ_t dz⟨t⟩
 * </pre>
 *
 * <p>A cell in which the two products do not enter as a sum has {@link #twoBiases()}: the layer
 * then keeps x⟨t⟩ = W_ih input⟨t⟩ + b_ih and y⟨t⟩ = W_hh h⟨t−1⟩ + b_hh apart, and the cell finds dx
 * and dy.
 *
 * <p>In a network with layer normalization ({@link NetworkConfig#layerNorm()}) the layer normalizes
 * both products before the cell sees their sum, or x⟨t⟩ and y⟨t⟩; a cell has nothing to do for it.
 *
 * <p>{@link CellType} lists the cells that files and the command line know. A {@link NetworkConfig}
 * takes any other as well; it has no state of its own, and is shared by networks and threads.
 *
 * <p>Letters: m rows of a step, one for each stream, H units, g gates. In the code a step's vectors
 * are rows, so that a product with W from the left is one with Wᵀ from the right.
 */
public interface Cell {

  /**
   * The name on the command line and in files.
   *
   * @return lower-case letters, for example {@code lstm}
   */
  String id();

  /**
   * g, the number of blocks of H rows in the cell's weights, which are blocks of columns in the
   * code.
   *
   * @return at least 1
   */
  int gates();

  /**
   * Whether the recurrent bias b_hh cannot be merged into b_ih, because W_hh h⟨t−1⟩ + b_hh enters
   * in another way than W_ih x⟨t⟩ + b_ih.
   *
   * @return false unless the cell says otherwise
   */
  default boolean twoBiases() {
    return false;
  }

  /**
   * The number of parts of a layer's state.
   *
   * @return 1: h, unless the cell says otherwise; 2: h and c
   */
  default int stateParts() {
    return 1;
  }

  /**
   * Whether h⟨t⟩ takes the storage of z⟨t⟩. That saves memory where the step back does not read
   * what the step forward leaves in z; it needs g = 1, and one bias.
   *
   * @return false unless the cell says otherwise
   */
  default boolean inPlace() {
    return false;
  }

  /**
   * The matrices of m×H that a step forward leaves for the step back, beside those of the state and
   * of the gates.
   *
   * @return 0 unless the cell says otherwise
   */
  default int savedParts() {
    return 0;
  }

  /**
   * The rows of H columns that a step needs meanwhile, for each stream.
   *
   * @return 0 unless the cell says otherwise
   */
  default int scratchRows() {
    return 0;
  }

  /**
   * The groups of gates of which each is normalized by itself, in a network with layer
   * normalization.
   *
   * @return 1, all gates together, unless the cell says otherwise; a divisor of the number of gates
   */
  default int normGroups() {
    return 1;
  }

  /**
   * Whether c⟨t⟩ is normalized on its way to h⟨t⟩, in a network with layer normalization: the steps
   * then have a {@link CellStep#stateNorm()}, which the cell uses.
   *
   * @return false unless the cell says otherwise
   */
  default boolean normalizesState() {
    return false;
  }

  /**
   * What a step forward leaves in z, or in x of a cell with two biases: for those who look into a
   * network. The step back may overwrite it.
   *
   * @return a signal for each gate, in the order of the blocks of columns; empty, as it is unless
   *     the cell says otherwise, if what is left there has no name
   */
  default List<Signal> gateSignals() {
    return List.of();
  }

  /**
   * One step forward.
   *
   * @param la what computes
   * @param step where the step finds its operands and puts its results
   */
  void forward(LinearAlgebra la, CellStep step);

  /**
   * The same step back: from the gradients with respect to what came out of it to those with
   * respect to what went in.
   *
   * @param la what computes
   * @param step where the step finds its operands and puts its results
   */
  void backward(LinearAlgebra la, CellStep step);
}
