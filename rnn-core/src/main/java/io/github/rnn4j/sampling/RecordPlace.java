// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

/**
 * A place in a record that is being written: what may come next, and whether the record has ended.
 * Immutable, so that several continuations can go on from one place, as in a search.
 *
 * <p>All that says what a record may look like says it here, and whoever writes records, by chance
 * or by a search, asks it before each token:
 *
 * <pre>
 *   place.restrict(logits);           // −∞ for each token that may not come next
 *   place = place.after(token);       // of those that are left
 *   if (place.ended()) …              // the border is complete
 * </pre>
 */
public interface RecordPlace {

  /**
   * Excludes what may not come next. It leaves at least one token, unless the record has ended.
   *
   * @param logits the logits or log-probabilities of the next token, one for each token of the
   *     vocabulary; modified: −∞ for what may not come next
   */
  void restrict(double[] logits);

  /**
   * The place after a token.
   *
   * @param token any token: what was read need not be what might have been drawn
   * @return another place
   */
  RecordPlace after(int token);

  /**
   * Whether the border is complete.
   *
   * @return true if the record has ended, and nothing comes after this place
   */
  boolean ended();
}
