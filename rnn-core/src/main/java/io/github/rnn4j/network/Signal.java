// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

/**
 * A quantity that a unit of a layer has at each step, to be looked at.
 *
 * @param name what formulas call it, such as {@code h} or {@code f}
 * @param least the least value it takes
 * @param most the largest value it takes
 */
public record Signal(String name, double least, double most) {
  /** The hidden state, which the next layer or the decoder reads. */
  public static final Signal H = new Signal("h", -1, 1);

  /** The cell state of an LSTM, which has no bounds. */
  public static final Signal C =
      new Signal("c", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * A quantity.
   *
   * @param name not empty
   * @param least below {@code most}
   * @param most above {@code least}
   * @throws IllegalArgumentException if the name is empty, or the least value is not below the
   *     largest
   */
  public Signal {
    if (name.isEmpty() || !(least < most)) {
      throw new IllegalArgumentException(
          "a signal has a name and a range: '" + name + "' from " + least + " to " + most);
    }
  }

  /**
   * What a gate lets through.
   *
   * @param name its letter
   * @return a signal from 0 to 1
   */
  public static Signal gate(String name) {
    return new Signal(name, 0, 1);
  }

  /**
   * What a step would have the state become.
   *
   * @param name its letter
   * @return a signal from −1 to 1
   */
  public static Signal candidate(String name) {
    return new Signal(name, -1, 1);
  }
}
