// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** One of a few names, in small letters or large, perhaps with settings. */
public final class Choice {
  private Choice() {}

  /**
   * Reads it.
   *
   * @param <T> what is chosen
   * @param text what stands on the command line
   * @param parser reads names in small letters; an IllegalArgumentException tells which there are
   * @return what the name stands for
   */
  public static <T> T of(String text, Function<String, T> parser) {
    try {
      return parser.apply(text.strip().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
