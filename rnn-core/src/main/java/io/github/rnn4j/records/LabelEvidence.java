// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

/**
 * What tells labels apart beside the network: counts of what the records are made of, and what
 * either says counts for.
 *
 * @param ngrams the counts
 * @param networkWeight the factor on log P(record | label) of the network
 * @param ngramWeight the factor on that of the counts
 */
public record LabelEvidence(RecordNgrams ngrams, double networkWeight, double ngramWeight) {
  /** The factors as long as nothing has measured them: the geometric mean of both. */
  public static final double USUAL_WEIGHT = 0.5;

  /**
   * Checks the factors.
   *
   * @param ngrams the counts
   * @param networkWeight at least 0, finite
   * @param ngramWeight at least 0, finite
   * @throws IllegalArgumentException if a factor is not so
   */
  public LabelEvidence {
    if (!(networkWeight >= 0
        && ngramWeight >= 0
        && networkWeight + ngramWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weights of evidence are at least 0: " + networkWeight + " and " + ngramWeight);
    }
  }
}
