// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.io.IOException;

/** Answers the requests of a route. Many threads call it at the same time. */
@FunctionalInterface
public interface Handler {

  /**
   * Answers a request.
   *
   * @param request what is asked
   * @return the answer
   * @throws HttpProblem if it cannot be answered, with the status and the reason
   * @throws IOException if the request cannot be read, because the other side went away or was too
   *     slow
   */
  Reply handle(Request request) throws IOException;
}
