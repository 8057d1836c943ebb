// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import java.util.List;
import java.util.Locale;

/**
 * Where the time of the steps went, and how many bytes each sent.
 *
 * <p>The first window is not counted: executors come, and JVMs get ready. Compute is that of the
 * slowest part of each step; sending is the broadcast and the job without it: tasks and results on
 * their way, packed and unpacked by Spark, and its scheduling; here is what the driver does from
 * one job to the next: the sum, the update, and whatever the run does around its steps.
 */
public final class StepTimes {
  private long steps;
  private long computeNanos;
  private long broadcastNanos;
  private long jobNanos;
  private long hereNanos;
  private long parameterBytes;
  private long partBytes;
  private long resultBytes;
  private long parts;
  private long ended;

  StepTimes() {}

  /** A job is done, and this was sent for it. The first one is not counted. */
  void add(
      long begin, long broadcast, long end, List<Reply> replies, long ofParameters, long ofParts) {
    long before = ended;
    ended = end;
    if (before == 0) {
      return;
    }
    hereNanos += begin - before;
    parameterBytes += ofParameters;
    partBytes += ofParts;
    steps++;
    broadcastNanos += broadcast - begin;
    jobNanos += end - broadcast;
    computeNanos += replies.stream().mapToLong(Reply::nanos).max().orElse(0);
    parts += replies.size();
    for (Reply reply : replies) {
      resultBytes += reply.result().gradient().length + reply.result().states().length;
    }
  }

  /** Begins anew, for example when the JVMs are warm. */
  public void clear() {
    steps = 0;
    computeNanos = 0;
    broadcastNanos = 0;
    jobNanos = 0;
    hereNanos = 0;
    parameterBytes = 0;
    partBytes = 0;
    resultBytes = 0;
    parts = 0;
  }

  /**
   * The windows computed.
   *
   * @return from 0
   */
  public long steps() {
    return steps;
  }

  /**
   * The whole time of all steps.
   *
   * @return seconds, from the end of the first window on
   */
  public double seconds() {
    return (broadcastNanos + jobNanos + hereNanos) * 1e-9;
  }

  /**
   * The time of the steps in its parts.
   *
   * @return seconds: computing, broadcasting, tasks and results on their way, here
   */
  public double[] parts() {
    return new double[] {
      computeNanos * 1e-9, broadcastNanos * 1e-9, (jobNanos - computeNanos) * 1e-9, hereNanos * 1e-9
    };
  }

  /**
   * One line for people.
   *
   * @return the mean time of a step in its parts, and its bytes
   */
  public String describe() {
    double whole = Math.max(1, broadcastNanos + jobNanos + hereNanos);
    return String.format(
        Locale.ROOT,
        "%d steps of %.1f ms in %.1f parts: %.0f %% computing, %.0f %% broadcasting, %.0f %% tasks"
            + " and results on their way, %.0f %% here; a step sends %.2f MB of parameters to each"
            + " executor, %.2f MB of parts, and brings %.2f MB back",
        steps,
        whole * 1e-6 / Math.max(1, steps),
        (double) parts / Math.max(1, steps),
        100 * computeNanos / whole,
        100 * broadcastNanos / whole,
        100 * (jobNanos - computeNanos) / whole,
        100 * hereNanos / whole,
        perStep(parameterBytes),
        perStep(partBytes),
        perStep(resultBytes));
  }

  private double perStep(long bytes) {
    return bytes * 1e-6 / Math.max(1, steps);
  }
}
