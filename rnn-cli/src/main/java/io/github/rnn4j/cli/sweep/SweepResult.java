// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.sweep;

import io.github.rnn4j.cli.reports.RunOutcome;
import io.github.rnn4j.training.Report;
import java.util.List;
import java.util.Map;

/**
 * What came of a run of a sweep.
 *
 * @param name what its files are called
 * @param status how far it came
 * @param options what it has that others have not
 * @param arguments all that the model depends on, as it stands after {@code rnn train}
 * @param text tells whether the files that it reads are still the same
 * @param outcome its numbers
 * @param digest the SHA-256 of the model's file, of a run that is done; else empty
 * @param best whether there is a model that did best on a held-out text
 * @param error what went wrong; empty if nothing did
 */
public record SweepResult(
    String name,
    Status status,
    Map<String, String> options,
    List<String> arguments,
    String text,
    RunOutcome outcome,
    String digest,
    boolean best,
    String error) {

  /** How far a run came. */
  public enum Status {
    /** It began, and its end is not known: it goes on from its checkpoint, if there is one. */
    BEGUN,
    /** Its model is there. */
    DONE,
    /** It ended with an error, and begins anew the next time. */
    FAILED
  }

  /** Whether it is of the very run that these make. */
  public boolean isOf(List<String> otherArguments, String otherText) {
    return arguments.equals(otherArguments) && text.equals(otherText);
  }

  /** What runs are ordered by: the held-out loss, in nats, or without one that of the training. */
  double rank() {
    return Double.isNaN(outcome.heldOut()) ? outcome.loss() : outcome.heldOut();
  }

  /** The same in bits. */
  public double bits() {
    return Report.bits(rank());
  }
}
