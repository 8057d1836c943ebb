package io.github.rnn4j.cli;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.text.ParallelStreams;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.training.DivergenceException;
import io.github.rnn4j.training.RunConfig;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A training run with all that surrounds it on the command line, up to its file. */
final class TrainingSession {
  /** How many steps the last good state is back at most. */
  private static final int GOOD_EVERY = 50;

  private final Model model;
  private final Path out;
  private final Reporter reporter;
  private final TrainingRun run;

  /**
   * A run at its start.
   *
   * @param model what is trained
   * @param tokens the text
   * @param config how
   * @param reportEvery the steps between two reports
   * @param reporter shows how it goes
   * @param out where the model goes
   */
  TrainingSession(
      Model model,
      Tokens tokens,
      TrainingConfig config,
      long reportEvery,
      Reporter reporter,
      Path out) {
    this.model = model;
    this.out = out;
    this.reporter = reporter;
    this.run =
        new TrainingRun(
            model, tokens, null, config, new RunConfig(reportEvery, 0, GOOD_EVERY, 0, 0), reporter);
  }

  /** The steps of a run. */
  static long totalSteps(Tokens tokens, TrainingConfig config) {
    ParallelStreams streams =
        new ParallelStreams(tokens, config.batchSize(), config.sequenceLength());
    return config.steps() > 0
        ? config.steps()
        : Math.multiplyExact(streams.windows(), config.epochs());
  }

  /** Where the run is. */
  Trainer trainer() {
    return run.trainer();
  }

  /** Ends the training after the present step; the model is saved all the same. */
  void stop() {
    run.stop();
  }

  /**
   * Trains and saves the model, even if Ctrl-C ends the training early.
   *
   * @param told called when the model is saved, before a signal may end the program
   * @return the exit code
   * @throws DivergenceException if a number became infinite or NaN. The last good model is then
   *     saved, unless it has learned nothing and would replace one that has
   * @throws IOException if the model or the metrics cannot be written
   */
  int run(Runnable told) throws IOException {
    Interrupt interrupt = new Interrupt(run::stop);
    try {
      train();
      model.save(out);
      told.run();
      return interrupt.requested() ? ExitCode.INTERRUPTED : ExitCode.OK;
    } finally {
      interrupt.close();
    }
  }

  private void train() throws IOException {
    reporter.begin(trainer().totalSteps());
    try {
      run.run();
      requireFinite();
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
    model.save(out);
    return "it is in " + out;
  }

  /** Each step judges the weights that it finds; those that the last one left are judged here. */
  private void requireFinite() throws IOException {
    for (Parameter parameter : model.network().parameters()) {
      for (double number : parameter.value().toArray()) {
        if (!Double.isFinite(number)) {
          throw new IOException(
              "the training diverged at its last step, "
                  + trainer().steps()
                  + ": "
                  + parameter.name()
                  + " holds "
                  + number
                  + ": try a lower learning rate; nothing is saved");
        }
      }
    }
  }
}
