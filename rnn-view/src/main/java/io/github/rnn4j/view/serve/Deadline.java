// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.view.http.HttpProblem;
import java.time.Duration;

/** Until when a request must be worked out. */
final class Deadline {
  private final Duration time;
  private final long end;

  Deadline(Duration time) {
    this.time = time;
    this.end = System.nanoTime() + time.toNanos();
  }

  /**
   * Goes on only before it.
   *
   * @throws HttpProblem of status 503 after it
   */
  void check() {
    if (System.nanoTime() - end >= 0) {
      throw new HttpProblem(
              503,
              "too-slow",
              "the request took over "
                  + time.toMillis() / 1000.0
                  + " seconds: ask for less at a time, or when fewer others ask")
          .header("Retry-After", "5");
    }
  }
}
