// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.reports.Reporter;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.training.DivergenceException;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A training run with all that surrounds it on the command line, up to its file. */
final class TrainingSession {
  private final TrainingRun run;
  private final Reporter reporter;
  private final Path out;
  private Optional<Interrupt> interrupt = Optional.empty();
  private boolean interruptWanted;

  /**
   * A run at its start, or where it is resumed.
   *
   * @param run the run; {@code reporter} is its listener
   * @param reporter shows how it goes
   * @param out where the model goes
   */
  TrainingSession(TrainingRun run, Reporter reporter, Path out) {
    this.run = run;
    this.reporter = reporter;
    this.out = out;
  }

  /** Ends the training after the present step and saves what was reached, as Ctrl-C does. */
  void interrupt() {
    Optional<Interrupt> begun;
    synchronized (this) {
      interruptWanted = true;
      begun = interrupt;
    }
    begun.ifPresent(Interrupt::request);
  }

  private void begin(Interrupt begun) {
    boolean wanted;
    synchronized (this) {
      interrupt = Optional.of(begun);
      wanted = interruptWanted;
    }
    if (wanted) {
      begun.request();
    }
  }

  /** Tells how a run ended, when its files are there. */
  @FunctionalInterface
  interface Ending {
    /**
     * The run ended.
     *
     * @param end how
     * @param interrupted whether Ctrl-C stopped it
     * @throws IOException if what tells it cannot be written
     */
    void tell(TrainingRun.End end, boolean interrupted) throws IOException;
  }

  /** Where the run is. */
  Trainer trainer() {
    return run.trainer();
  }

  /** Ends the training after the present step. */
  void stop() {
    run.stop();
  }

  /**
   * Trains and saves the model, or what was reached when Ctrl-C ends the training early.
   *
   * @param finished saves the finished model
   * @param interrupted saves what was reached; called instead
   * @param ending called when all is saved, before a signal may end the program
   * @return the exit code
   * @throws DivergenceException if a number became infinite or NaN more often than the run bears.
   *     The last good model is then saved, unless it has learned nothing and would replace one that
   *     has
   * @throws IOException if a file cannot be written
   */
  int run(Saving finished, Saving interrupted, Ending ending) throws IOException {
    try (Interrupt interrupt = new Interrupt(this::interrupted)) {
      begin(interrupt);
      TrainingRun.End end = train();
      boolean early = end == TrainingRun.End.STOPPED && interrupt.requested();
      try {
        if (early) {
          interrupted.save();
        } else {
          finished.save();
        }
      } catch (IOException e) {
        throw reporter.unsaved(e);
      }
      ending.tell(end, early);
      return early ? ExitCode.INTERRUPTED : ExitCode.OK;
    }
  }

  /** Saves something. */
  @FunctionalInterface
  interface Saving {
    /**
     * Saves it.
     *
     * @throws IOException if it cannot be written
     */
    void save() throws IOException;
  }

  private void interrupted() {
    run.stop();
    reporter.stopping();
    reporter.message("finishing the step and saving; Ctrl-C again leaves at once, without saving");
  }

  private Model model() {
    return run.model();
  }

  private TrainingRun.End train() throws IOException {
    reporter.begin(trainer().steps(), trainer().totalSteps());
    try {
      return run.run();
    } catch (DivergenceException e) {
      throw new DivergenceException(e, saveLastGood());
    } finally {
      reporter.close();
    }
  }

  private String saveLastGood() throws IOException {
    if (trainer().steps() == 0 && Files.exists(out)) {
      return "nothing was learned, and " + out + " is left as it was";
    }
    run.finished().save(out);
    return "it is in " + out;
  }
}
