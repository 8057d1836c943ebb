package io.github.rnn4j.cli;

import io.github.rnn4j.training.DivergenceException;
import io.github.rnn4j.training.Report;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Clocks a training run and passes on what happens to all that show it. */
final class Reporter implements TrainingListener, AutoCloseable {
  private final List<Progress> views;
  private final PrintStream err;
  private long start;
  private long lastReport;
  private boolean reported;
  private double loss = Double.NaN;

  /**
   * Passes on.
   *
   * @param views what shows the run
   * @param err where messages go
   */
  Reporter(List<Progress> views, PrintStream err) {
    this.views = List.copyOf(views);
    this.err = err;
  }

  void begin(long totalSteps) {
    start = System.nanoTime();
    lastReport = start;
    views.forEach(view -> view.begin(totalSteps));
  }

  /** The loss reported last, or else that of the last step. */
  double loss() {
    return loss;
  }

  /** The time since the run began. */
  Duration elapsed() {
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
  }

  @Override
  public void report(Report report) {
    reported = true;
    loss = report.loss();
    long now = System.nanoTime();
    double seconds = Math.max(1, now - lastReport) * 1e-9;
    Pace pace = new Pace(report.characters() / seconds, Duration.ofNanos(now - start));
    lastReport = now;
    views.forEach(view -> view.report(report, pace));
  }

  @Override
  public void wentBack(DivergenceException cause, long step, double learningRate) {
    String message =
        String.format(
            Locale.ROOT,
            "rnn: %s; going on from step %,d at learning rate %s",
            cause.getMessage(),
            step,
            learningRate);
    Runnable printing = () -> err.println(message);
    for (Progress view : views) {
      Runnable inner = printing;
      printing = () -> view.print(inner);
    }
    printing.run();
  }

  @Override
  public void close() {
    views.forEach(Progress::end);
  }
}
