// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.Arrays;

/**
 * The memory of one stream: what a network keeps of the tokens it has read. An immutable value: it
 * may be shared by threads, kept, and restored into any number of {@link Predictor}s, each of which
 * goes on from there by itself.
 *
 * <p>It belongs to the weights that made it. Other weights of the same sizes take it, but make
 * nothing sensible of it.
 */
public final class State {
  private final Cell cell;
  private final int hiddenSize;
  private final long tokensRead;
  private final double[][][] values;

  /**
   * A state from its numbers.
   *
   * @param cell the kind of recurrent cell
   * @param tokensRead how many tokens were read, at least 0
   * @param values for each layer its parts: h, and for an LSTM c, each of H numbers; copied
   * @throws IllegalArgumentException if there is no layer, a number of parts is not the cell's,
   *     sizes differ, or {@code tokensRead} is negative
   */
  public State(Cell cell, long tokensRead, double[][][] values) {
    if (tokensRead < 0) {
      throw new IllegalArgumentException("a state after " + tokensRead + " tokens");
    }
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException("a state without layers");
    }
    this.cell = cell;
    this.hiddenSize = values[0][0].length;
    this.tokensRead = tokensRead;
    this.values = new double[values.length][][];
    for (int k = 0; k < values.length; k++) {
      if (values[k].length != cell.stateParts()) {
        throw new IllegalArgumentException(
            "layer "
                + k
                + " of a state has "
                + values[k].length
                + " parts, a cell of kind "
                + cell.id()
                + " "
                + cell.stateParts());
      }
      this.values[k] = new double[values[k].length][];
      for (int part = 0; part < values[k].length; part++) {
        if (values[k][part].length != hiddenSize || hiddenSize == 0) {
          throw new IllegalArgumentException(
              "layer "
                  + k
                  + " of a state has "
                  + values[k][part].length
                  + " units, layer 0 "
                  + hiddenSize);
        }
        this.values[k][part] = values[k][part].clone();
      }
    }
  }

  /**
   * The kind of recurrent cell.
   *
   * @return the cell
   */
  public Cell cell() {
    return cell;
  }

  /**
   * H, the units of each layer.
   *
   * @return at least 1
   */
  public int hiddenSize() {
    return hiddenSize;
  }

  /**
   * The number of layers, those of all members counted.
   *
   * @return at least 1
   */
  public int layers() {
    return values.length;
  }

  /**
   * The number of tokens that the stream had when the state was taken.
   *
   * @return at least 0
   */
  public long tokensRead() {
    return tokensRead;
  }

  /**
   * The numbers of one layer.
   *
   * @param layer from 0
   * @param part 0 for h, 1 for c
   * @return a fresh array of H
   */
  public double[] values(int layer, int part) {
    return values[layer][part].clone();
  }

  /**
   * Checks that a network of these sizes can go on from this state.
   *
   * @param config the network's sizes
   * @throws IllegalArgumentException if it cannot; the message names both
   */
  public void requireFits(NetworkConfig config) {
    if (!config.cell().equals(cell)
        || config.allLayers() != layers()
        || config.hiddenSize() != hiddenSize) {
      throw new IllegalArgumentException(
          "a state of "
              + sizes(cell, layers(), hiddenSize)
              + " does not fit a network of "
              + sizes(config.cell(), config.allLayers(), config.hiddenSize())
              + ": restore it with the model that made it");
    }
  }

  private static String sizes(Cell cell, int layers, int hidden) {
    return layers + " " + cell.id() + " layer" + (layers == 1 ? "" : "s") + " of " + hidden;
  }

  /** Two states are equal if they have the same bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof State that
        && cell.equals(that.cell)
        && tokensRead == that.tokensRead
        && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * cell.hashCode() + Long.hashCode(tokensRead)) + Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return "State of " + sizes(cell, layers(), hiddenSize) + " after " + tokensRead + " tokens";
  }
}
