// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.training.Checkpoints;
import io.github.rnn4j.training.DivergenceException;
import io.github.rnn4j.training.Report;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingListener;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Clocks a training run, passes on what happens to all that show it, and has it saved. */
public final class Reporter implements TrainingListener, AutoCloseable {
  private final List<Progress> views;
  private final Optional<Checkpoints> checkpoints;
  private final PrintStream err;
  private final Pause pause = new Pause();
  private long firstStep;
  private long start;
  private long lastReport;
  private boolean reported;
  private @Nullable Path lastCheckpoint;
  private long lastCheckpointStep;
  private double loss = Double.NaN;
  private long sampleEvery;
  private LongFunction<String> sampler = step -> "";

  /**
   * Passes on.
   *
   * @param views what shows the run
   * @param checkpoints where the run is saved on the way; empty for nowhere
   * @param err where messages go
   */
  public Reporter(List<Progress> views, Optional<Checkpoints> checkpoints, PrintStream err) {
    this.views = new ArrayList<>(views);
    this.checkpoints = checkpoints;
    this.err = err;
  }

  /** What holds the run between two steps. The time that it waits is none of its own. */
  public Pause pause() {
    return pause;
  }

  /** The run is to end after its step, and waits for nothing any more. */
  public void stopping() {
    pause.end();
    views.forEach(Progress::stopping);
  }

  /** Shows the run in one more way. */
  public void add(Progress view) {
    views.add(view);
  }

  /**
   * Has a sample drawn and shown now and then.
   *
   * @param steps the steps between two
   * @param draw what the model writes at a step; an ArithmeticException says that it cannot
   */
  public void sampleEvery(long steps, LongFunction<String> draw) {
    sampleEvery = steps;
    sampler = draw;
  }

  public void begin(long step, long totalSteps) {
    firstStep = step;
    start = System.nanoTime();
    lastReport = start;
    views.forEach(view -> view.begin(step, totalSteps));
  }

  /** The loss reported last, or else that of the last step. */
  public double loss() {
    return loss;
  }

  /** The time since the run began or was resumed. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void stepped(Trainer trainer) {
    if (!reported) {
      loss = trainer.loss();
    }
    for (int i = 0; i < views.size(); i++) {
      views.get(i).step(trainer.steps());
    }
    long waited = pause.await();
    start += waited;
    lastReport += waited;
    if (sampleEvery > 0 && trainer.steps() % sampleEvery == 0) {
      sample(trainer.steps(), trainer.epochs());
    }
  }

  @Override
  public void report(Report report) {
    reported = true;
    loss = report.loss();
    long now = System.nanoTime();
    double seconds = Math.max(1, now - lastReport) * 1e-9;
    double rest = (double) (report.totalSteps() - report.step()) / (report.step() - firstStep);
    Pace pace =
        new Pace(
            report.characters() / seconds,
            Duration.ofNanos(now - start),
            Duration.ofNanos(Math.round((now - start) * rest)));
    lastReport = now;
    views.forEach(view -> view.report(report, pace));
  }

  @Override
  public void validated(TrainingRun run, double loss, boolean best) throws IOException {
    if (best && checkpoints.isPresent()) {
      try {
        checkpoints.get().saveBest(run.finished());
      } catch (IOException e) {
        throw unsaved(e);
      }
    }
    Trainer trainer = run.trainer();
    views.forEach(view -> view.validated(trainer.steps(), trainer.epochs(), loss, best));
  }

  @Override
  public void checkpoint(TrainingRun run) throws IOException {
    if (checkpoints.isPresent()) {
      views.forEach(Progress::checkpoint);
      try {
        saved(checkpoints.get().save(run), run.trainer().steps());
      } catch (IOException e) {
        throw unsaved(e);
      }
    }
  }

  /** Tells that a checkpoint of the run is there. */
  public void saved(Path checkpoint, long step) {
    lastCheckpoint = checkpoint;
    lastCheckpointStep = step;
  }

  /** A failure to save, with what is left of the run. */
  public IOException unsaved(IOException e) {
    String left =
        lastCheckpoint == null
            ? "the run had no checkpoint yet, and is lost"
            : String.format(
                Locale.ROOT,
                "the checkpoint of step %,d is whole, and goes on: rnn train --resume %s",
                lastCheckpointStep,
                Words.quoted(lastCheckpoint));
    return new IOException(e.getMessage() + "; " + left, e);
  }

  private void sample(long step, double epoch) {
    String text;
    try {
      text = sampler.apply(step);
    } catch (ArithmeticException e) {
      // The weights are not finite, of which the next step tells.
      return;
    }
    print(
        () -> {
          err.printf(Locale.ROOT, "After %,d steps it writes:%n", step);
          text.lines().forEach(line -> err.println("  | " + Printable.text(line)));
        });
    views.forEach(view -> view.sampled(step, epoch, text));
  }

  /** Prints a message between whatever shows the run. */
  public void message(String message) {
    print(() -> err.println("rnn: " + Printable.line(message)));
  }

  private void print(Runnable message) {
    Runnable printing = message;
    for (Progress view : views) {
      Runnable inner = printing;
      printing = () -> view.print(inner);
    }
    printing.run();
  }

  @Override
  public void wentBack(DivergenceException cause, long step, double learningRate) {
    message(
        String.format(
            Locale.ROOT,
            "%s; going on from step %,d at learning rate %s",
            cause.getMessage(),
            step,
            learningRate));
    firstStep = Math.min(firstStep, step);
    views.forEach(view -> view.wentBack(step));
  }

  @Override
  public void close() {
    views.forEach(Progress::end);
  }
}
