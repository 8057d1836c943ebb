// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.activations;

import java.util.List;
import java.util.Objects;

/**
 * What a network did at some tokens of a text, one after the other: the value of each signal of
 * each unit of each layer after it read a token, what the token had cost, and what was expected
 * next. Values are rounded to float32. Immutable.
 */
public final class Activations {
  private final int from;
  private final int units;
  private final boolean exact;

  /** By layer and signal: a row of H for each token. */
  private final float[][][] values;

  private final double[] costs;
  private final List<List<Successor>> successors;

  /**
   * A token that may come next.
   *
   * @param token its id
   * @param probability the model's, what it keeps for the unseen taken off
   */
  public record Successor(int token, double probability) {}

  Activations(
      int from,
      int units,
      boolean exact,
      float[][][] values,
      double[] costs,
      List<List<Successor>> successors) {
    this.from = from;
    this.units = units;
    this.exact = exact;
    this.values = values;
    this.costs = costs;
    this.successors = List.copyOf(successors);
  }

  /**
   * The first place.
   *
   * @return from 0
   */
  public int from() {
    return from;
  }

  /**
   * The place after the last one.
   *
   * @return above {@link #from}
   */
  public int to() {
    return from + costs.length;
  }

  /**
   * Whether the values are those of a pass from the text's beginning.
   *
   * @return false if they are those of one from a state of zero not far before, which differ little
   */
  public boolean exact() {
    return exact;
  }

  /**
   * A value.
   *
   * @param at the place
   * @param layer from 0
   * @param signal which of {@link io.github.rnn4j.network.NetworkConfig#signals}, from 0
   * @param unit from 0
   * @return the value after the token was read; NaN if the model has never seen it, and so does not
   *     read it
   * @throws IndexOutOfBoundsException if there is no such value here
   */
  public float value(int at, int layer, int signal, int unit) {
    Objects.checkIndex(unit, units);
    return values[layer][signal][row(at) * units + unit];
  }

  /**
   * The values of all units.
   *
   * @param at the place
   * @param layer from 0
   * @param signal which of {@link io.github.rnn4j.network.NetworkConfig#signals}, from 0
   * @return a fresh array of H; NaN if the model does not read the token
   * @throws IndexOutOfBoundsException if there is no such place here
   */
  public float[] units(int at, int layer, int signal) {
    float[] row = new float[units];
    System.arraycopy(values[layer][signal], row(at) * units, row, 0, units);
    return row;
  }

  /**
   * What a token cost before it was read.
   *
   * @param at the place
   * @return −log p in nats, as {@link io.github.rnn4j.scoring.Score} has it; NaN if nothing stands
   *     before it, or the model has never seen it and keeps no probability for such
   * @throws IndexOutOfBoundsException if there is no such place here
   */
  public double cost(int at) {
    return costs[row(at)];
  }

  /**
   * What was expected after a token.
   *
   * @param at the place
   * @return the most probable tokens, the most probable first, the smaller id first of equals; none
   *     if nothing was read so far
   * @throws IndexOutOfBoundsException if there is no such place here
   */
  public List<Successor> successors(int at) {
    return successors.get(row(at));
  }

  /** How many bytes the values take. */
  long bytes() {
    return (long) values.length * values[0].length * values[0][0].length * Float.BYTES;
  }

  private int row(int at) {
    return Objects.checkIndex(at - from, costs.length);
  }
}
