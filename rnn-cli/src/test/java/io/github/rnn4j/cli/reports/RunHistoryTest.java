// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.cli.reports.MetricsPoint.Reported;
import io.github.rnn4j.training.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private final RunHistory history = new RunHistory();

  private void report(long step, double loss) {
    history.report(
        new Report(step, 1_000_000, 0.5, loss, 7, Double.NaN, 1, 0.1),
        new Pace(100, Duration.ofMillis(step), Duration.ZERO));
  }

  @Test
  void longRun_isToldAsIfItHadReportedLessOften() {
    for (int step = 1; step <= 3 * RunHistory.MOST_POINTS; step++) {
      report(step, step);
      assertThat(history.reports()).hasSizeLessThanOrEqualTo(RunHistory.MOST_POINTS);
    }
    List<Reported> reports = history.reports();
    assertThat(reports).hasSizeGreaterThan(RunHistory.MOST_POINTS / 2);
    assertThat(reports).extracting(Reported::step).isSorted().doesNotHaveDuplicates();
    long before = 0;
    for (Reported report : reports) {
      double mean = (before + 1 + report.step()) / 2.0;
      assertThat(report.loss()).isCloseTo(mean, within(1e-9 * mean));
      assertThat(report.charactersPerSecond()).isCloseTo(100, within(1e-9));
      before = report.step();
    }
    assertThat(reports.get(reports.size() - 1).step()).isEqualTo(3L * RunHistory.MOST_POINTS);
  }

  @Test
  void runThatWentBack_forgetsWhatComesAgain() {
    report(1, 3);
    report(2, 2);
    history.validated(2, 0.1, 2, true);
    history.sampled(2, 0.1, "x");
    history.wentBack(1);
    assertThat(history.points()).extracting(MetricsPoint::step).containsExactly(1L);
  }

  @Test
  void lineOfMetrics_isReadAsItWasWritten() {
    report(1, 3.25);
    history.validated(2, 0.1, 2.5, true);
    history.sampled(3, 0.1, "a\n\"b\" \u001b");
    StringBuilder lines = new StringBuilder();
    history.points().forEach(point -> lines.append(point.json()).append('\n'));
    RunHistory again = new RunHistory();
    again.takeUp(
        MetricsLine.upTo(lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), 3));
    assertThat(again.points()).isEqualTo(history.points());
    report(4, 1);
    again.report(
        new Report(4, 9, 0.5, 1, 7, Double.NaN, 1, 0.1),
        new Pace(1, Duration.ofSeconds(2), Duration.ZERO));
    assertThat(again.reports().get(1).seconds()).isEqualTo(2.001);
  }
}
