// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Streams;
import io.github.rnn4j.cli.console.Terminal;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.NotedFile;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.reports.EventFile;
import io.github.rnn4j.cli.reports.LossPlot;
import io.github.rnn4j.cli.reports.MetricsFile;
import io.github.rnn4j.cli.reports.Pause;
import io.github.rnn4j.cli.reports.Progress;
import io.github.rnn4j.cli.reports.ProgressBarView;
import io.github.rnn4j.cli.reports.ProgressLines;
import io.github.rnn4j.cli.reports.RunFacts;
import io.github.rnn4j.cli.reports.RunReport;
import io.github.rnn4j.cli.reports.RunView;
import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.training.Recipe;
import io.github.rnn4j.training.RunConfig;
import io.github.rnn4j.view.http.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is told on the way. */
public final class ReportOptions {
  private static final String PLOT = "plot";
  private static final String METRICS = "metrics";
  private static final String REPORT = "report";
  private static final String TENSORBOARD = "tensorboard";
  private static final String EVERY = "report.every";
  private static final String SAMPLE_EVERY = "sample.every";

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
      description =
          "Steps between two reports. (default: as many as make " + Recipe.REPORTS + " reports)")
  private @Nullable Long every;

  @Option(
      names = "--metrics",
      paramLabel = "FILE.jsonl",
      description =
          "Also write each report, and each reading of the held-out text, to this file: a line of"
              + " JSON.")
  private @Nullable Path metrics;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png|svg",
      description =
          "Also draw the loss over the steps. A resumed run has its earlier points from --metrics.")
  private @Nullable Path plot;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Also write a page on the run, at each checkpoint and at the end: losses, samples,"
              + " settings, in one file that needs no network.")
  private @Nullable Path page;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Also write events for TensorBoard into a new file in this folder: 'tensorboard --logdir"
              + " DIR' shows them while the run lasts.")
  private @Nullable Path events;

  @Option(
      names = "--view",
      paramLabel = "=PORT",
      arity = "0..1",
      fallbackValue = "0",
      preprocessor = Attached.class,
      converter = Numbers.Port.class,
      description =
          "Also show the run on a page in the browser, from which it can be paused, or stopped and"
              + " saved. The address is told; only this computer reaches it. (default port: any that"
              + " is free)")
  private @Nullable Integer viewPort;

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      description =
          "${COMPLETION-CANDIDATES}. (default: auto, a bar on a terminal, lines elsewhere)")
  private Style style = Style.auto;

  @Option(
      names = "--sample-every",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description =
          "Every N steps, show what the model writes by now, and write it to the other reports; bytes"
              + " that are no text as \\xE8. (default: never)")
  private @Nullable Long sampleEvery;

  /** The steps between two samples, if any are to be drawn. */
  public OptionalLong sampleEvery() {
    return sampleEvery == null ? OptionalLong.empty() : OptionalLong.of(sampleEvery);
  }

  /** Sets what is given. */
  public void set(RunConfig.Builder run) {
    Optional.ofNullable(every).ifPresent(run::reportEvery);
  }

  /** What is wrong with the options. */
  public Optional<String> defect() {
    if (plot != null && !LossPlot.isImage(plot)) {
      return Optional.of("--plot " + plot + " is no image: the name ends in .png or .svg");
    }
    return page == null || RunReport.isPage(page)
        ? Optional.empty()
        : Optional.of("--report " + page + " is no page: the name ends in .html");
  }

  /** The page on the run, if one was asked for. */
  public Optional<Path> page() {
    return Optional.ofNullable(page);
  }

  /** The page of a run that is at a step, if one was asked for. */
  public Optional<RunReport> openPage(long step, RunFacts facts) throws IOException {
    if (page == null) {
      return Optional.empty();
    }
    RunReport report = new RunReport(page, facts, step, Clock.systemUTC());
    if (step > 0) {
      // The metrics hold the past; without them, or if they have another place now, the page does.
      if (metrics != null && !OutputFile.isStream(metrics) && Files.isRegularFile(metrics)) {
        report.takeUpMetrics(metrics);
      } else {
        report.takeUpPage();
      }
    }
    return Optional.of(report);
  }

  /** The folder of events for TensorBoard, if one was asked for. */
  public Optional<Path> events() {
    return Optional.ofNullable(events);
  }

  /** The events of a run that is at a step, if they were asked for. */
  public Optional<EventFile> beginEvents(long step, Map<String, String> settings)
      throws IOException {
    return events == null
        ? Optional.empty()
        : Optional.of(EventFile.begin(events, step, settings, Clock.systemUTC()));
  }

  /**
   * The page in the browser of a run that is at a step, if one was asked for.
   *
   * @param step how many steps the run has done
   * @param facts tells what the run is
   * @param heldOut whether a text is held out
   * @param pause holds the run
   * @param stop ends the run after its step, and has it saved
   * @throws IOException if the port is taken, or the past of the run cannot be read
   */
  public Optional<RunView> openView(
      long step, Facts facts, boolean heldOut, Pause pause, Runnable stop) throws IOException {
    if (viewPort == null) {
      return Optional.empty();
    }
    RunView view =
        new RunView(WebServer.builder().port(viewPort), facts.tell(), heldOut, step, pause, stop);
    if (step > 0
        && metrics != null
        && !OutputFile.isStream(metrics)
        && Files.isRegularFile(metrics)) {
      view.takeUpMetrics(metrics);
    } else if (step > 0 && page != null) {
      view.takeUpPage(page);
    }
    return Optional.of(view);
  }

  /** Tells what a run is. */
  @FunctionalInterface
  public interface Facts {
    /**
     * Tells it.
     *
     * @throws IOException if something of it cannot be found out
     */
    RunFacts tell() throws IOException;
  }

  public Optional<Path> plot() {
    return Optional.ofNullable(plot);
  }

  /** The plot of a run that is at a step, if one was asked for. */
  public Optional<LossPlot> openPlot(long step, Unit unit) throws IOException {
    if (plot == null) {
      return Optional.empty();
    }
    LossPlot curves = new LossPlot(plot, unit);
    if (metrics != null && step > 0) {
      curves.read(metrics, step);
    }
    return Optional.of(curves);
  }

  public Optional<Path> metrics() {
    return Optional.ofNullable(metrics);
  }

  /** Shows progress in the style asked for. */
  public Progress progress(Streams streams, Unit unit) {
    Optional<Terminal> terminal =
        style == Style.auto || style == Style.bar ? streams.terminal() : Optional.empty();
    return switch (style) {
      case none -> new Progress() {};
      case auto ->
          terminal.isPresent()
              ? new ProgressBarView(streams.err(), terminal.get(), unit)
              : lines(streams, unit);
      case bar -> new ProgressBarView(streams.err(), terminal.orElse(Terminal.USUAL), unit);
      case lines -> lines(streams, unit);
    };
  }

  /** With --report-every the user has chosen how many lines there are. */
  private Progress lines(Streams streams, Unit unit) {
    return new ProgressLines(streams.err(), every == null ? ProgressLines.SELDOM : 0, unit);
  }

  /** Opens the metrics file of a new run, if one was asked for. */
  public Optional<MetricsFile> beginMetrics() throws IOException {
    return metrics == null ? Optional.empty() : Optional.of(MetricsFile.begin(metrics));
  }

  /** Opens the metrics file of a run that is resumed at a step, if there is one. */
  public Optional<MetricsFile> goOnWithMetrics(long step) throws IOException {
    return metrics == null ? Optional.empty() : Optional.of(MetricsFile.goOn(metrics, step));
  }

  /**
   * What a resumed run must know.
   *
   * @param out the model's place
   */
  public void note(Map<String, String> notes, Path out) {
    if (metrics != null) {
      notes.put(METRICS, NotedFile.note(metrics, out));
    }
    if (plot != null) {
      notes.put(PLOT, NotedFile.note(plot, out));
    }
    if (page != null) {
      notes.put(REPORT, NotedFile.note(page, out));
    }
    if (events != null) {
      notes.put(TENSORBOARD, NotedFile.note(events, out));
    }
    if (every != null) {
      notes.put(EVERY, every.toString());
    }
    if (sampleEvery != null) {
      notes.put(SAMPLE_EVERY, sampleEvery.toString());
    }
  }

  /**
   * Takes up what {@link #note} noted, unless it is given anew.
   *
   * @throws IOException if a place is not beside the checkpoint
   * @throws IllegalArgumentException if the notes are damaged
   */
  public void restore(Entries notes, Path checkpoint) throws IOException {
    if (metrics == null && notes.has(METRICS)) {
      metrics = NotedFile.restore(notes, METRICS, checkpoint, "--metrics");
    }
    if (plot == null && notes.has(PLOT)) {
      plot = NotedFile.restore(notes, PLOT, checkpoint, "--plot");
      if (!LossPlot.isImage(plot)) {
        throw notes.bad(PLOT, "it must end in .png or .svg");
      }
    }
    if (page == null && notes.has(REPORT)) {
      page = NotedFile.restore(notes, REPORT, checkpoint, "--report");
      if (!RunReport.isPage(page)) {
        throw notes.bad(REPORT, "it must end in .html");
      }
    }
    if (events == null && notes.has(TENSORBOARD)) {
      events = NotedFile.restore(notes, TENSORBOARD, checkpoint, "--tensorboard");
      if (!EventFile.isOwn(events)) {
        throw new IOException(
            events
                + ": no run has written events there, and a checkpoint has nothing written elsewhere:"
                + " give --tensorboard to say where");
      }
    }
    if (notes.has(EVERY)) {
      every = notes.whole(EVERY, 1, Long.MAX_VALUE);
    }
    if (sampleEvery == null && notes.has(SAMPLE_EVERY)) {
      sampleEvery = notes.whole(SAMPLE_EVERY, 1, Long.MAX_VALUE);
    }
  }

  /** The options that a run must be given again, since what they name is not beside its model. */
  public String elsewhere(Path out) throws IOException {
    StringBuilder options = new StringBuilder();
    again(options, "--metrics", metrics(), out);
    again(options, "--plot", plot(), out);
    again(options, "--report", page(), out);
    again(options, "--tensorboard", events(), out);
    return options.toString();
  }

  private static void again(StringBuilder options, String name, Optional<Path> path, Path out)
      throws IOException {
    if (path.isPresent() && !NotedFile.isBeside(path.get(), out)) {
      options.append(' ').append(name).append(' ').append(Words.quoted(path.get()));
    }
  }
}
