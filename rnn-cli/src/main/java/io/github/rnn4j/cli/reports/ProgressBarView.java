// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Terminal;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.training.Report;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress for a terminal: one line, drawn over and over. */
public final class ProgressBarView implements Progress {
  private static final int MILLISECONDS = 200;

  private final Line line;
  private final String token;
  private @Nullable ProgressBar bar;

  public ProgressBarView(PrintStream err, Terminal terminal, Unit unit) {
    this.token = unit.id();
    this.line = new Line(err, terminal.columns() - 1);
  }

  @Override
  public void begin(long step, long totalSteps) {
    bar =
        new ProgressBarBuilder()
            .setTaskName("training")
            .setInitialMax(totalSteps)
            .setUpdateIntervalMillis(MILLISECONDS)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(line)
            .startsFrom(step, Duration.ZERO)
            .build();
  }

  private ProgressBar bar() {
    return Objects.requireNonNull(bar, "begin comes first");
  }

  @Override
  public void step(long step) {
    bar().stepTo(step);
  }

  @Override
  public void report(Report report, Pace pace) {
    bar()
        .setExtraMessage(
            String.format(
                Locale.ROOT,
                " loss %.3f, %.3f bits/%s%s, %s %ss/s",
                report.loss(),
                Report.bits(report.loss()),
                token,
                Double.isNaN(report.validationLoss())
                    ? ""
                    : String.format(Locale.ROOT, ", held out %.3f", report.validationLoss()),
                Words.rate(pace.charactersPerSecond()),
                token));
  }

  @Override
  public void wentBack(long step) {
    bar().stepTo(step);
  }

  @Override
  public void print(Runnable printing) {
    line.print(printing);
  }

  @Override
  public void end() {
    bar().close();
  }

  /** The line of the terminal that the bar is drawn on. Drawn by a thread of the bar's library. */
  private static final class Line implements ProgressBarConsumer {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final int columns;

    Line(PrintStream err, int columns) {
      this.err = err;
      this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
      return columns;
    }

    @Override
    public synchronized void accept(String rendered) {
      err.print("\r" + rendered);
      err.flush();
    }

    @Override
    public synchronized void clear() {
      err.print(ERASE);
      err.flush();
    }

    synchronized void print(Runnable printing) {
      clear();
      printing.run();
    }

    @Override
    public synchronized void close() {
      err.println();
    }
  }
}
