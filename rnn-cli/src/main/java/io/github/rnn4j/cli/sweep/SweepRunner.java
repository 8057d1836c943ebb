// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.sweep;

import java.io.IOException;
import java.util.List;

/** Does the runs of a sweep, one after the other or several at a time. */
@FunctionalInterface
public interface SweepRunner {
  /**
   * Does them.
   *
   * @param tasks the runs, in the order in which they are to begin
   * @param listener is told of each; by one thread at a time
   * @return false if Ctrl-C ended the runs before they were done
   * @throws IOException if something else than a run fails
   */
  boolean run(List<SweepTask> tasks, Listener listener) throws IOException;

  /** Hears how runs go. */
  interface Listener {
    /**
     * A run is about to begin.
     *
     * @throws IOException if that cannot be noted; the run must not begin then
     */
    void begins(SweepTask task) throws IOException;

    /**
     * A run has ended, and its files are in their places.
     *
     * @param error what went wrong; empty if the model is there
     * @throws IOException if that cannot be noted
     */
    void ended(SweepTask task, String error) throws IOException;
  }
}
