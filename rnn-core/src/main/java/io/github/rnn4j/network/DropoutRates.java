// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.Locale;

/**
 * What {@link Dropout} drops, each with a probability of its own, at least 0 and below 1.
 *
 * @param output that of an output of a recurrent layer, on its way up
 * @param kind how long a mask of outputs holds
 * @param input that of a token on its way into the first layer: all of its occurrences in a stream
 *     of a window bring in nothing but the bias
 * @param recurrent that of a unit of h⟨t−1⟩ on its way into W_hh h⟨t−1⟩
 * @param weights that of an element of W_hh
 */
public record DropoutRates(
    double output, Kind kind, double input, double recurrent, double weights) {

  /** How long a mask of outputs holds. All other masks hold for a window. */
  public enum Kind {
    /** Each step of the window has its own: Zaremba, Sutskever and Vinyals. */
    STANDARD,
    /** One for all steps of a window: Gal and Ghahramani. */
    VARIATIONAL;

    /**
     * The name on the command line and in files.
     *
     * @return {@code standard} or {@code variational}
     */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of the given name.
     *
     * @param id a name as {@link #id()} gives it
     * @return the kind
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Kind of(String id) {
      for (Kind kind : values()) {
        if (kind.id().equals(id)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "there is no kind of dropout '" + id + "': there are standard, variational");
    }
  }

  /** Nothing is dropped. */
  public static final DropoutRates NONE = new DropoutRates(0, Kind.STANDARD, 0, 0, 0);

  /**
   * Checks the probabilities.
   *
   * @param output of outputs
   * @param kind how long a mask of outputs holds
   * @param input of tokens
   * @param recurrent of h⟨t−1⟩
   * @param weights of W_hh
   * @throws IllegalArgumentException if one is out of range; the message names it
   */
  public DropoutRates {
    require("dropout", output);
    require("input dropout", input);
    require("recurrent dropout", recurrent);
    require("weight drop", weights);
  }

  private static void require(String what, double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "the " + what + " must be a probability, at least 0 and below 1: " + probability);
    }
  }

  /**
   * Of outputs alone, with another mask at each step.
   *
   * @param output the probability
   * @return the rates
   */
  public static DropoutRates ofOutput(double output) {
    return new DropoutRates(output, Kind.STANDARD, 0, 0, 0);
  }
}
