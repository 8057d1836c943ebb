// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.util.List;

/**
 * What ends a record: a text of at least one token that occurs in no record.
 *
 * @param text the border, such as a line feed
 */
public record RecordBorder(String text) {
  /** A line is a record. */
  public static final RecordBorder LINE = new RecordBorder("\n");

  /**
   * A border.
   *
   * @param text at least one character
   * @throws IllegalArgumentException if it is empty
   */
  public RecordBorder {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the border of records must have at least one character");
    }
  }

  /**
   * The border in the tokens of a model.
   *
   * @param vocabulary the model's vocabulary
   * @return its ids, at least one
   * @throws io.github.rnn4j.text.UnknownTokensException if the vocabulary lacks a token of it
   */
  public int[] tokens(Vocabulary vocabulary) {
    return vocabulary.encode(text);
  }

  /**
   * A vocabulary that has the border, too: of a text whose only record has none at its end, for
   * example.
   *
   * @param vocabulary a vocabulary
   * @return the same one if it has all tokens of the border, else one with those added
   */
  public Vocabulary addTo(Vocabulary vocabulary) {
    List<String> missing = vocabulary.unknown(text).stream().distinct().toList();
    if (missing.isEmpty()) {
      return vocabulary;
    }
    return vocabulary.union(
        vocabulary.unit() == Unit.WORD
            ? Vocabulary.ofWords(missing)
            : Vocabulary.of(String.join("", missing)));
  }

  /**
   * Whether records are lines.
   *
   * @return true if the border is a line feed
   */
  public boolean isLine() {
    return equals(LINE);
  }
}
