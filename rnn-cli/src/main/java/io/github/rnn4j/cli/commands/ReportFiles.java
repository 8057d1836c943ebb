// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.ReportOptions;
import io.github.rnn4j.cli.reports.EventFile;
import io.github.rnn4j.cli.reports.LossPlot;
import io.github.rnn4j.cli.reports.Machine;
import io.github.rnn4j.cli.reports.MetricsFile;
import io.github.rnn4j.cli.reports.ReportPage;
import io.github.rnn4j.cli.reports.Reporter;
import io.github.rnn4j.cli.reports.RunFacts;
import io.github.rnn4j.cli.reports.RunReport;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files that tell how a run goes: a plot, metrics, a page, and events for TensorBoard. */
final class ReportFiles {
  private static final String TEXT_DIGEST = "text.sha256";
  private static final int LONGEST_WORD = 300;

  private final ReportOptions options;
  private final TrainingRun run;
  private final Reporter reporter;
  private final List<Ending> endings = new ArrayList<>();

  /** Writes what is left to be written to a file. */
  @FunctionalInterface
  private interface Ending {
    void write(ReportPage.Status status) throws IOException;
  }

  /**
   * The files that were asked for, none of which is open yet.
   *
   * @param options ask for them
   * @param run is told of
   * @param reporter will tell them
   */
  ReportFiles(ReportOptions options, TrainingRun run, Reporter reporter) {
    this.options = options;
    this.run = run;
    this.reporter = reporter;
  }

  /**
   * Opens the plot and the metrics.
   *
   * @param resumed whether the run is
   * @return what there is to tell of them
   * @throws IOException if one cannot be written
   */
  List<String> openCurves(boolean resumed) throws IOException {
    long step = run.trainer().steps();
    List<String> remarks = new ArrayList<>();
    Optional<LossPlot> plot = options.openPlot(step, run.model().vocabulary().unit());
    if (plot.isPresent()) {
      plot.get().draw();
      reporter.add(plot.get());
      endings.add(status -> plot.get().draw());
    }
    Optional<Path> path = options.metrics();
    if (resumed && path.isPresent() && !Files.exists(path.get()) && step > 0) {
      remarks.add(
          "the metrics begin anew after step "
              + Words.number(step)
              + ": "
              + path.get()
              + " is not there any more");
    }
    Optional<MetricsFile> metrics =
        resumed ? options.goOnWithMetrics(step) : options.beginMetrics();
    metrics.ifPresent(
        file -> {
          reporter.add(file);
          endings.add(status -> file.close());
        });
    return remarks;
  }

  /**
   * Opens the page and the events, which show what the run is.
   *
   * @param model the name of the model's file
   * @param arguments what follows {@code rnn} on the command line
   * @param settings what the run is made of
   * @throws IOException if one cannot be written
   */
  void openPages(Path model, List<String> arguments, Map<String, List<String>> settings)
      throws IOException {
    if (options.page().isEmpty() && options.events().isEmpty()) {
      return;
    }
    RunFacts facts = facts(model, arguments, settings);
    Optional<RunReport> page = options.openPage(run.trainer().steps(), facts);
    if (page.isPresent()) {
      page.get().write(ReportPage.Status.UNFINISHED);
      reporter.add(page.get());
      endings.add(page.get()::write);
    }
    Optional<EventFile> events = options.beginEvents(run.trainer().steps(), flat(facts));
    events.ifPresent(
        file -> {
          reporter.add(file);
          endings.add(status -> file.close());
        });
  }

  /**
   * What the run is.
   *
   * @param model the name of the model's file
   * @param arguments what follows {@code rnn} on the command line
   * @param settings what the run is made of
   */
  RunFacts facts(Path model, List<String> arguments, Map<String, List<String>> settings)
      throws IOException {
    Model trained = run.model();
    Map<String, List<String>> all = new LinkedHashMap<>(settings);
    Optional.ofNullable(run.notes().get(TEXT_DIGEST))
        .ifPresent(digest -> all.put("sha-256", List.of(digest + ", of the text's tokens")));
    Map<String, String> details = new TreeMap<>(run.trainer().config().toMap());
    details.putAll(run.config().toMap());
    Map<String, String> machine = new LinkedHashMap<>(Machine.describe());
    machine.put("program", new Version().getVersion()[0]);
    return new RunFacts(
        String.valueOf(model.getFileName()),
        "rnn " + arguments.stream().map(ReportFiles::word).collect(Collectors.joining(" ")),
        trained.vocabulary().unit(),
        trained.network().config().parameterCount(),
        run.trainer().totalSteps(),
        all,
        details,
        machine);
  }

  /** A word of a command; of a text on the command line, its beginning. */
  private static String word(String argument) {
    return argument.length() <= LONGEST_WORD
        ? Words.quoted(argument)
        : Words.quoted(argument.substring(0, LONGEST_WORD) + "…");
  }

  private static Map<String, String> flat(RunFacts facts) {
    Map<String, String> flat = new LinkedHashMap<>();
    flat.put("command", facts.command());
    facts.settings().forEach((name, lines) -> flat.put(name, String.join("; ", lines)));
    flat.putAll(facts.machine());
    return flat;
  }

  /**
   * Writes what is left to be written, to every file.
   *
   * @param end how the run ended
   * @param interrupted whether Ctrl-C stopped it
   * @throws IOException if one cannot be written, or could not on the way; of the first of them
   */
  void end(TrainingRun.End end, boolean interrupted) throws IOException {
    ReportPage.Status status =
        interrupted
            ? ReportPage.Status.INTERRUPTED
            : end == TrainingRun.End.NO_IMPROVEMENT
                ? ReportPage.Status.EARLY
                : ReportPage.Status.FINISHED;
    Optional<IOException> failure = Optional.empty();
    for (Ending ending : endings) {
      try {
        ending.write(status);
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
