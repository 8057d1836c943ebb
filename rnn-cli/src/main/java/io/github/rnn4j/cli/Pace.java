package io.github.rnn4j.cli;

import java.time.Duration;

/**
 * How fast a training run is.
 *
 * @param charactersPerSecond the characters trained on a second, since the last report
 * @param elapsed the time since the run began
 */
record Pace(double charactersPerSecond, Duration elapsed) {

  /** The time that the rest takes at the pace so far. */
  Duration left(long done, long total) {
    return Duration.ofMillis(Math.round(elapsed.toMillis() * ((double) (total - done) / done)));
  }
}
