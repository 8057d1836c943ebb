// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/**
 * A number that an optimizer, a schedule or a clipping can be given.
 *
 * @param name lower-case words with hyphens, such as {@code weight-decay}
 * @param standard the value if none is given
 * @param least the smallest value allowed
 * @param most the largest value allowed; if infinite, every finite number from {@code least} on
 * @param whole whether it is a whole number
 * @param meaning what it does, in a few words
 */
public record Setting(
    String name, double standard, double least, double most, boolean whole, String meaning) {

  static Setting real(String name, double standard, double least, double most, String meaning) {
    return new Setting(name, standard, least, most, false, meaning);
  }

  static Setting whole(String name, double standard, double least, String meaning) {
    return new Setting(name, standard, least, Integer.MAX_VALUE, true, meaning);
  }

  /**
   * The value, if it is allowed.
   *
   * @param owner what has the setting, for the message
   * @param value any number
   * @return the same value
   * @throws IllegalArgumentException if it is out of range; the message names the range
   */
  double check(String owner, double value) {
    boolean inRange = value >= least && value <= most && Double.isFinite(value);
    if (!inRange || (whole && value != Math.rint(value))) {
      String range =
          (whole ? "a whole number" : "a number")
              + " from "
              + text(least)
              + (Double.isInfinite(most) ? " on" : " to " + text(most));
      throw new IllegalArgumentException(
          owner + ": " + name + " must be " + range + ": " + text(value));
    }
    return value;
  }

  /** Digits that give back the same bits; whole numbers that are not large without {@code .0}. */
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE) {
      return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
    }
    return Double.toString(value);
  }
}
