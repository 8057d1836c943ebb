// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.bench.Speedometer.Window;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.NetworkOptions;
import io.github.rnn4j.cli.options.WeightsOption;
import io.github.rnn4j.cost.OperationClock;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rnn bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Measures how fast this machine trains a network, or samples from it. Nothing is saved.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn bench --model lstm --layers 2 --hidden 128",
      "  rnn bench --model gru --hidden 256 --batch-size 1 --json",
      "  rnn bench --model lstm --hidden 512 --sample",
      "  rnn bench --model lstm --hidden 512 --sample --streams 64",
      "  rnn bench --backend ejml --hidden 256 --profile",
      "",
      "A step of training is forward, backward, clip and update. Work goes on untimed until it is"
          + " equally fast three times in a row, then through the timed windows. Other programs that"
          + " run meanwhile make it slower: the fastest window tells the most about the machine."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String SYNTHETIC = "synthetic";

  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Mixin private BenchOptions options;

  @ArgGroup(validate = false, order = 1, heading = "%nThe network:%n")
  private NetworkOptions networkOptions = new NetworkOptions();

  @Mixin private WeightsOption weights;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    if (options.sampling() && !options.trainingOnly().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          String.join(", ", options.trainingOnly())
              + ": with --sample there is no training; leave out one or the other");
    }
    if (!options.sampling() && (options.streams().isPresent() || weights.given())) {
      throw new ParameterException(
          spec.commandLine(), "--streams and --weights are for sampling: give --sample, too");
    }
    LinearAlgebra la = backendOption.choose(console);
    Corpus corpus = corpus();
    BenchWork work =
        new BenchWork(
            corpus,
            networkOptions.config(corpus.vocabulary().size()),
            options.sampling() ? Optional.empty() : Optional.of(options.training()),
            options.streams().orElse(1),
            weights);

    IntSupplier steps = work.start(la);
    steps.getAsInt();
    OptionalDouble age = ThisProcess.age();
    double firstStep = age.orElseGet(ThisProcess::ageOfJvm);

    Speedometer speedometer = new Speedometer(steps, la::isWarm);
    note("warming up");
    note("warmed up for %.1f s", speedometer.warmUp(options.seconds()));
    List<MeasuredWindow> windows = new ArrayList<>();
    OptionalDouble before = la.peakFlops();
    for (int i = 1; i <= options.windows(); i++) {
      Window window = speedometer.window(options.seconds());
      OptionalDouble after = la.peakFlops();
      windows.add(new MeasuredWindow(window, before, after));
      before = after;
      note("window %d of %d: %s characters/s", i, options.windows(), Words.rate(window.rate()));
    }
    OptionalLong resident = ThisProcess.peakResident();
    BenchResult result =
        new BenchResult(
            work,
            options.text().map(Path::toString).orElse(SYNTHETIC),
            la,
            windows,
            firstStep,
            age.isPresent(),
            resident,
            ThisProcess.committedHeap(),
            options.profile() ? profile(work, la) : Map.of());
    if (options.json()) {
      console.streams().out().println(result.json());
    } else {
      result.print(console.streams().out());
    }
    return ExitCode.OK;
  }

  private Corpus corpus() throws IOException {
    CorpusReader reader = new CorpusReader();
    if (options.text().isPresent()) {
      reader.add(options.text().get());
    } else {
      byte[] text = SyntheticText.ascii(SyntheticText.LENGTH);
      reader.add(new ByteArrayInputStream(text), SYNTHETIC);
    }
    return reader.toCorpus();
  }

  /** The part of the time in each operation, the most first, in a window of its own. */
  private Map<String, Double> profile(BenchWork work, LinearAlgebra la) {
    OperationClock clock = new OperationClock(la);
    Speedometer speedometer = new Speedometer(work.start(clock.watched()), la::isWarm);
    note("profiling");
    speedometer.warmUp(options.seconds());
    clock.reset();
    double seconds = speedometer.window(options.seconds()).seconds();
    Map<String, Double> parts = new LinkedHashMap<>();
    clock.nanos().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> parts.put(entry.getKey(), entry.getValue() * 1e-9 / seconds));
    return parts;
  }

  private void note(String format, Object... values) {
    console.streams().err().println(String.format(Locale.ROOT, format, values));
  }
}
