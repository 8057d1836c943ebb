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
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress for a terminal: one line, drawn over and over. */
public final class ProgressBarView implements Progress {
  private static final int MILLISECONDS = 200;

  private final TerminalLine line;
  private final String token;
  private @Nullable ProgressBar bar;

  public ProgressBarView(PrintStream err, Terminal terminal, Unit unit) {
    this.token = unit.id();
    this.line = new TerminalLine(err, terminal.columns() - 1);
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
}
