// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.stream.IntStream;

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
   * @param lacking a token that the vocabulary may lack
   * @return a view, the tokens themselves if the vocabulary is the same
   * @throws IllegalArgumentException if the vocabulary lacks another one
   */
  static Tokens of(Corpus corpus, Vocabulary vocabulary, int lacking) {
    Vocabulary own = corpus.vocabulary();
    if (own.equals(vocabulary)) {
      return corpus.tokens();
    }
    int[] ids = own.unit() == vocabulary.unit() ? vocabulary.idsOf(own) : new int[0];
    if (own.unit() != vocabulary.unit()
        || IntStream.range(0, ids.length)
            .anyMatch(id -> ids[id] == Vocabulary.NONE && id != lacking)) {
      throw new IllegalArgumentException("the text has tokens that the vocabulary lacks");
    }
    return new AlignedTokens(corpus.tokens(), ids);
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
