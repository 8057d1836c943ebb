// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run came to.
 *
 * @param steps how many steps there were
 * @param loss the training loss that was told last, in nats a token
 * @param heldOut the lowest loss on the held-out text, in nats a token; NaN if nothing was held out
 * @param heldOutStep after how many steps that was; 0 if nothing was held out
 * @param seconds the time that it took
 */
public record RunOutcome(
    long steps, double loss, double heldOut, long heldOutStep, double seconds) {
  /** Of a run that has told nothing. */
  public static final RunOutcome NONE = new RunOutcome(0, Double.NaN, Double.NaN, 0, 0);

  /**
   * Reads it from the metrics of the run.
   *
   * @param metrics their file, which need not exist
   * @throws IOException if it cannot be read
   */
  public static RunOutcome of(Path metrics) throws IOException {
    RunOutcome outcome = NONE;
    if (Files.isRegularFile(metrics)) {
      for (MetricsLine line : MetricsLine.upTo(metrics, Long.MAX_VALUE)) {
        outcome = MetricsPoint.of(line).map(outcome::after).orElse(outcome);
      }
    }
    return outcome;
  }

  private RunOutcome after(MetricsPoint point) {
    if (point instanceof MetricsPoint.Reported report) {
      return new RunOutcome(report.step(), report.loss(), heldOut, heldOutStep, report.seconds());
    }
    if (point instanceof MetricsPoint.HeldOut reading && !(reading.loss() >= heldOut)) {
      return new RunOutcome(steps, loss, reading.loss(), reading.step(), seconds);
    }
    return this;
  }
}
