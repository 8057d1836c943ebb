// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.copies;

import java.util.List;

/**
 * What of a sample is copied from a text.
 *
 * @param tokens the tokens of the sample
 * @param records the records of the sample; 0 if it is one text
 * @param copiedRecords how many of these are, as a whole, records of the text: those that {@code
 *     rnn sample --novel} passes over
 * @param runs the longest runs that are copied, the longest first, each once
 * @param ngrams of n = 1, 2, … how many n-grams are new
 */
public record Copies(
    long tokens, long records, long copiedRecords, List<Run> runs, List<Ngrams> ngrams) {
  /**
   * A run of the sample that stands in the text, and would not if it had a token more on either
   * side.
   *
   * @param start the index of its first token in the sample, from 0; separate records follow each
   *     other
   * @param tokens its tokens
   * @param origin the index of its first token in the text
   */
  public record Run(long start, int[] tokens, long origin) {}

  /**
   * The n-grams of a sample.
   *
   * @param n how many tokens each has
   * @param occurrences how many there are, each time they occur
   * @param newOccurrences how many of these do not stand in the text
   * @param distinct how many different ones there are
   * @param newDistinct how many of these do not stand in the text
   */
  public record Ngrams(
      int n, long occurrences, long newOccurrences, long distinct, long newDistinct) {
    /**
     * The share of the new among all.
     *
     * @return 0 to 1; NaN if there are none
     */
    public double newShare() {
      return occurrences == 0 ? Double.NaN : (double) newOccurrences / occurrences;
    }
  }

  /**
   * Copies the lists.
   *
   * @param tokens the tokens of the sample
   * @param records the records of the sample
   * @param copiedRecords how many of these are records of the text
   * @param runs the longest runs; copied
   * @param ngrams how many n-grams are new; copied
   */
  public Copies {
    runs = List.copyOf(runs);
    ngrams = List.copyOf(ngrams);
  }
}
