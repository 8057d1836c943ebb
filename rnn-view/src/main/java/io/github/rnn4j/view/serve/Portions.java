// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import java.util.ArrayList;
import java.util.List;

/** Works on records a portion at a time, so that a request can be ended between two. */
final class Portions {
  /** So many tokens take a moment. */
  private static final long TOKENS = 1 << 14;

  /** Works on some records. */
  interface Work<R> {
    List<R> on(List<int[]> records);
  }

  private Portions() {}

  /**
   * Works on records.
   *
   * @param records their tokens
   * @param times how often each is read
   * @param deadline is checked before each portion
   * @param work gives a result for each record
   * @return the results, in the order of the records
   */
  static <R> List<R> of(List<int[]> records, int times, Deadline deadline, Work<R> work) {
    List<R> all = new ArrayList<>();
    int from = 0;
    while (from < records.size()) {
      int to = from;
      for (long tokens = 0; to < records.size() && tokens < TOKENS; to++) {
        tokens += (records.get(to).length + 1L) * times;
      }
      deadline.check();
      all.addAll(work.on(records.subList(from, to)));
      from = to;
    }
    return all;
  }
}
