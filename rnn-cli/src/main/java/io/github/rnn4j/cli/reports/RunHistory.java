// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.reports.MetricsPoint.HeldOut;
import io.github.rnn4j.cli.reports.MetricsPoint.Reported;
import io.github.rnn4j.cli.reports.MetricsPoint.Sampled;
import io.github.rnn4j.training.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run has told so far, in order of its steps.
 *
 * <p>However long the run, there are at most {@value #MOST_POINTS} points of a kind, and {@value
 * #MOST_SAMPLES} samples: where there would be more, two neighbors become one, as if the run had
 * told half as often.
 */
final class RunHistory implements Progress {
  static final int MOST_POINTS = 4096;
  static final int MOST_SAMPLES = 64;

  private List<Reported> reports = new ArrayList<>();
  private List<HeldOut> heldOut = new ArrayList<>();
  private List<Sampled> samples = new ArrayList<>();
  private Duration before = Duration.ZERO;

  /** Takes up what a run told before it was resumed. */
  void takeUp(List<MetricsLine> lines) {
    lines.forEach(line -> MetricsPoint.of(line).ifPresent(this::add));
    before =
        Duration.ofMillis(
            Math.round(1000 * reports.stream().mapToDouble(Reported::seconds).max().orElse(0)));
  }

  List<Reported> reports() {
    return reports;
  }

  List<HeldOut> heldOut() {
    return heldOut;
  }

  List<Sampled> samples() {
    return samples;
  }

  /** The speed of the whole run, as steps are of one length: the harmonic mean over them. */
  double charactersPerSecond() {
    double time = 0;
    long before = 0;
    for (Reported report : reports) {
      time += (report.step() - before) / report.charactersPerSecond();
      before = report.step();
    }
    return before / time;
  }

  /** All of it, in order of the steps. */
  List<MetricsPoint> points() {
    return Stream.of(reports, heldOut, samples)
        .<MetricsPoint>flatMap(List::stream)
        .sorted(Comparator.comparingLong(MetricsPoint::step))
        .toList();
  }

  @Override
  public void report(Report report, Pace pace) {
    add(Reported.of(report, pace, before));
  }

  @Override
  public void validated(long step, double epoch, double loss, boolean best) {
    add(new HeldOut(step, epoch, loss, best));
  }

  @Override
  public void sampled(long step, double epoch, String text) {
    add(new Sampled(step, epoch, text));
  }

  @Override
  public void wentBack(long step) {
    reports.removeIf(point -> point.step() > step);
    heldOut.removeIf(point -> point.step() > step);
    samples.removeIf(point -> point.step() > step);
  }

  private void add(MetricsPoint point) {
    if (point instanceof Reported report) {
      reports = with(reports, report, MOST_POINTS, RunHistory::joined);
    } else if (point instanceof HeldOut reading) {
      heldOut = with(heldOut, reading, MOST_POINTS, (before, a, b) -> b.loss() <= a.loss() ? b : a);
    } else if (point instanceof Sampled sample) {
      samples = with(samples, sample, MOST_SAMPLES, (before, a, b) -> b);
    }
  }

  /** What stands for two points. */
  @FunctionalInterface
  private interface Join<T> {
    T of(long stepBefore, T first, T second);
  }

  /** What a run that reports half as often tells instead of two reports. */
  private static Reported joined(long stepBefore, Reported a, Reported b) {
    double steps = b.step() - stepBefore;
    double part = (a.step() - stepBefore) / steps;
    return new Reported(
        b.step(),
        b.epoch(),
        part * a.loss() + (1 - part) * b.loss(),
        b.gradientNorm(),
        b.learningRate(),
        1 / (part / a.charactersPerSecond() + (1 - part) / b.charactersPerSecond()),
        b.seconds(),
        b.secondsLeft());
  }

  private static <T extends MetricsPoint> List<T> with(
      List<T> points, T point, int most, Join<T> join) {
    points.add(point);
    if (points.size() <= most) {
      return points;
    }
    List<T> half = new ArrayList<>();
    long before = 0;
    int pairs = (points.size() - 1) / 2;
    for (int i = 0; i < pairs; i++) {
      half.add(join.of(before, points.get(2 * i), points.get(2 * i + 1)));
      before = points.get(2 * i + 1).step();
    }
    half.addAll(points.subList(2 * pairs, points.size()));
    return half;
  }
}
