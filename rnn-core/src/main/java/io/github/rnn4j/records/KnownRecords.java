// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import java.util.Arrays;

/**
 * The records of a model's training, as hashes: those it was trained on and those that were held
 * out. They tell whether a record is new. Immutable.
 *
 * <p>A hash has 64 bits, so that a new record is taken for a known one with a probability of n/2⁶⁴:
 * for a million records 5·10⁻¹⁴. A known one is never taken for new. Takes 8 bytes a record.
 */
public final class KnownRecords {
  /** So many records are remembered unless more is asked for: 1.6 MB. */
  public static final int USUAL_MOST = 200_000;

  private final long[] hashes;

  /**
   * Takes up hashes.
   *
   * @param hashes {@link RecordTokens#hash} of each, ascending, each once; copied
   * @throws IllegalArgumentException if they are not ascending
   */
  public KnownRecords(long[] hashes) {
    for (int i = 1; i < hashes.length; i++) {
      if (hashes[i - 1] >= hashes[i]) {
        throw new IllegalArgumentException(
            "the hashes of known records must ascend: number "
                + i
                + " is not above the one before");
      }
    }
    this.hashes = hashes.clone();
  }

  /**
   * The records of texts.
   *
   * @param texts the records of each
   * @return their hashes
   */
  public static KnownRecords of(RecordTokens... texts) {
    return new KnownRecords(
        Arrays.stream(texts)
            .flatMapToLong(records -> Arrays.stream(records.distinctHashes()))
            .sorted()
            .distinct()
            .toArray());
  }

  /**
   * How many different records there are.
   *
   * @return from 0
   */
  public int size() {
    return hashes.length;
  }

  /**
   * Whether a record is one of them.
   *
   * @param record its tokens, without the border
   * @return true if it is, or, with a probability of {@link #errorRate}, if it is not
   */
  public boolean contains(int[] record) {
    return Arrays.binarySearch(hashes, RecordTokens.hash(record)) >= 0;
  }

  /**
   * The probability that a new record is taken for a known one.
   *
   * @return n/2⁶⁴
   */
  public double errorRate() {
    return hashes.length * 0x1p-64;
  }

  /**
   * The hashes.
   *
   * @return a fresh array, ascending
   */
  public long[] hashes() {
    return hashes.clone();
  }
}
