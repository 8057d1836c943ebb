package io.github.rnn4j.cli;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.safetensors.AtomicFile;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
      "  rnn train src README.md --hidden 256 --epochs 10",
      "  cat *.txt | rnn train - --metrics run.jsonl",
      "  rnn train --text \"hello world\" --hidden 32",
      "  rnn train huge.txt --cache auto --min-count 10",
      "",
      "The loss is the mean cross-entropy in nats per character. If it does not fall, try another"
          + " --learning-rate; if it becomes NaN, a lower one. Ctrl-C ends the training after the"
          + " present step and saves what was reached."
    })
final class TrainCommand implements Callable<Integer> {
  @ParentCommand private Rnn rnn;

  @Spec private CommandSpec spec;

  @Mixin private CorpusOptions corpusOptions;

  @ArgGroup(validate = false, order = 1, heading = "%nThe network:%n")
  private NetworkOptions networkOptions = new NetworkOptions();

  @ArgGroup(validate = false, order = 2, heading = "%nThe training:%n")
  private TrainingOptions trainingOptions = new TrainingOptions();

  @ArgGroup(validate = false, order = 3, heading = "%nThe files:%n")
  private FileOptions fileOptions = new FileOptions();

  @ArgGroup(validate = false, order = 4, heading = "%nThe reports:%n")
  private ReportOptions reportOptions = new ReportOptions();

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    checkUsage();
    checkFiles();
    LinearAlgebra la = backendOption.choose();
    Optional<SafetensorsFile> init = readInit();
    Corpus corpus = corpusOptions.read(rnn.streams());

    Network network = new Network(la, networkOptions.config(corpus.vocabulary().size()));
    List<String> passedOver = start(network, init);
    TrainingConfig config = trainingOptions.config(corpus.tokens().length());
    long totalSteps = TrainingSession.totalSteps(corpus.tokens(), config);
    List<Progress> views = new ArrayList<>(List.of(reportOptions.progress(rnn.streams())));
    Optional<MetricsFile> metrics = reportOptions.openMetrics();
    metrics.ifPresent(views::add);
    Reporter reporter = new Reporter(views, rnn.streams().err());
    TrainingSession session =
        new TrainingSession(
            new Model(network, corpus.vocabulary()),
            corpus.tokens(),
            config,
            reportOptions.every(totalSteps),
            reporter,
            fileOptions.out());

    Heading heading = new Heading(rnn.streams().err());
    heading.corpus(corpus);
    corpusOptions.cache().ifPresent(path -> heading.line("cache", path.toString()));
    heading.line("model", NetworkOptions.describe(network.config()));
    fileOptions.init().ifPresent(path -> heading.line("", "started from " + path));
    if (!passedOver.isEmpty()) {
      heading.line("", "not weights, passed over: " + String.join(", ", passedOver));
    }
    heading.training(session.trainer());
    heading.line("backend", BackendOption.describe(la));
    heading.line("out", outLine());

    int code = session.run(() -> tell(session.trainer().steps(), reporter));
    if (metrics.isPresent()) {
      metrics.get().close();
    }
    return code;
  }

  private void checkUsage() {
    if (corpusOptions.none()) {
      throw usage("there is no text: name a file or directory, - for standard input, or --text");
    }
    if (corpusOptions.conflict().isPresent()) {
      throw usage(corpusOptions.conflict().get());
    }
    if (trainingOptions.lengthTwice()) {
      throw usage("--epochs and --steps exclude each other: give one of them");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** What cannot be written is found before the work. */
  private void checkFiles() throws IOException {
    List<Path> others = new ArrayList<>(corpusOptions.paths());
    if (corpusOptions.cache().isPresent()) {
      AtomicFile.requireWritable(corpusOptions.cache().get());
      others.add(corpusOptions.cache().get());
    }
    fileOptions.init().ifPresent(others::add);
    if (reportOptions.metrics().isPresent()) {
      OutputFile.requireMetrics(reportOptions.metrics().get(), others);
      others.add(reportOptions.metrics().get());
    }
    OutputFile.requireModel(fileOptions.out(), others);
  }

  private Optional<SafetensorsFile> readInit() throws IOException {
    return fileOptions.init().isPresent()
        ? Optional.of(SafetensorsFile.read(fileOptions.init().get()))
        : Optional.empty();
  }

  private List<String> start(Network network, Optional<SafetensorsFile> init) throws IOException {
    if (init.isPresent()) {
      return StartWeights.read(init.get(), network);
    }
    Initialization.uniform(network, new RandomStreams(trainingOptions.seed()));
    return List.of();
  }

  private String outLine() {
    Path out = fileOptions.out();
    return out + (Files.isRegularFile(out) ? ", which replaces an earlier model" : "");
  }

  private void tell(long steps, Reporter reporter) {
    rnn.streams()
        .out()
        .printf(
            "%s: loss %s after %s in %s%n",
            fileOptions.out(),
            Words.loss(reporter.loss()),
            Words.count(steps, "step"),
            Words.time(reporter.elapsed()));
    rnn.streams().out().flush();
  }
}
