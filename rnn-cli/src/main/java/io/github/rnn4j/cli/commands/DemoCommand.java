// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.cli.options.ReportOptions;
import io.github.rnn4j.cli.reports.Pace;
import io.github.rnn4j.cli.reports.Progress;
import io.github.rnn4j.cli.reports.Reporter;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.training.Clipping;
import io.github.rnn4j.training.OptimizerConfig;
import io.github.rnn4j.training.OptimizerType;
import io.github.rnn4j.training.Reduction;
import io.github.rnn4j.training.Report;
import io.github.rnn4j.training.ScheduleConfig;
import io.github.rnn4j.training.ScheduleType;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.Training;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rnn demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Shows it all in about two minutes: a network learns \"hello world\" by heart, a second one"
          + " learns the source code of this program, writes some of its own, and is saved, a third one"
          + " learns the names of Java's classes and invents new ones.",
      ""
    },
    footer = {"", "Example:", "  rnn demo --out demo.safetensors"})
public final class DemoCommand implements Callable<Integer> {
  private static final String OUT = "demo.safetensors";
  private static final long SEED = 1;
  private static final int REPORTS = 20;

  /** How many steps the last good state is back at most. */
  private static final int GOOD_EVERY = 50;

  /** A slow machine does fewer steps. */
  private static final Duration LONGEST = Duration.ofSeconds(90);

  @ParentCommand private Console console;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the second model goes. An earlier model is replaced, any other file is not."
              + " (default: "
              + OUT
              + ")")
  private Path out = Path.of(OUT);

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description =
          "Steps of the second training, and the most of the third; fewer are quicker. (default: ${DEFAULT-VALUE})")
  private long steps = 6000;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    OutputFile.requireModel(out, List.of());
    LinearAlgebra la = backendOption.choose(console);
    console.streams().out().println("The backend is " + BackendOption.describe(la) + ".");
    helloWorld(la);
    int code = sourceCode(la);
    if (code == ExitCode.OK) {
      new DemoRecords(console).run(la, steps);
    }
    return code;
  }

  // -------------------------------------------------------------------------------- hello world

  private void helloWorld(LinearAlgebra la) throws IOException {
    PrintStream out = console.streams().out();
    String text = "hello world";
    int hidden = 32;
    int epochs = 2000;
    double learningRate = 0.05;
    out.printf(
        Locale.ROOT,
        "%n1. A network of %d hidden units reads \"%s\" %,d times, at learning rate %s.%n%n",
        hidden,
        text,
        epochs,
        learningRate);
    TrainingRun run =
        Training.on(text)
            .backend(la)
            .network(network -> network.cell(CellType.RNN).hiddenSize(hidden))
            .training(how -> how.learningRate(learningRate).reduction(Reduction.SUM))
            .epochs(epochs)
            .seed(SEED)
            .prepare();
    Trainer trainer = run.trainer();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double loss = trainer.epoch();
      if (epoch == 1 || epoch == 10 || epoch == 100 || epoch % 500 == 0) {
        out.printf(
            Locale.ROOT, "   epoch %,5d  loss %s%n", epoch, Words.loss(loss, Unit.CHAR.noun()));
      }
    }
    out.printf(
        "%n   From \"h\" it writes: %s%n", "h" + sample(run.model(), "h", text.length() - 1, 0));
    out.flush();
  }

  // -------------------------------------------------------------------------------- source code

  private int sourceCode(LinearAlgebra la) throws IOException {
    PrintStream out = console.streams().out();
    Corpus corpus = DemoCorpus.read();
    int hidden = 128;
    Progress progress = new ReportOptions().progress(console.streams(), Unit.CHAR);
    Reporter reporter = new Reporter(List.of(progress), Optional.empty(), console.streams().err());
    TrainingRun run =
        Training.on(corpus)
            .backend(la)
            .network(network -> network.cell(CellType.RNN).hiddenSize(hidden))
            .training(
                how ->
                    how.sequenceLength(50)
                        .batchSize(16)
                        .optimizer(new OptimizerConfig(OptimizerType.ADAM))
                        .learningRate(0.003)
                        .schedule(new ScheduleConfig(ScheduleType.COSINE))
                        .clipping(Clipping.norm(1)))
            .around(
                around ->
                    around
                        .reportEvery(Math.max(1, steps / REPORTS))
                        .checkpointEvery(GOOD_EVERY)
                        .retries(0))
            .steps(steps)
            .seed(SEED)
            .listener(reporter)
            .prepare();
    TrainingSession session = new TrainingSession(run, reporter, this.out);
    Samples samples = new Samples(progress, run);
    reporter.add(samples);
    reporter.add(new TimeLimit(session, reporter));
    out.printf(
        Locale.ROOT,
        "%n2. A network of %d hidden units reads the source code of this program: %s in %s, %.1f"
            + " times.%n%n",
        hidden,
        Words.count(corpus.tokens().length(), "character"),
        Words.count(corpus.parts().size(), "file"),
        (double) steps / session.trainer().stepsPerEpoch());
    out.flush();
    return session.run(
        () -> run.model().save(this.out),
        () -> run.model().save(this.out),
        (end, interrupted) -> {
          samples.print("At the end, after %,d steps,", session.trainer().steps(), reporter.loss());
          tell(reporter);
        });
  }

  private void tell(Reporter reporter) {
    PrintStream out = console.streams().out();
    out.printf(
        "The model is saved, after %s. It goes on from any text:%n"
            + "  rnn sample %s --prime \"public \" --temperature 0.7%n",
        Words.time(reporter.elapsed()), this.out);
    out.flush();
  }

  /** Ends the training when it has taken too long. */
  private final class TimeLimit implements Progress {
    private final TrainingSession session;
    private final Reporter reporter;

    TimeLimit(TrainingSession session, Reporter reporter) {
      this.session = session;
      this.reporter = reporter;
    }

    @Override
    public void step(long step) {
      if (reporter.elapsed().compareTo(LONGEST) > 0 && step < steps) {
        session.stop();
      }
    }
  }

  /** Prints samples now and then. */
  private final class Samples implements Progress {
    private static final int LENGTH = 240;

    private final Progress progress;
    private final TrainingRun run;

    Samples(Progress progress, TrainingRun run) {
      this.progress = progress;
      this.run = run;
    }

    @Override
    public void report(Report report, Pace pace) {
      long every = Math.max(1, report.totalSteps() / 4);
      if (report.step() % every == 0 && report.step() < report.totalSteps()) {
        progress.print(() -> print("After %,d steps", report.step(), report.loss()));
      }
    }

    /** Also called when the training is over, after however many steps. */
    void print(String when, long step, double loss) {
      PrintStream out = console.streams().out();
      out.printf(
          Locale.ROOT,
          "%n   " + when + " the loss is %s. It writes:%n%n",
          step,
          Words.loss(loss, Unit.CHAR.noun()));
      sample(run.model(), "\n", LENGTH, step).lines().forEach(line -> out.println("   | " + line));
      out.println();
      out.flush();
    }
  }

  private static String sample(Model model, String prime, int length, long step) {
    return Sampling.length(length)
        .temperature(0.7)
        .seed(SEED)
        .generator(model, step)
        .read(prime)
        .generate(length);
  }
}
