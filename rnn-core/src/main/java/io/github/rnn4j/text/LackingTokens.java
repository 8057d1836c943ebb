// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The account of the tokens that a vocabulary lacks of what is read: all are counted, and 65,536
 * different ones are told apart.
 *
 * <p>Not safe for use by several threads.
 */
public final class LackingTokens {
  private static final int MOST_EXAMPLES = 20;
  private static final int MOST_DISTINCT = 1 << 16;

  private final Map<String, Long> counts = new HashMap<>();
  private long occurrences;

  /** Nothing was read yet. */
  public LackingTokens() {}

  /**
   * Counts one.
   *
   * @param token what the vocabulary lacks
   */
  public void add(String token) {
    occurrences++;
    if (counts.size() < MOST_DISTINCT || counts.containsKey(token)) {
      counts.merge(token, 1L, Long::sum);
    }
  }

  /**
   * What was counted.
   *
   * @return how many, how many different ones (65,536 if there are more), and the most frequent of
   *     these
   */
  public Corpus.Replaced toReplaced() {
    List<String> examples =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .limit(MOST_EXAMPLES)
            .map(Map.Entry::getKey)
            .toList();
    return new Corpus.Replaced(occurrences, counts.size(), examples);
  }
}
