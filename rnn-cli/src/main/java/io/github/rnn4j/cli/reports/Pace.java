// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import java.time.Duration;

/**
 * How fast a training run is.
 *
 * @param charactersPerSecond the characters trained on a second, since the last report
 * @param elapsed the time since the run began or was resumed
 * @param left the time that the rest takes at the pace so far
 */
public record Pace(double charactersPerSecond, Duration elapsed, Duration left) {}
