// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Table;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.reports.RunOutcome;
import io.github.rnn4j.cli.sweep.SweepFile;
import io.github.rnn4j.cli.sweep.SweepResult;
import io.github.rnn4j.cli.sweep.SweepResults;
import io.github.rnn4j.cli.sweep.SweepRun;
import io.github.rnn4j.cli.sweep.SweepRunner;
import io.github.rnn4j.cli.sweep.SweepTask;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.files.Reservation;
import io.github.rnn4j.files.Sha256;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.CorpusConfig;
import io.github.rnn4j.text.SourceIdentity;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * {@code rnn train --sweep}: the runs that a file describes, of which those are done that are not
 * there yet, and the table of all.
 */
final class Sweep {
  /** What is for the sweep itself, and not for its runs. */
  static final Set<String> OF_SWEEP = Set.of("--sweep", "--out", "--dry-run", "--stacktrace");

  /** What a run has for itself, or only the whole sweep can have. */
  private static final Set<String> OF_ONE_RUN =
      Set.of(
          "--sweep",
          "--resume",
          "--out",
          "--metrics",
          "--plot",
          "--report",
          "--tensorboard",
          "--view",
          "--dry-run",
          "--stacktrace",
          "--help",
          "--version");

  private final Console console;
  private final CommandSpec train;
  private final Path file;
  private final Path folder;
  private final Arguments common;
  private final SweepRunner runner;

  /**
   * What every run is given.
   *
   * @param model what its model depends on
   * @param silent the rest
   */
  record Arguments(List<String> model, List<String> silent) {}

  /** How far a run is before the sweep begins. */
  private enum State {
    DONE("done"),
    CHECKPOINTED("goes on"),
    OPEN("to do");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  /** A run and how far it is. */
  private record Planned(SweepTask task, State state) {}

  /**
   * A sweep.
   *
   * @param train the command {@code rnn train}
   * @param file describes the runs
   * @param folder where the models go
   * @param common what every run is given on the command line
   * @param runner does the runs
   */
  Sweep(
      Console console,
      CommandSpec train,
      Path file,
      Path folder,
      Arguments common,
      SweepRunner runner) {
    this.console = console;
    this.train = train;
    this.file = file;
    this.folder = folder;
    this.common = common;
    this.runner = runner;
  }

  /** The options that are not to be given with a sweep. */
  static Set<String> ofOneRun() {
    Set<String> options = new TreeSet<>(OF_ONE_RUN);
    options.removeAll(OF_SWEEP);
    return options;
  }

  /**
   * Does the runs.
   *
   * @param dryRun whether they are only to be shown
   * @return the exit code
   * @throws IOException if the file cannot be read or makes no sense, or something that is not of
   *     this sweep is in the way; no run has begun then
   */
  int run(boolean dryRun) throws IOException {
    SweepFile sweep = SweepFile.read(file);
    check(sweep);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(
          folder + ": --out names the folder of a sweep, and this is a file");
    }
    if (dryRun) {
      show(sweep, plan(sweep, SweepResults.in(folder)));
      return ExitCode.OK;
    }
    if (!Files.exists(folder)) {
      plan(sweep, SweepResults.in(folder));
      Files.createDirectory(folder);
    }
    Reservation reservation = Reservation.of(SweepResults.in(folder).ledger());
    try {
      SweepResults results = SweepResults.in(folder);
      List<Planned> planned = plan(sweep, results);
      OutputFile.requireSweep(results.ledger(), List.of(file));
      OutputFile.requireSweep(results.table(), List.of(file));
      return run(sweep, planned, results);
    } finally {
      reservation.close();
    }
  }

  // ------------------------------------------------------------------------------- which runs

  private void check(SweepFile sweep) {
    Set<String> names = new TreeSet<>(sweep.common().keySet());
    names.addAll(sweep.swept());
    for (String name : names) {
      String option = "--" + name;
      OptionSpec known = train.findOption(option);
      if (known == null) {
        throw usage(file + ": '" + name + "' is no option of 'rnn train'");
      }
      if (!known.longestName().equals(option) || OF_ONE_RUN.contains(option)) {
        throw usage(
            file
                + ": '"
                + name
                + "' cannot be swept: "
                + (OF_ONE_RUN.contains(option)
                    ? "the sweep places the files of its runs"
                    : "write " + known.longestName().substring(2)));
      }
      if (train.commandLine().getParseResult().hasMatchedOption(known)) {
        throw usage(option + " is on the command line and in " + file + ": leave one out");
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(train.commandLine(), message);
  }

  private List<Planned> plan(SweepFile sweep, SweepResults results) throws IOException {
    List<Planned> planned = new ArrayList<>();
    Map<List<Path>, String> identities = new HashMap<>();
    for (SweepRun run : sweep.runs()) {
      List<String> arguments = new ArrayList<>(common.model());
      arguments.addAll(new SweepRun(sweep.common()).arguments());
      arguments.addAll(run.arguments());
      TrainCommand parsed = new TrainCommand();
      try {
        new CommandLine(parsed)
            .setExpandAtFiles(false)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .parseArgs(arguments.toArray(String[]::new));
      } catch (ParameterException e) {
        throw usage(file + ": " + run.name() + ": " + e.getMessage());
      }
      List<Path> inputs = parsed.inputs();
      String text = identities.get(inputs);
      if (text == null) {
        text = SourceIdentity.of(CorpusConfig.DEFAULT, inputs, Set.of());
        identities.put(inputs, text);
      }
      if (text.isEmpty() || parsed.readsStandardInput()) {
        throw usage("each run of a sweep reads the text anew: name files, no pipe");
      }
      arguments.addAll(parsed.backendArgument());
      SweepTask task =
          new SweepTask(
              run,
              arguments,
              common.silent(),
              inputs,
              text,
              folder.resolve(run.name() + ".safetensors"),
              false);
      planned.add(planned(task, results.of(run.name())));
    }
    return planned;
  }

  private static Planned planned(SweepTask task, Optional<SweepResult> known) throws IOException {
    if (known.isEmpty()) {
      for (Path path : List.of(task.model(), task.best(), task.metrics())) {
        if (Files.exists(path)) {
          throw new FileAlreadyExistsException(
              path.toString(),
              null,
              "this file is not of the sweep, which would write it: move it, or give another --out");
        }
      }
      return new Planned(task, State.OPEN);
    }
    SweepResult before = known.get();
    boolean there = Files.isRegularFile(task.model());
    boolean same = before.isOf(task.arguments(), task.text());
    if (there && before.status() == SweepResult.Status.DONE) {
      if (!Sha256.of(task.model()).equals(before.digest())) {
        throw new FileAlreadyExistsException(
            task.model().toString(),
            null,
            "this file was changed since the sweep wrote it: move it, or give another --out");
      }
      return new Planned(task, same ? State.DONE : State.OPEN);
    }
    if (there
        && same
        && before.status() == SweepResult.Status.BEGUN
        && isCheckpoint(task, before)) {
      return new Planned(
          new SweepTask(
              task.run(),
              task.arguments(),
              task.silent(),
              task.inputs(),
              task.text(),
              task.model(),
              true),
          State.CHECKPOINTED);
    }
    return new Planned(task, State.OPEN);
  }

  /** Whether the run's checkpoint lies in the model's place, and not what was there before it. */
  private static boolean isCheckpoint(SweepTask task, SweepResult before) throws IOException {
    if (!OwnFile.of(task.model()).equals(Optional.of(OwnFile.MODEL))
        || Sha256.of(task.model()).equals(before.digest())) {
      return false;
    }
    try {
      TrainingRun.Saved.of(SafetensorsFile.read(task.model()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void show(SweepFile sweep, List<Planned> planned) throws IOException {
    PrintStream out = console.streams().out();
    List<List<String>> rows = new ArrayList<>();
    rows.add(header(sweep, List.of("run")));
    for (Planned one : planned) {
      List<String> row = new ArrayList<>(List.of(one.state().word));
      sweep.swept().forEach(name -> row.add(one.task().run().options().getOrDefault(name, "")));
      row.add(one.task().model().toString());
      rows.add(row);
    }
    Table.print(out, rows, Integer.MAX_VALUE);
    tell(sweep, planned);
    console.streams().flush();
  }

  private static List<String> header(SweepFile sweep, List<String> before) {
    List<String> header = new ArrayList<>(before);
    header.addAll(sweep.swept());
    header.add("file");
    return header;
  }

  private void tell(SweepFile sweep, List<Planned> planned) {
    Function<State, Long> count =
        state -> planned.stream().filter(one -> one.state() == state).count();
    console.note(
        Words.count(planned.size(), "run")
            + ": "
            + Words.number(count.apply(State.DONE))
            + " done before, "
            + Words.number(count.apply(State.CHECKPOINTED))
            + " from a checkpoint, "
            + Words.number(count.apply(State.OPEN))
            + " to do"
            + (sweep.repeated() == 0
                ? ""
                : "; " + Words.number(sweep.repeated()) + " more are the same as others"));
  }

  // -------------------------------------------------------------------------------- doing them

  private int run(SweepFile sweep, List<Planned> planned, SweepResults results) throws IOException {
    tell(sweep, planned);
    List<SweepTask> open =
        planned.stream().filter(one -> one.state() != State.DONE).map(Planned::task).toList();
    Ledger ledger = new Ledger(sweep, results, open.size());
    boolean whole = open.isEmpty() || runner.run(open, ledger);
    print(sweep, results);
    if (!whole) {
      console.note("interrupted; the same command goes on");
      return ExitCode.INTERRUPTED;
    }
    return results.bestFirst(sweep.runs()).stream()
            .allMatch(one -> one.status() == SweepResult.Status.DONE)
        ? ExitCode.OK
        : ExitCode.ERROR;
  }

  /** Notes what becomes of each run. */
  private final class Ledger implements SweepRunner.Listener {
    private final SweepFile sweep;
    private final SweepResults results;
    private final int count;
    private int begun;

    Ledger(SweepFile sweep, SweepResults results, int count) {
      this.sweep = sweep;
      this.results = results;
      this.count = count;
    }

    @Override
    public void begins(SweepTask task) throws IOException {
      begun++;
      console.note(
          "run "
              + Words.number(begun)
              + " of "
              + Words.number(count)
              + (task.checkpointed() ? ", from its checkpoint: " : ": ")
              + task.run().name());
      // What lies in the model's place is no checkpoint of this run, unless it goes on from it.
      String before =
          task.checkpointed()
              ? results.of(task.run().name()).map(SweepResult::digest).orElse("")
              : Files.isRegularFile(task.model()) ? Sha256.of(task.model()) : "";
      if (!task.checkpointed() && OwnFile.of(task.metrics()).equals(Optional.of(OwnFile.METRICS))) {
        // Of an earlier run of that name: they are not to be taken for those of this one.
        Files.delete(task.metrics());
      }
      add(task, SweepResult.Status.BEGUN, RunOutcome.NONE, before, "");
    }

    @Override
    public void ended(SweepTask task, String error) throws IOException {
      boolean done = error.isEmpty();
      add(
          task,
          done ? SweepResult.Status.DONE : SweepResult.Status.FAILED,
          RunOutcome.of(task.metrics()),
          done ? Sha256.of(task.model()) : "",
          Printable.line(error));
    }

    private void add(
        SweepTask task, SweepResult.Status status, RunOutcome outcome, String digest, String error)
        throws IOException {
      results.add(
          new SweepResult(
              task.run().name(),
              status,
              task.run().options(),
              task.arguments(),
              task.text(),
              outcome,
              digest,
              status == SweepResult.Status.DONE && outcome.heldOutStep() > 0,
              error),
          sweep.runs(),
          sweep.swept());
    }
  }

  /** The table of what is done, then what failed. */
  private void print(SweepFile sweep, SweepResults results) throws IOException {
    List<SweepResult> all = results.bestFirst(sweep.runs());
    PrintStream out = console.streams().out();
    boolean heldOut = all.stream().anyMatch(one -> !Double.isNaN(one.outcome().heldOut()));
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("file"));
    header.addAll(sweep.swept());
    if (heldOut) {
      header.add("held out");
    }
    header.addAll(List.of("training", "bits", "steps", "time"));
    rows.add(header);
    for (SweepResult one : all) {
      if (one.status() == SweepResult.Status.DONE) {
        List<String> row = new ArrayList<>();
        row.add((one.best() ? results.best(one) : results.model(one)).toString());
        sweep.swept().forEach(name -> row.add(one.options().getOrDefault(name, "")));
        if (heldOut) {
          row.add(nats(one.outcome().heldOut()));
        }
        row.add(nats(one.outcome().loss()));
        row.add(nats(one.bits()));
        row.add(Words.number(one.outcome().steps()));
        row.add(Words.time(Duration.ofMillis(Math.round(1000 * one.outcome().seconds()))));
        rows.add(row);
      }
    }
    if (rows.size() > 1) {
      Table.print(out, rows, 1 + sweep.swept().size());
    }
    for (SweepResult one : all) {
      if (one.status() == SweepResult.Status.FAILED) {
        out.println(one.name() + " failed: " + one.error());
      }
    }
    out.println("all of it, in nats and bits a token, is in " + results.table());
    console.streams().flush();
  }

  private static String nats(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
