// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that was dealt with, for a log or for counting. The query is left out, since it may
 * hold what is nobody's business.
 *
 * @param remote the address of the other side
 * @param method its method
 * @param path its path, as it was sent
 * @param route the path of the route, with names in braces; empty if there was none
 * @param status the status of the answer; 0 if the other side went away, or was too slow, before
 *     there was one
 * @param bytes the bytes of the body that were sent
 * @param time from the end of the head to the end of the answer
 * @param whole whether all of the answer was sent
 * @param fault what went wrong in the program, if something did
 */
public record Served(
    String remote,
    String method,
    String path,
    String route,
    int status,
    long bytes,
    Duration time,
    boolean whole,
    Optional<Throwable> fault) {

  /** Is told of each request, after it. Many threads call it at the same time. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A request was dealt with.
     *
     * @param request which, and how
     */
    void served(Served request);
  }
}
