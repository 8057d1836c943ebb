// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.training.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A page on a run, in one file: its curves, its samples, its settings, and what it came to. Written
 * at each checkpoint and at the end. The page holds the metrics of the run, so that a run that is
 * resumed knows its past from it, if it has no metrics file.
 */
public final class RunReport implements Progress {
  private final Path path;
  private final RunFacts facts;
  private final Clock clock;
  private final RunHistory history = new RunHistory();
  private long step;
  private @Nullable IOException failure;

  /**
   * A report of a run that has told nothing yet.
   *
   * @param path the page, which ends in .html
   * @param facts what the run is
   * @param step how many steps the run has done
   * @param clock tells when the page was written
   */
  public RunReport(Path path, RunFacts facts, long step, Clock clock) {
    this.path = path;
    this.facts = facts;
    this.step = step;
    this.clock = clock;
  }

  /** Whether a name is that of a page. */
  public static boolean isPage(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".html") || name.endsWith(".htm");
  }

  /**
   * Takes up what the run told before it was resumed.
   *
   * @param metrics a metrics file of it
   * @throws IOException if it cannot be read
   */
  public void takeUpMetrics(Path metrics) throws IOException {
    history.takeUp(MetricsLine.upTo(metrics, step));
  }

  /**
   * Takes up what the run told before it was resumed, from the page itself, if it is there.
   *
   * @throws IOException if it cannot be read
   */
  public void takeUpPage() throws IOException {
    history.takeUp(past(path, step));
  }

  /** What a page holds of the metrics of a run up to a step; nothing, if it is not there. */
  static List<MetricsLine> past(Path page, long step) throws IOException {
    if (!Files.isRegularFile(page)) {
      return List.of();
    }
    String html = Files.readString(page, StandardCharsets.UTF_8);
    return MetricsLine.upTo(ReportPage.points(html).getBytes(StandardCharsets.UTF_8), step);
  }

  @Override
  public void step(long step) {
    this.step = step;
  }

  @Override
  public void report(Report report, Pace pace) {
    history.report(report, pace);
  }

  @Override
  public void validated(long step, double epoch, double loss, boolean best) {
    history.validated(step, epoch, loss, best);
  }

  @Override
  public void sampled(long step, double epoch, String text) {
    history.sampled(step, epoch, text);
  }

  @Override
  public void wentBack(long step) {
    this.step = step;
    history.wentBack(step);
  }

  /** Writes the page. A failure does not stop the training: the last writing tells of it. */
  @Override
  public void checkpoint() {
    if (failure == null) {
      try {
        write(ReportPage.Status.UNFINISHED);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /** The run is over, be it by an error. */
  @Override
  public void end() {
    checkpoint();
  }

  /**
   * Writes the page.
   *
   * @param status how far the run is
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public void write(ReportPage.Status status) throws IOException {
    byte[] page =
        new ReportPage(facts, history, status, step, clock.instant())
            .html()
            .getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(path, out -> out.write(page));
  }
}
