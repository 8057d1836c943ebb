// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Arrays;

/** A text's tokens under the ids of another vocabulary. */
final class AlignedTokens implements Tokens {
  private final Tokens tokens;
  private final int[] ids;

  private AlignedTokens(Tokens tokens, int[] ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  /**
   * A text's tokens in another vocabulary.
   *
   * @return a view, the tokens themselves if the vocabulary is the same
   * @throws IllegalArgumentException if the vocabulary lacks one
   */
  static Tokens of(Corpus corpus, Vocabulary vocabulary) {
    Vocabulary own = corpus.vocabulary();
    if (own.equals(vocabulary)) {
      return corpus.tokens();
    }
    if (own.unit() != vocabulary.unit()
        || Arrays.stream(vocabulary.idsOf(own)).anyMatch(id -> id == Vocabulary.NONE)) {
      throw new IllegalArgumentException("the text has tokens that the vocabulary lacks");
    }
    return new AlignedTokens(corpus.tokens(), vocabulary.idsOf(own));
  }

  @Override
  public long length() {
    return tokens.length();
  }

  @Override
  public int get(long index) {
    return ids[tokens.get(index)];
  }

  @Override
  public void requireIntact() {
    tokens.requireIntact();
  }
}
