package io.github.rnn4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is told on the way. */
final class ReportOptions {
  private static final int REPORTS = 50;

  /** How progress is shown. */
  enum Style {
    /** A bar on a terminal, lines elsewhere. */
    auto,
    /** A bar that is drawn over and over. */
    bar,
    /** A line now and then. */
    lines,
    /** Nothing. */
    none
  }

  @Option(
      names = "--report-every",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description = "Steps between two reports. (default: as many as make " + REPORTS + " reports)")
  private Long every;

  @Option(
      names = "--metrics",
      paramLabel = "FILE.jsonl",
      description = "Also write each report to this file, as a line of JSON.")
  private Path metrics;

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      description =
          "${COMPLETION-CANDIDATES}. (default: auto, a bar on a terminal, lines elsewhere)")
  private Style style = Style.auto;

  /** The steps between two reports. */
  long every(long totalSteps) {
    return every != null ? every : Math.max(1, totalSteps / REPORTS);
  }

  Optional<Path> metrics() {
    return Optional.ofNullable(metrics);
  }

  /** Shows progress in the style asked for. */
  Progress progress(Streams streams) {
    Optional<Terminal> terminal =
        style == Style.auto || style == Style.bar ? streams.terminal() : Optional.empty();
    return switch (style) {
      case none -> new Progress() {};
      case auto ->
          terminal.isPresent()
              ? new ProgressBarView(streams.err(), terminal.get())
              : lines(streams);
      case bar -> new ProgressBarView(streams.err(), terminal.orElse(Terminal.USUAL));
      case lines -> lines(streams);
    };
  }

  /** With --report-every the user has chosen how many lines there are. */
  private Progress lines(Streams streams) {
    return new ProgressLines(streams.err(), every == null ? ProgressLines.SELDOM : 0);
  }

  /** Opens the metrics file, if one was asked for. */
  Optional<MetricsFile> openMetrics() throws IOException {
    return metrics == null ? Optional.empty() : Optional.of(new MetricsFile(metrics));
  }
}
