// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.BackendException;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.ByteText;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.AnyText;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.CorpusOptions;
import io.github.rnn4j.cli.options.FileOptions;
import io.github.rnn4j.cli.options.NetworkOptions;
import io.github.rnn4j.cli.options.ReportOptions;
import io.github.rnn4j.cli.options.TrainingOptions;
import io.github.rnn4j.cli.options.ValidationOptions;
import io.github.rnn4j.cli.reports.EventFile;
import io.github.rnn4j.cli.reports.Heading;
import io.github.rnn4j.cli.reports.Reporter;
import io.github.rnn4j.cli.reports.RunView;
import io.github.rnn4j.cli.sweep.SweepRunner;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.files.Reservation;
import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.StartWeights;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.training.ChangedTextException;
import io.github.rnn4j.training.Checkpoints;
import io.github.rnn4j.training.Training;
import io.github.rnn4j.training.TrainingConfig;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rnn train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Trains a network to predict each character of a text from those before it, and saves it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train book.txt --out book.safetensors",
      "  rnn train src README.md --model lstm --hidden 256 --optimizer adam --epochs 10",
      "  rnn train book.txt --validation 0.05 --time-budget 5m",
      "  rnn train book.txt --validation 0.05 --patience 3 --metrics run.jsonl",
      "  rnn train --resume model.safetensors",
      "  rnn train book.txt --keep-optimizer && rnn train --resume model.safetensors --epochs 30",
      "  rnn train book.txt --hidden 512 --dry-run",
      "  rnn train letters.txt --init-from book.safetensors --learning-rate 1e-4",
      "  rnn train --text \"hello world\" --hidden 32",
      "  rnn train huge.txt --cache auto --min-count 10",
      "  rnn train book.txt --report run.html --sample-every 500 --tensorboard runs/book",
      "  rnn train book.txt --view --sample-every 500",
      "  rnn train book.txt --validation 0.05 --sweep sizes.json --dry-run",
      "",
      "The loss is the mean cross-entropy in nats per character. If it does not fall, try another"
          + " --learning-rate. When a number becomes infinite or NaN, the run goes back to its last"
          + " checkpoint and goes on at half the rate, five times at most; and also when the loss"
          + " is over three times that of blind guessing, and of its start, for 100 steps.",
      "",
      "Ctrl-C ends the training after the present step, saves a checkpoint and tells the command"
          + " that goes on. A second Ctrl-C leaves at once. After a crash, resume the last"
          + " checkpoint: that is OUT itself, or the last of those that --checkpoint-every keeps. A"
          + " run writes beside its checkpoint; reports elsewhere are to be given again."
          + " The result is the same, byte for byte, as without the interruption.",
      "",
      "A --sweep FILE.json has options of this command under 'grid' (every combination of the"
          + " values of each), under 'random' (so many 'runs', drawn by a 'seed' from lists and"
          + " ranges of 'options'), as 'runs' one by one, and under 'options' for all: {\"grid\":"
          + " {\"hidden\": [64, 128], \"learning-rate\": [0.001, 0.004]}}. The same command goes on"
          + " where it ended; a run that failed is tried again, and does not end the others.",
      "",
      "With a held-out text there are two models at the end: OUT is the last one, and OUT with"
          + " .best in its name the one that did best on the held-out text."
    })
public final class TrainCommand implements Callable<Integer> {
  private static final int MOST_LISTED = 20;

  /** Of samples on the way, in tokens. */
  private static final int SAMPLE_LENGTH = 200;

  private static final double SAMPLE_TEMPERATURE = 0.8;

  /** What a resumed run may be given anew. */
  private static final Set<String> RESUMABLE =
      Set.of(
          "--resume",
          "--text",
          "--epochs",
          "--steps",
          "--out",
          "--metrics",
          "--plot",
          "--report",
          "--tensorboard",
          "--view",
          "--keep",
          "--cache",
          "--sample-every",
          "--keep-optimizer",
          "--dry-run",
          "--progress",
          "--backend",
          "--threads",
          "--stacktrace");

  /** What does not change the model. */
  private static final Set<String> SILENT = Set.of("--cache", "--progress", "--threads");

  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Mixin private CorpusOptions corpusOptions;

  @ArgGroup(validate = false, order = 1, heading = "%nThe network:%n")
  private NetworkOptions networkOptions = new NetworkOptions();

  @ArgGroup(validate = false, order = 2, heading = "%nThe training:%n")
  private TrainingOptions trainingOptions = new TrainingOptions();

  @ArgGroup(validate = false, order = 3, heading = "%nThe held-out text:%n")
  private ValidationOptions validationOptions = new ValidationOptions();

  @ArgGroup(validate = false, order = 4, heading = "%nThe files:%n")
  private FileOptions fileOptions = new FileOptions();

  @ArgGroup(validate = false, order = 5, heading = "%nThe reports:%n")
  private ReportOptions reportOptions = new ReportOptions();

  @Mixin private BackendOption backendOption;

  /** What there is to tell of the model's start. */
  private final List<String> remarks = new ArrayList<>();

  /** What the run reads, and what it writes besides the model and its checkpoints. */
  private final List<Path> involved = new ArrayList<>();

  /** What no other run may write meanwhile. */
  private final List<Reservation> reserved = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (fileOptions.sweep().isPresent()) {
      return sweep(fileOptions.sweep().get());
    }
    checkUsage();
    try {
      return fileOptions.resume().isPresent() ? resume(fileOptions.resume().get()) : begin();
    } finally {
      reserved.forEach(Reservation::close);
    }
  }

  // -------------------------------------------------------------------------------- many runs

  private int sweep(Path file) throws IOException {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (Sweep.ofOneRun().contains(option.longestName())) {
        throw usage(
            option.longestName()
                + " is for one run: leave it out with --sweep, which keeps the metrics of each");
      }
    }
    if (corpusOptions.none()) {
      throw usage("there is no text: name a file or directory, or give --text");
    }
    if (corpusOptions.remote()) {
      throw usage(
          "the runs of a sweep read a text of this machine: name a file or directory of it");
    }
    if (console.cluster().isPresent() && corpusOptions.cache().isPresent()) {
      throw usage("--cache is of one machine: leave it out of a sweep on a cluster");
    }
    return new Sweep(console, spec, file, fileOptions.folder(file), sweepArguments(), sweepRunner())
        .run(fileOptions.dryRun());
  }

  private SweepRunner sweepRunner() {
    return console
        .cluster()
        .<SweepRunner>map(SweepOnCluster::new)
        .orElseGet(() -> new SweepHere(console));
  }

  /** What every run is given: the options in the order of their names. */
  private Sweep.Arguments sweepArguments() {
    List<String> operands = new ArrayList<>();
    TreeMap<String, List<String>> given = new TreeMap<>();
    for (ArgSpec argument : spec.commandLine().getParseResult().matchedArgs()) {
      for (String value : argument.originalStringValues()) {
        String plain = new AnyText.Verbatim().convert(value);
        if (!(argument instanceof OptionSpec option)) {
          operands.add(plain);
        } else if (!Sweep.OF_SWEEP.contains(option.longestName())) {
          boolean flag = option.arity().max() == 0;
          given
              .computeIfAbsent(option.longestName(), name -> new ArrayList<>())
              .add(flag ? option.longestName() : option.longestName() + "=" + plain);
        }
      }
    }
    List<String> silent = new ArrayList<>();
    List<String> model = new ArrayList<>();
    given.forEach((name, words) -> (SILENT.contains(name) ? silent : model).addAll(words));
    model.addAll(operands);
    return new Sweep.Arguments(model, silent);
  }

  /** The files and directories that a run reads. */
  List<Path> inputs() {
    List<Path> inputs = new ArrayList<>(corpusOptions.paths());
    validationOptions.file().ifPresent(inputs::add);
    fileOptions.init().ifPresent(inputs::add);
    fileOptions.initFrom().ifPresent(inputs::add);
    return inputs;
  }

  boolean readsStandardInput() {
    return corpusOptions.standardInput();
  }

  /** Names the backend, where the command line does not. */
  List<String> backendArgument() {
    return backendOption.named() ? List.of() : List.of("--backend=" + backendOption.chosen());
  }

  // -------------------------------------------------------------------------------- one run

  private void checkUsage() {
    if (fileOptions.resume().isPresent()) {
      checkResumable();
    } else if (corpusOptions.none()) {
      throw usage("there is no text: name a file or directory, - for standard input, or --text");
    }
    if (corpusOptions.conflict().isPresent()) {
      throw usage(corpusOptions.conflict().get());
    }
    if (corpusOptions.remembers()
        && corpusOptions.records().isEmpty()
        && fileOptions.initFrom().isEmpty()) {
      throw usage("--remember is for records: give --records, too, or leave it out");
    }
    if (trainingOptions.lengthTwice()) {
      throw usage("--epochs, --steps and --time-budget exclude each other: give one of them");
    }
    if (fileOptions.initFrom().isEmpty()) {
      networkOptions.defect().ifPresent(this::fail);
    }
    validationOptions.defect().ifPresent(this::fail);
    if (trainingOptions.awaitsRise() && validationOptions.none()) {
      throw usage(
          "--average asgd begins when the held-out loss rises: give --validation or"
              + " --validation-file, or take --average ema");
    }
    fileOptions.defect().ifPresent(this::fail);
    reportOptions.defect().ifPresent(this::fail);
    boolean weightsGiven = fileOptions.init().isPresent() || fileOptions.initFrom().isPresent();
    if (weightsGiven && networkOptions.startGiven()) {
      throw usage(
          "--init-scheme and --forget-bias are for new weights: "
              + (fileOptions.init().isPresent() ? "--init" : "--init-from")
              + " gives trained ones");
    }
  }

  private void checkResumable() {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!RESUMABLE.contains(option.longestName())) {
        throw usage(
            option.longestName()
                + " comes from the checkpoint that --resume names: only "
                + String.join(", ", new TreeSet<>(RESUMABLE))
                + " may be given with it");
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void fail(String message) {
    throw usage(message);
  }

  /** What cannot be written is found before the work, and what would be lost by it. */
  private void checkFiles() throws IOException {
    involved.addAll(corpusOptions.paths());
    if (corpusOptions.cache().isPresent()) {
      AtomicFile.requireWritable(corpusOptions.cache().get());
      involved.add(corpusOptions.cache().get());
    }
    fileOptions.init().ifPresent(involved::add);
    fileOptions.initFrom().ifPresent(involved::add);
    validationOptions.file().ifPresent(involved::add);
    if (reportOptions.metrics().isPresent()) {
      Path metrics = reportOptions.metrics().get();
      OutputFile.requireMetrics(metrics, involved);
      reserve(metrics);
      involved.add(metrics);
    }
    if (reportOptions.plot().isPresent()) {
      Path plot = reportOptions.plot().get();
      OutputFile.requirePlot(plot, involved);
      reserve(plot);
      involved.add(plot);
    }
    if (reportOptions.page().isPresent()) {
      Path page = reportOptions.page().get();
      OutputFile.requireReport(page, involved);
      reserve(page);
      involved.add(page);
    }
    if (reportOptions.events().isPresent()) {
      EventFile.requireFolder(reportOptions.events().get());
    }
    OutputFile.requireModel(fileOptions.out(), involved);
    reserve(fileOptions.out());
  }

  private void reserve(Path path) throws IOException {
    if (!OutputFile.isStream(path)) {
      reserved.add(Reservation.of(path));
    }
  }

  // -------------------------------------------------------------------------------- a new run

  private int begin() throws IOException {
    checkFiles();
    LinearAlgebra la = backendOption.choose(console);
    Corpus corpus = corpusOptions.read(console);
    Training training =
        Training.on(corpus)
            .backend(la)
            .training(trainingOptions::set)
            .around(corpusOptions::set)
            .around(reportOptions::set)
            .around(validationOptions::set)
            .around(fileOptions::set);
    divide(training, la);
    corpusOptions.records().ifPresent(training::records);
    corpusOptions.labels().ifPresent(training::labels);
    if (fileOptions.initFrom().isPresent()) {
      Model model = trained(fileOptions.initFrom().get(), la);
      tellGrowth(model.vocabulary(), training.vocabulary());
      training.from(model);
    } else {
      training.network(networkOptions::set);
      networkOptions.setStart(training);
      readWeights(training);
    }
    trainingOptions.timeBudget().ifPresent(time -> training.timeBudget(left(time)));
    return run(training, corpus, Optional.empty());
  }

  /** What is told where the text is not worth all of the time. */
  private static String enough(TrainingRun run, double speed) {
    TrainingConfig how = run.trainer().config();
    double characters =
        (double) run.trainer().totalSteps() * how.batchSize() * how.sequenceLength();
    return "; it needs "
        + Words.time(Duration.ofMillis(Math.round(1000 * characters / speed)))
        + " of it: read more often, the text is learned by heart";
  }

  /** What is left of a time that began with the program. */
  private Duration left(Duration time) {
    Duration passed = Duration.ofNanos(System.nanoTime() - console.began());
    Duration left = time.minus(passed);
    if (left.isNegative() || left.isZero()) {
      throw usage(
          "--time-budget "
              + Words.time(time)
              + " was over before the training began: to start and to read the text took "
              + Words.time(passed));
    }
    return left;
  }

  /** Lets a cluster compute, if there is one. */
  private void divide(Training training, LinearAlgebra la) {
    console.cluster().ifPresent(cluster -> training.shardsBy(cluster.executor(la)));
  }

  private void readWeights(Training training) throws IOException {
    if (fileOptions.init().isEmpty()) {
      return;
    }
    StartWeights weights = new StartWeights(SafetensorsFile.read(fileOptions.init().get()));
    training.weights(weights);
    remarks.add("started from " + fileOptions.init().get());
    if (!weights.passedOver().isEmpty()) {
      remarks.add("not weights, passed over: " + String.join(", ", weights.passedOver()));
    }
  }

  private Model trained(Path path, LinearAlgebra la) throws IOException {
    Model model = Model.load(path, la);
    List<String> conflicts = networkOptions.conflicts(model.network().config());
    if (!conflicts.isEmpty()) {
      throw usage(
          "--init-from " + path + " has a network of its own: " + String.join("; ", conflicts));
    }
    remarks.add("started from " + path);
    return model;
  }

  private void tellGrowth(Vocabulary old, Vocabulary text) {
    Vocabulary joined = old.union(text);
    Vocabulary all = corpusOptions.records().map(border -> border.addTo(joined)).orElse(joined);
    if (all.size() == old.size()) {
      return;
    }
    List<String> added = new ArrayList<>();
    for (int id = old.size(); id < all.size() && added.size() < MOST_LISTED; id++) {
      added.add("'" + Printable.escape(all.textOf(id)) + "'");
    }
    int rest = all.size() - old.size() - added.size();
    remarks.add(
        Words.count(all.size() - old.size(), "new " + all.unit().noun())
            + ", each like the mean of the old ones: "
            + String.join(" ", added)
            + (rest > 0 ? " and " + Words.number(rest) + " more" : ""));
  }

  // -------------------------------------------------------------------------------- a resumed run

  private int resume(Path path) throws IOException {
    SafetensorsFile file = SafetensorsFile.read(path);
    // Is there a run at all?
    TrainingRun.Saved.of(file);
    Entries notes = new Entries(file.metadata()).under(TrainingRun.Saved.NOTES);
    LinearAlgebra la = takeUp(notes, path);
    if (corpusOptions.none()) {
      throw usage(path + " does not tell where its text is: name the files or directories");
    }
    checkFiles();
    Corpus corpus = corpusOptions.readAgain(console, path);
    remarks.add("resumed from " + path);
    corpusOptions.usedCache().ifPresent(cache -> remarks.add("its text is that of " + cache));
    Training training = Training.on(corpus).backend(la).training(trainingOptions::setLength);
    divide(training, la);
    try {
      return run(training, corpus, Optional.of(file));
    } catch (ChangedTextException e) {
      if (corpusOptions.usedCache().isEmpty()) {
        throw e;
      }
      throw new IOException(
          corpusOptions.usedCache().get()
              + " holds another text: "
              + e.getMessage()
              + "; --cache with another FILE reads the text anew",
          e);
    }
  }

  private LinearAlgebra takeUp(Entries notes, Path checkpoint) throws IOException {
    try {
      corpusOptions.restore(notes);
      validationOptions.restore(notes);
      fileOptions.restore(notes, checkpoint);
      reportOptions.restore(notes, checkpoint);
      return backendOption.chooseAgain(console, notes.text(Training.NOTE_BACKEND));
    } catch (IllegalArgumentException | BackendException e) {
      throw new IOException(
          checkpoint + ": its notes on the run are damaged: " + e.getMessage(), e);
    }
  }

  // -------------------------------------------------------------------------------- both

  /** What a resumed run must know. */
  private Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>();
    corpusOptions.note(notes);
    validationOptions.note(notes);
    fileOptions.note(notes);
    reportOptions.note(notes, fileOptions.out());
    return notes;
  }

  private int run(Training training, Corpus corpus, Optional<SafetensorsFile> checkpoint)
      throws IOException {
    Checkpoints checkpoints = fileOptions.checkpoints();
    Reporter reporter =
        new Reporter(
            List.of(reportOptions.progress(console.streams(), corpus.vocabulary().unit())),
            Optional.of(checkpoints).filter(files -> !OutputFile.isStream(files.out())),
            console.streams().err());
    training
        .heldOut(validationOptions.heldOut(corpusOptions.encoding()))
        .listener(reporter)
        .notes(notes());
    TrainingRun run =
        checkpoint.isPresent() ? training.prepare(checkpoint.get()) : training.prepare();
    fileOptions.resume().ifPresent(from -> reporter.saved(from, run.trainer().steps()));
    if (!OutputFile.isStream(checkpoints.out())) {
      checkpoints.requireReplaceable(run, involved);
      tellOtherRuns(checkpoints.ofOtherRuns(run));
    }
    if (fileOptions.dryRun()) {
      plan(corpus, training, run, checkpoint.isPresent()).print(console.streams().err());
      new Forecast(run, checkpoints).tell(console.streams().out());
      return ExitCode.OK;
    }
    reportOptions.sampleEvery().ifPresent(steps -> reporter.sampleEvery(steps, sampler(run)));
    ReportFiles reports = new ReportFiles(reportOptions, run, reporter);
    remarks.addAll(reports.openCurves(checkpoint.isPresent()));
    Heading plan = plan(corpus, training, run, checkpoint.isPresent());
    if (reportOptions.events().isPresent()) {
      reserved.add(EventFile.reserve(reportOptions.events().get()));
    }
    reports.openPages(fileOptions.out(), arguments(), plan.parts());
    TrainingSession session = new TrainingSession(run, reporter, checkpoints.out());
    Optional<RunView> view =
        reportOptions.openView(
            run.trainer().steps(),
            () -> reports.facts(fileOptions.out(), arguments(), plan.parts()),
            run.texts().heldOut().isPresent(),
            reporter.pause(),
            session::interrupt);
    view.ifPresent(reporter::add);
    view.ifPresent(page -> plan.line("view", page.address()));
    plan.print(console.streams().err());
    try {
      return run(session, run, reporter, reports, view);
    } catch (IOException | RuntimeException e) {
      view.ifPresent(page -> page.failed(String.valueOf(e.getMessage())));
      throw e;
    } finally {
      view.ifPresent(RunView::close);
    }
  }

  private int run(
      TrainingSession session,
      TrainingRun run,
      Reporter reporter,
      ReportFiles reports,
      Optional<RunView> view)
      throws IOException {
    Checkpoints checkpoints = fileOptions.checkpoints();
    long before = run.trainer().steps();
    Path[] saved = new Path[1];
    return session.run(
        () -> saveFinished(run),
        () -> saved[0] = checkpoints.save(run),
        (end, interrupted) -> {
          reports.end(end, interrupted);
          tellEnd(end, saved[0], run, reporter, before);
          view.ifPresent(page -> page.ended(interrupted));
          // Before a signal may end the program.
          reserved.forEach(Reservation::close);
        });
  }

  private void saveFinished(TrainingRun run) throws IOException {
    if (fileOptions.keepOptimizer()) {
      run.saveFinished(fileOptions.out());
    } else {
      run.finished().save(fileOptions.out());
    }
  }

  private static LongFunction<String> sampler(TrainingRun run) {
    Sampling sampling =
        Sampling.length(SAMPLE_LENGTH)
            .temperature(SAMPLE_TEMPERATURE)
            .seed(run.trainer().config().seed());
    return step -> ByteText.of(sampling.bytes(run.averaged(), step));
  }

  /** What stands after {@code rnn}, also where another command begins this one. */
  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    if (arguments.isEmpty() || !arguments.get(0).equals(spec.name())) {
      arguments.add(0, spec.name());
    }
    return arguments;
  }

  /** The command that makes the same model on a machine of any speed. */
  private String again(TrainingRun run, long steps) {
    return "rnn "
        + new TimedChoice(spec.commandLine().getParseResult()).without(arguments(), run, steps);
  }

  private void tellOtherRuns(List<Path> checkpoints) {
    if (!checkpoints.isEmpty()) {
      List<String> names = new ArrayList<>();
      checkpoints.stream()
          .limit(MOST_LISTED)
          .forEach(file -> names.add(file.getFileName().toString()));
      remarks.add(
          "beside OUT lie checkpoints of another run, which this one is not to be resumed from: "
              + String.join(" ", names));
    }
  }

  private Heading plan(Corpus corpus, Training training, TrainingRun run, boolean resumed) {
    Heading heading = new Heading();
    heading.corpus(corpus, run.model().vocabulary());
    corpusOptions.cache().ifPresent(path -> heading.line("cache", path.toString()));
    heading.texts(run.texts(), corpus.vocabulary().unit(), validationOptions.origin());
    tellForgotten(run, heading);
    heading.line("model", NetworkOptions.describe(run.model().network().config()));
    remarks.forEach(remark -> heading.line("", remark));
    heading.training(run.trainer(), corpus.vocabulary().unit());
    training
        .measuredSpeed()
        .ifPresent(
            speed ->
                heading.line(
                    "time",
                    Words.time(trainingOptions.timeBudget().orElseThrow())
                        + " in all, at the "
                        + Words.number(Math.round(speed))
                        + " "
                        + corpus.vocabulary().unit().noun()
                        + "s a second that were measured"
                        + (training.enoughPasses() ? enough(run, speed) : "")));
    if (trainingOptions.timeBudget().isPresent()) {
      heading.line("again", again(run, run.trainer().totalSteps()));
    }
    heading.line("backend", BackendOption.describe(run.model().network().la()));
    console
        .cluster()
        .ifPresent(
            cluster -> heading.line("cluster", cluster.describe(run.trainer().config().shards())));
    Path out = fileOptions.out();
    boolean replaces = !resumed && Files.isRegularFile(out);
    heading.line("out", out + (replaces ? ", which replaces an earlier model" : ""));
    if (resumed) {
      reportOptions.metrics().ifPresent(path -> heading.line("metrics", path.toString()));
      reportOptions.plot().ifPresent(path -> heading.line("plot", path.toString()));
      reportOptions.page().ifPresent(path -> heading.line("report", path.toString()));
      reportOptions.events().ifPresent(path -> heading.line("events", path.toString()));
    }
    return heading;
  }

  private static void tellForgotten(TrainingRun run, Heading heading) {
    int most = run.config().remember();
    long records = run.allRecords();
    if (most > 0 && records > most) {
      heading.line(
          "",
          Words.count(records, "record")
              + " in all, more than the "
              + Words.number(most)
              + " that the model would remember: for 'rnn sample --novel' it needs --remember "
              + records);
    }
  }

  private void tellEnd(
      TrainingRun.End end, Path checkpoint, TrainingRun run, Reporter reporter, long before)
      throws IOException {
    boolean stream = OutputFile.isStream(fileOptions.out());
    // A model on standard output has it for itself.
    PrintStream out =
        OutputFile.isStandardOutput(fileOptions.out())
            ? console.streams().err()
            : console.streams().out();
    Path file = checkpoint == null ? fileOptions.out() : checkpoint;
    String steps = Words.count(run.trainer().steps(), "step");
    String unit = run.model().vocabulary().unit().noun();
    String done =
        run.trainer().steps() == before
            ? String.format("%s: all %s were done before%n", file, steps)
            : String.format(
                "%s: loss %s after %s in %s%n",
                file, Words.loss(reporter.loss(), unit), steps, Words.time(reporter.elapsed()));
    out.print(done);
    if (run.bestStep() > 0) {
      out.println(best(run, stream));
    }
    out.flush();
    if (checkpoint == null && fileOptions.keepOptimizer() && !stream) {
      reporter.message(
          "it keeps its training; this gives it more: rnn train --resume "
              + Words.quoted(file)
              + " --epochs N");
    }
    if (end == TrainingRun.End.OUT_OF_TIME) {
      reporter.message(
          "the time was over after "
              + Words.number(run.trainer().steps())
              + " of "
              + Words.count(run.trainer().totalSteps(), "step")
              + ", as this machine went slower than it was measured to");
      reporter.message("the same model again: " + again(run, run.trainer().steps()));
    }
    if (end == TrainingRun.End.NO_IMPROVEMENT) {
      reporter.message(
          "ended early: the held-out loss has not fallen for "
              + Words.count(run.config().patience(), "reading"));
    }
    if (checkpoint != null) {
      reporter.message(
          stream
              ? "interrupted; what was written to " + checkpoint + " is a checkpoint"
              : "interrupted; this goes on: rnn train --resume "
                  + Words.quoted(checkpoint)
                  + reportOptions.elsewhere(checkpoint));
    }
  }

  private String best(TrainingRun run, boolean stream) throws IOException {
    Checkpoints checkpoints = fileOptions.checkpoints();
    String best =
        Words.loss(run.bestLoss(), run.model().vocabulary().unit().noun())
            + " on the held-out text, after "
            + Words.count(run.bestStep(), "step");
    if (stream) {
      return "at best: " + best;
    }
    return checkpoints.holdsBest(run)
        ? checkpoints.best() + ": " + best
        : "the best was " + best + ": its model is not in " + checkpoints.best();
  }
}
