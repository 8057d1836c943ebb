// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Objects;

/**
 * How a text becomes tokens.
 *
 * @param unit what the tokens are
 * @param minCount tokens that occur fewer times in all become the unknown symbol; 1 for none. The
 *     vocabulary has that symbol only if a token became it
 * @param encoding how files and streams are read as characters; of no matter for bytes
 */
public record CorpusConfig(Unit unit, long minCount, TextEncoding encoding) {
  /** Characters, all of them, from UTF-8 or as a byte order mark says. */
  public static final CorpusConfig DEFAULT = new CorpusConfig(Unit.CHAR, 1, TextEncoding.AUTO);

  /**
   * Checks that they go together.
   *
   * @param unit what the tokens are
   * @param minCount how often a token must occur to be in the vocabulary, at least 1
   * @param encoding how files and streams are read as characters
   * @throws IllegalArgumentException if {@code minCount} is not positive, or is over 1 for bytes,
   *     all of which are always in the vocabulary
   */
  public CorpusConfig {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(encoding, "encoding");
    if (minCount < 1) {
      throw new IllegalArgumentException(
          "a token must occur at least once to be in a vocabulary, not " + minCount + " times");
    }
    if (minCount > 1 && unit == Unit.BYTE) {
      throw new IllegalArgumentException(
          "a least count of "
              + minCount
              + " does not go with bytes: all 256 are always in the vocabulary");
    }
  }

  /**
   * The same with another unit.
   *
   * @param other what the tokens are
   * @return the configuration
   * @throws IllegalArgumentException if it does not go with the least count
   */
  public CorpusConfig withUnit(Unit other) {
    return new CorpusConfig(other, minCount, encoding);
  }

  /**
   * The same with another least count.
   *
   * @param other how often a token must occur to be in the vocabulary, at least 1
   * @return the configuration
   * @throws IllegalArgumentException if it does not go with the unit
   */
  public CorpusConfig withMinCount(long other) {
    return new CorpusConfig(unit, other, encoding);
  }

  /**
   * The same with another encoding.
   *
   * @param other how files and streams are read as characters
   * @return the configuration
   */
  public CorpusConfig withEncoding(TextEncoding other) {
    return new CorpusConfig(unit, minCount, other);
  }
}
