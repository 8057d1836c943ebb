// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.training.Report;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Progress for a log: a line for a report, if the last one is long enough ago. */
public final class ProgressLines implements Progress {
  /** The least number of seconds between two lines. */
  public static final int SELDOM = 5;

  private final PrintStream err;
  private final Duration pause;
  private final String token;
  private Duration next = Duration.ZERO;

  /**
   * Prints lines.
   *
   * @param err where to
   * @param pause the least number of seconds between two lines; the last one comes in any case
   * @param unit what is predicted
   */
  public ProgressLines(PrintStream err, int pause, Unit unit) {
    this.token = unit.noun();
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

  private String line(Report report, Pace pace) {
    StringBuilder line = new StringBuilder();
    add(
        line,
        "step %,d of %,d, epoch %.2f: loss %s, perplexity %.4g",
        report.step(),
        report.totalSteps(),
        report.epoch(),
        Words.loss(report.loss(), token),
        Report.perplexity(report.loss()));
    if (!Double.isNaN(report.validationLoss())) {
      add(
          line,
          "; held out %s, perplexity %.4g",
          Words.loss(report.validationLoss(), token),
          Report.perplexity(report.validationLoss()));
    }
    add(
        line,
        "; gradient norm %.4g, learning rate %.4g; %s %ss/s",
        report.gradientNorm(),
        report.learningRate(),
        Words.rate(pace.charactersPerSecond()),
        token);
    if (report.step() < report.totalSteps()) {
      add(line, ", %s left", Words.time(pace.left()));
    }
    return line.toString();
  }

  private static void add(StringBuilder line, String format, Object... values) {
    line.append(String.format(Locale.ROOT, format, values));
  }
}
