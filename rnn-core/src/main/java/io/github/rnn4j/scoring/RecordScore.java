// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

/**
 * What a record cost: each of its tokens, and then each of its border's. {@code nanonats} has n + k
 * numbers for a record of n tokens and a border of k: the i-th is the cost of token i given those
 * before it, in nano-nats. An unseen token costs what is unseen costs.
 */
public final class RecordScore {
  private final int length;
  private final long[] nanonats;
  private final Score total;

  /**
   * Takes over the numbers.
   *
   * @param length n, the tokens of the record without its border
   * @param nanonats n + k costs; kept, not copied
   */
  RecordScore(int length, long[] nanonats) {
    this.length = length;
    this.nanonats = nanonats;
    long sum = 0;
    for (long one : nanonats) {
      sum = Math.addExact(sum, one);
    }
    this.total = new Score(nanonats.length, sum);
  }

  /**
   * n, the tokens of the record without its border.
   *
   * @return from 0
   */
  public int length() {
    return length;
  }

  /**
   * The cost of the record with its border.
   *
   * @return n + k predictions
   */
  public Score total() {
    return total;
  }

  /**
   * The cost of one token.
   *
   * @param at 0 to n − 1 for a token of the record, from n on for one of the border
   * @return −log p of it given those before it
   * @throws IndexOutOfBoundsException if there is none
   */
  public Score token(int at) {
    return new Score(1, nanonats[at]);
  }

  /**
   * Where the record surprised most.
   *
   * @return the place of the costliest token, the first of equals; n or more if that is the border:
   *     the record ended where another would go on
   */
  public int mostSurprising() {
    int most = 0;
    for (int i = 1; i < nanonats.length; i++) {
      if (nanonats[i] > nanonats[most]) {
        most = i;
      }
    }
    return most;
  }
}
