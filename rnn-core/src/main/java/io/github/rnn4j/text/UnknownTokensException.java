// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.List;

/** A text has tokens that the vocabulary lacks. */
public class UnknownTokensException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Each once, in the order of first appearance. */
  private final String[] tokens;

  UnknownTokensException(String source, Vocabulary vocabulary, List<String> tokens) {
    super(
        source
            + " has "
            + (tokens.size() == 1
                ? "a " + noun(vocabulary)
                : tokens.size() + " " + noun(vocabulary) + "s")
            + " that the vocabulary of "
            + vocabulary.size()
            + " lacks: "
            + (vocabulary.unit() == Unit.WORD ? Unit.WORD : Unit.CHAR).describe(tokens));
    this.tokens = tokens.toArray(String[]::new);
  }

  /** What bytes lack are halves of surrogate pairs, as which no byte is unknown. */
  private static String noun(Vocabulary vocabulary) {
    return (vocabulary.unit() == Unit.WORD ? Unit.WORD : Unit.CHAR).noun();
  }

  /**
   * The tokens that the vocabulary lacks: characters or words.
   *
   * @return each once, in the order of first appearance
   */
  public List<String> tokens() {
    return List.of(tokens);
  }
}
