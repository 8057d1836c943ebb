package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.text.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole run of training: steps, reports, evaluation on a held-out text, checkpoints, early
 * stopping, and what to do when the numbers run away.
 *
 * <p>A run that was saved and is resumed goes on bit for bit as if it had never stopped. Reports,
 * evaluations and checkpoints fall on the same steps, and a checkpoint holds all that they depend
 * on.
 *
 * <p>Not thread-safe, but for {@link #stop}.
 */
public final class TrainingRun {
  /** How a run ended. */
  public enum End {
    /** It did all its steps. */
    FINISHED,
    /** The held-out loss had not improved for as long as the patience lasts. */
    NO_IMPROVEMENT,
    /** {@link #stop} was called. */
    STOPPED
  }

  private static final String PREFIX = "training.";
  private static final String CONFIG = PREFIX + "config.";
  private static final String RUN = PREFIX + "run.";
  private static final String NOTE = PREFIX + "note.";
  private static final String LIVE = PREFIX + "now.";
  private static final String GOOD = PREFIX + "good.";
  private static final double BACK_OFF = 0.5;

  private final Model model;
  private final Trainer trainer;
  private final RunConfig config;
  private final Optional<HeldOutLoss> heldOut;
  private final Optional<EarlyStopping> stopping;
  private final TrainingListener listener;
  private final Map<String, String> notes = new TreeMap<>();
  private final TrainingState good;
  private volatile boolean stopRequested;
  private int retries;
  private double reportLoss;
  private long reportCharacters;
  private double validationLoss = Double.NaN;
  private double bestLoss = Double.NaN;
  private long bestStep;

  private TrainingRun(Builder settings) {
    this.model = settings.model;
    this.trainer = new Trainer(model, settings.training, settings.how);
    this.config = settings.config;
    this.heldOut = settings.heldOut.map(text -> text.heldOut(model, settings.how));
    if (config.patience() > 0 && heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "patience needs a held-out text: without one there is no improvement to wait for");
    }
    this.stopping =
        config.patience() > 0
            ? Optional.of(new EarlyStopping(config.patience(), 0))
            : Optional.empty();
    this.listener = settings.listener;
    this.good = trainer.newState();
    rememberGood();
  }

  /**
   * A builder of a run at its start, with nothing held out.
   *
   * @param model what is trained, from its weights as they are
   * @param training the text, in the model's vocabulary
   * @param how how to train
   * @return a new builder
   */
  public static Builder builder(Model model, Tokens training, TrainingConfig how) {
    return builder(model, TrainingText.of(training), how);
  }

  /**
   * A builder of a run at its start, with nothing held out.
   *
   * @param model what is trained, from its weights as they are
   * @param training what is trained on, in the model's vocabulary
   * @param how how to train
   * @return a new builder
   */
  public static Builder builder(Model model, TrainingText training, TrainingConfig how) {
    return new Builder(model, training, how);
  }

  /** Gathers what a run may have besides, in any order. */
  public static final class Builder {
    private final Model model;
    private final TrainingText training;
    private final TrainingConfig how;
    private Optional<TrainingText> heldOut = Optional.empty();
    private RunConfig config = RunConfig.DEFAULT;
    private TrainingListener listener = new TrainingListener() {};

    private Builder(Model model, TrainingText training, TrainingConfig how) {
      this.model = model;
      this.training = training;
      this.how = how;
    }

    /**
     * Sets a text on which the model is evaluated, and not trained.
     *
     * @param heldOut the text, in the model's vocabulary
     * @return this builder
     */
    public Builder heldOut(Tokens heldOut) {
      return heldOut(TrainingText.of(heldOut));
    }

    /**
     * Sets what the model is evaluated on, and not trained.
     *
     * @param heldOut a text or records, in the model's vocabulary
     * @return this builder
     */
    public Builder heldOut(TrainingText heldOut) {
      this.heldOut = Optional.of(heldOut);
      return this;
    }

    /**
     * Sets what to do around the steps.
     *
     * @param config {@link RunConfig#DEFAULT} if it is not set
     * @return this builder
     */
    public Builder config(RunConfig config) {
      this.config = config;
      return this;
    }

    /**
     * Sets who hears what happens.
     *
     * @param listener nobody if it is not set
     * @return this builder
     */
    public Builder listener(TrainingListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Makes the run.
     *
     * @return a new run, no step of which is done
     * @throws io.github.rnn4j.text.UnusableTextException if the text is too short for a window or
     *     for the streams
     * @throws IllegalArgumentException if there is patience, but no held-out text to wait for
     */
    public TrainingRun build() {
      return new TrainingRun(this);
    }
  }

  /**
   * Trains until the run ends.
   *
   * @return how it ended
   * @throws DivergenceException if it diverged more often than it may; the model is then in its
   *     last good state
   * @throws IOException from the listener
   */
  public End run() throws IOException {
    while (trainer.steps() < trainer.totalSteps()) {
      if (stopping.isPresent() && stopping.get().due()) {
        return End.NO_IMPROVEMENT;
      }
      if (stopRequested) {
        return End.STOPPED;
      }
      double rate = trainer.learningRate();
      try {
        trainer.step();
        if (due(config.checkpointEvery())) {
          trainer.requireFiniteNext();
        }
      } catch (DivergenceException e) {
        goBack(e);
        continue;
      }
      reportLoss += trainer.loss() * trainer.characters();
      reportCharacters += trainer.characters();
      listener.stepped(trainer);
      if (heldOut.isPresent() && due(config.validateEvery())) {
        validate(heldOut.get().mean());
      }
      if (trainer.steps() % config.reportEvery() == 0 || trainer.steps() == trainer.totalSteps()) {
        report(rate);
      }
      if (due(config.checkpointEvery())) {
        rememberGood();
        listener.checkpoint(this);
      }
    }
    return End.FINISHED;
  }

  /** Asks the run to end after the step it is in. May be called by any thread. */
  public void stop() {
    stopRequested = true;
  }

  private boolean due(long every) {
    return trainer.steps() == trainer.totalSteps()
        || (every == 0 ? trainer.atEpochStart() : trainer.steps() % every == 0);
  }

  private void validate(double loss) throws IOException {
    validationLoss = loss;
    trainer.observe(loss);
    stopping.ifPresent(patience -> patience.observe(loss));
    boolean best = !(validationLoss >= bestLoss) && !Double.isNaN(validationLoss);
    if (best) {
      bestLoss = validationLoss;
      bestStep = trainer.steps();
    }
    listener.validated(this, validationLoss, best);
  }

  private void report(double rate) throws IOException {
    Report report =
        new Report(
            trainer.steps(),
            trainer.totalSteps(),
            trainer.epochs(),
            reportLoss / reportCharacters,
            reportCharacters,
            validationLoss,
            trainer.gradientNorm(),
            rate);
    reportLoss = 0;
    reportCharacters = 0;
    listener.report(report);
  }

  private void goBack(DivergenceException cause) throws IOException {
    double factor = trainer.rateFactor() * BACK_OFF;
    restore(good);
    if (retries == config.retries()) {
      throw new DivergenceException(
          cause,
          retries == 0
              ? "the model is kept as it was at step " + trainer.steps()
              : "gave up after "
                  + retries
                  + " attempts, each at half the learning rate; the model is kept as it was at step "
                  + trainer.steps());
    }
    retries++;
    trainer.reduceRate(factor / trainer.rateFactor());
    rememberGood();
    listener.wentBack(cause, trainer.steps(), trainer.learningRate());
  }

  // ------------------------------------------------------------------------ where it is

  /**
   * The model.
   *
   * @return what is trained, as it is now
   */
  public Model model() {
    return model;
  }

  /**
   * The trainer.
   *
   * @return where the run is
   */
  public Trainer trainer() {
    return trainer;
  }

  /**
   * The lowest loss on the held-out text.
   *
   * @return nats a character; NaN if there was no evaluation
   */
  public double bestLoss() {
    return bestLoss;
  }

  /**
   * The step of the lowest loss on the held-out text.
   *
   * @return 0 if there was no evaluation
   */
  public long bestStep() {
    return bestStep;
  }

  /**
   * Notes that a checkpoint carries for whoever resumes the run, such as the names of the text's
   * files.
   *
   * @return a map that may be changed
   */
  public Map<String, String> notes() {
    return notes;
  }

  // ------------------------------------------------------------------------------------- state

  private void rememberGood() {
    capture(good);
  }

  private void capture(TrainingState state) {
    trainer.capture(state);
    Map<String, String> numbers = state.numbers();
    numbers.put("retries", Integer.toString(retries));
    numbers.put("report_loss", Double.toString(reportLoss));
    numbers.put("report_characters", Long.toString(reportCharacters));
    numbers.put("validation_loss", Double.toString(validationLoss));
    numbers.put("best_loss", Double.toString(bestLoss));
    numbers.put("best_step", Long.toString(bestStep));
    stopping.ifPresent(
        patience ->
            patience
                .state()
                .forEach((name, value) -> numbers.put("stopping." + name, Double.toString(value))));
  }

  private void restore(TrainingState state) {
    trainer.restore(state);
    Map<String, String> numbers = state.numbers();
    reportLoss = Double.parseDouble(TrainingConfig.get(numbers, "report_loss"));
    reportCharacters = Long.parseLong(TrainingConfig.get(numbers, "report_characters"));
    validationLoss = Double.parseDouble(TrainingConfig.get(numbers, "validation_loss"));
    bestLoss = Double.parseDouble(TrainingConfig.get(numbers, "best_loss"));
    bestStep = Long.parseLong(TrainingConfig.get(numbers, "best_step"));
    stopping.ifPresent(patience -> patience.restore(Numbers.doubles(numbers, "stopping.")));
  }

  /**
   * Writes a checkpoint: a model file, which can be sampled from like any other, with all that is
   * needed to go on.
   *
   * @param path the file; replaced if it exists
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public void save(Path path) throws IOException {
    SafetensorsWriter writer = model.writer();
    trainer.config().toMap().forEach((name, value) -> writer.metadata(CONFIG + name, value));
    config.toMap().forEach((name, value) -> writer.metadata(RUN + name, value));
    notes.forEach((name, value) -> writer.metadata(NOTE + name, value));
    if (good.numbers().get("step").equals(Long.toString(trainer.steps()))) {
      good.write(LIVE, writer);
    } else {
      TrainingState live = trainer.newState();
      capture(live);
      live.write(LIVE, writer);
      good.write(GOOD, writer);
    }
    writer.write(path);
  }

  /**
   * Takes up the state of a checkpoint.
   *
   * @param file a file that {@link #save} wrote, of a run with the same text and configuration
   * @throws IOException if it does not hold the state of such a run; this run is then of no use
   */
  public void restore(SafetensorsFile file) throws IOException {
    TrainingState live = trainer.newState();
    live.read(LIVE, file);
    try {
      boolean apart = file.metadata().containsKey(GOOD + "step");
      if (apart) {
        good.read(GOOD, file);
      }
      retries = Integer.parseInt(TrainingConfig.get(live.numbers(), "retries"));
      restore(live);
      if (!apart) {
        rememberGood();
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file.source() + ": the state of its training is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * What a checkpoint says of the run it belongs to.
   *
   * @param how how to train
   * @param config what to do around it
   * @param notes the notes that the run carried
   */
  public record Saved(TrainingConfig how, RunConfig config, Map<String, String> notes) {

    /**
     * Reads it.
     *
     * @param file a file that {@link TrainingRun#save} wrote
     * @return the configurations and notes of the run
     * @throws IOException if the file is a model without a training, or what it says makes no sense
     */
    public static Saved of(SafetensorsFile file) throws IOException {
      Map<String, String> how = under(file, CONFIG);
      if (how.isEmpty()) {
        throw new IOException(
            file.source()
                + ": holds no training to resume: a checkpoint does, a finished model does not");
      }
      try {
        return new Saved(
            TrainingConfig.parse(how), RunConfig.parse(under(file, RUN)), under(file, NOTE));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            file.source() + ": the configuration of its training is damaged: " + e.getMessage(), e);
      }
    }

    private static Map<String, String> under(SafetensorsFile file, String prefix) {
      Map<String, String> found = new TreeMap<>();
      file.metadata()
          .forEach(
              (name, value) -> {
                if (name.startsWith(prefix)) {
                  found.put(name.substring(prefix.length()), value);
                }
              });
      return found;
    }
  }
}
