package io.github.rnn4j.cli;

import io.github.rnn4j.training.Report;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Progress for a log: a line for a report, if the last one is long enough ago. */
final class ProgressLines implements Progress {
  /** The least number of seconds between two lines. */
  static final int SELDOM = 5;

  private final PrintStream err;
  private final Duration pause;
  private Duration next = Duration.ZERO;

  /**
   * Prints lines.
   *
   * @param err where to
   * @param pause the least number of seconds between two lines; the last one comes in any case
   */
  ProgressLines(PrintStream err, int pause) {
    this.err = err;
    this.pause = Duration.ofSeconds(pause);
  }

  @Override
  public void report(Report report, Pace pace) {
    if (pace.elapsed().compareTo(next) >= 0 || report.step() == report.totalSteps()) {
      next = pace.elapsed().plus(pause);
      err.println(line(report, pace));
    }
  }

  private static String line(Report report, Pace pace) {
    return String.format(
        Locale.ROOT,
        "step %,d of %,d, epoch %.2f: loss %s, %s characters/s%s",
        report.step(),
        report.totalSteps(),
        report.epoch(),
        Words.loss(report.loss()),
        Words.rate(pace.charactersPerSecond()),
        report.step() < report.totalSteps()
            ? ", " + Words.time(pace.left(report.step(), report.totalSteps())) + " left"
            : "");
  }
}
