// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.LabelEvidence;
import io.github.rnn4j.records.RecordNgrams;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.scoring.RecordClassifier;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.text.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    STOPPED,
    /** The time that {@link #endBy} gave was over; the last step was treated as that of the end. */
    OUT_OF_TIME
  }

  private static final double BACK_OFF = 0.5;

  private final Model model;
  private final Split texts;
  private final Trainer trainer;
  private final RunConfig config;
  private final Optional<HeldOutLoss> heldOut;
  private final Optional<EarlyStopping> stopping;
  private final Runaway runaway;
  private final TrainingListener listener;
  private final Map<String, String> notes = new TreeMap<>();
  private final TrainingState good;
  private volatile boolean stopRequested;
  private OptionalLong deadline = OptionalLong.empty();
  private boolean last;
  private int retries;
  private double reportLoss;
  private long reportCharacters;
  private double validationLoss = Double.NaN;
  private double bestLoss = Double.NaN;
  private long bestStep;
  private String bestDigest = "";
  private Optional<Model> finished = Optional.empty();

  /** Counts of the labelled records, once they were asked for. */
  private Optional<RecordNgrams> ngrams = Optional.empty();

  private long finishedStep;
  private int finishedRetries;
  private Optional<String> id = Optional.empty();

  private TrainingRun(Builder settings) {
    this.model = settings.model.withoutTraces();
    this.texts = new Split(settings.training, settings.heldOut);
    this.trainer = new Trainer(model, settings.training, settings.how, settings.elsewhere);
    this.config = settings.config;
    this.heldOut = settings.heldOut.map(text -> text.heldOut(trainer.averaged()));
    if (settings.how.average().type() == AverageType.ASGD && heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "the average asgd needs a held-out text: it begins when the loss on it rises; without one"
              + " there is ema");
    }
    if (config.patience() > 0 && heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "patience needs a held-out text: without one there is no improvement to wait for");
    }
    this.stopping =
        config.patience() > 0
            ? Optional.of(new EarlyStopping(config.patience(), 0))
            : Optional.empty();
    this.runaway = new Runaway(model.vocabulary().size(), trainer.totalSteps());
    this.listener = settings.listener;
    this.good = trainer.newState();
    rememberGood();
  }

  private static void requireFinite(Model model) {
    for (Parameter parameter : model.network().parameters()) {
      for (double number : parameter.value().toArray()) {
        if (!Double.isFinite(number)) {
          throw new IllegalArgumentException(
              "the model's " + parameter.name() + " holds " + number + ": it cannot be trained");
        }
      }
    }
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
    private Optional<ShardExecutor> elsewhere = Optional.empty();

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
     * Has the gradients computed elsewhere.
     *
     * @param executor whoever computes the shards; this process if it is not set
     * @return this builder
     */
    public Builder shardsBy(ShardExecutor executor) {
      this.elsewhere = Optional.of(executor);
      return this;
    }

    /**
     * Makes the run.
     *
     * @return a new run, no step of which is done
     * @throws io.github.rnn4j.text.UnusableTextException if the text is too short for a window or
     *     for the streams
     * @throws IllegalArgumentException if there is patience, or the average asgd, but no held-out
     *     text to wait for
     */
    public TrainingRun build() {
      return new TrainingRun(this);
    }

    /**
     * Makes the run of a checkpoint, where it stopped. The checkpoint says what to do around the
     * steps; the model is the one in it, as {@link Model#of} reads it, and the training is as
     * {@link Saved} has it, but for the length of the run, which may be another one.
     *
     * @param file a file that {@link TrainingRun#save} wrote
     * @return the run
     * @throws IOException if the file does not hold the state of such a run
     */
    public TrainingRun resume(SafetensorsFile file) throws IOException {
      Saved saved = Saved.of(file);
      TrainingState.requireStreams(CheckpointFile.LIVE, file, saved.how().batchSize());
      TrainingRun run;
      try {
        run = config(saved.config()).build();
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new IOException(
            file.source()
                + ": its 'training.config.' and 'training.run.' do not fit the text: "
                + e.getMessage(),
            e);
      }
      run.restore(file);
      return run;
    }
  }

  /**
   * Trains until the run ends.
   *
   * @return how it ended
   * @throws DivergenceException if it diverged more often than it may, to numbers that are not
   *     finite or to a loss that is hopeless for long: over three times that of blind guessing, and
   *     that of the first step. The model is then in its last good state
   * @throws IOException from the listener
   */
  public End run() throws IOException {
    id();
    while (trainer.steps() < trainer.totalSteps()) {
      if (stopping.isPresent() && stopping.get().due()) {
        return early(End.NO_IMPROVEMENT);
      }
      if (stopRequested) {
        return early(End.STOPPED);
      }
      last = timeIsOver();
      try {
        step();
      } catch (DivergenceException e) {
        goBack(e);
        continue;
      }
      if (last && trainer.steps() < trainer.totalSteps()) {
        return End.OUT_OF_TIME;
      }
    }
    return End.FINISHED;
  }

  /**
   * Has the run end in time: the first step that begins after it is the last one, and is treated as
   * the last of all, with report, evaluation and checkpoint. The model is that of a run which had
   * so many steps from the start, and the same learning rates ({@code cosine:length=}).
   *
   * @param nanoTime a time of {@link System#nanoTime}
   */
  public void endBy(long nanoTime) {
    deadline = OptionalLong.of(nanoTime);
  }

  private boolean timeIsOver() {
    return deadline.isPresent() && System.nanoTime() - deadline.getAsLong() >= 0;
  }

  /** At the end of all steps the last checkpoint has looked; a run that ends before looks here. */
  private End early(End end) throws IOException {
    try {
      trainer.requireFinite();
    } catch (DivergenceException e) {
      goBack(e);
    }
    return end;
  }

  private void step() throws IOException {
    double rate = trainer.learningRate();
    trainer.step();
    if (runaway.observe(trainer.loss())) {
      throw trainer.diverged(runaway.describe(trainer.loss()));
    }
    if (due(config.checkpointEvery())) {
      trainer.requireFiniteNext();
    }
    reportLoss += trainer.loss() * trainer.characters();
    reportCharacters += trainer.characters();
    listener.stepped(trainer);
    if (heldOut.isPresent() && due(config.validateEvery())) {
      validate(lossOf(heldOut.get()));
    }
    if (trainer.steps() % config.reportEvery() == 0 || ends()) {
      report(rate);
    }
    if (due(config.checkpointEvery())) {
      if (runaway.windows() == 0) {
        rememberGood();
      }
      listener.checkpoint(this);
    }
  }

  /** Asks the run to end after the step it is in. May be called by any thread. */
  public void stop() {
    stopRequested = true;
  }

  private boolean ends() {
    return last || trainer.steps() == trainer.totalSteps();
  }

  private boolean due(long every) {
    return ends() || (every == 0 ? trainer.atEpochStart() : trainer.steps() % every == 0);
  }

  private double lossOf(HeldOutLoss text) {
    try {
      averaged();
      return text.mean();
    } catch (ArithmeticException e) {
      throw trainer.diverged("the held-out text cannot be read: " + e.getMessage());
    }
  }

  private void validate(double loss) throws IOException {
    if (!Double.isFinite(loss)) {
      throw trainer.diverged("the loss on the held-out text is " + loss);
    }
    validationLoss = loss;
    trainer.observe(loss);
    stopping.ifPresent(patience -> patience.observe(loss));
    boolean best = !(validationLoss >= bestLoss);
    if (best) {
      bestLoss = validationLoss;
      bestStep = trainer.steps();
      bestDigest = finished().writer().digest();
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

  /**
   * Goes back to the last good state. The best model, which may be of a later step, was saved and
   * stays the best.
   */
  private void goBack(DivergenceException cause) throws IOException {
    double factor = trainer.rateFactor() * BACK_OFF;
    double lowestLoss = bestLoss;
    long lowestStep = bestStep;
    String lowestDigest = bestDigest;
    double first = runaway.first();
    restore(good);
    runaway.restore(first, 0);
    bestLoss = lowestLoss;
    bestStep = lowestStep;
    bestDigest = lowestDigest;
    if (retries == config.retries()) {
      throw new DivergenceException(
          cause,
          retries == 0
              ? "the model is kept as it was at step " + trainer.steps()
              : "gave up after "
                  + retries
                  + " attempts, each at half the learning rate; the model is kept as it was at step"
                  + " "
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
   * The model with averaged weights: what is evaluated on the held-out text, sampled from, and
   * saved.
   *
   * @return the average as it is now, in a network of its own that changes with the next call;
   *     {@link #model} if nothing is averaged
   * @see TrainingConfig#average
   */
  public Model averaged() {
    return trainer.averaged();
  }

  /**
   * The model as it is now, with averaged weights if they are, and with what its training leaves
   * behind. A model of records is calibrated on those that were held out, if any were, its labels
   * too, beside which it has counts of what their records are made of, and remembers all of its
   * records, the held-out ones too, if they are not more than {@link RunConfig#remember}. Reads the
   * held-out records once.
   *
   * @return a model that shares the network of {@link #averaged}
   */
  public Model finished() {
    // Asked for the digest of the best model and for its file, of the same weights.
    if (finished.isEmpty() || finishedStep != trainer.steps() || finishedRetries != retries) {
      finished = Optional.of(withRecords());
      finishedStep = trainer.steps();
      finishedRetries = retries;
    }
    averaged();
    return finished.get();
  }

  private Model withRecords() {
    Model averaged = averaged();
    Model with = averaged;
    Optional<RecordTokens> records = texts.training().records();
    Optional<RecordTokens> held =
        texts.heldOut().flatMap(TrainingText::records).filter(some -> some.size() > 0);
    if (records.isPresent() && allRecords() <= config.remember()) {
      with =
          with.withKnown(
              KnownRecords.of(
                  Stream.of(records, held).flatMap(Optional::stream).toArray(RecordTokens[]::new)));
    }
    if (model.labels().isPresent() && records.isPresent()) {
      with = withEvidence(with, records.get(), held);
    }
    return held.isPresent()
        ? with.withCalibration(new RecordScorer(averaged).calibrate(held.get()))
        : with;
  }

  private Model withEvidence(Model plain, RecordTokens records, Optional<RecordTokens> held) {
    if (ngrams.isEmpty()) {
      ngrams =
          RecordNgrams.of(
              records, model.requireLabels().tokens(model.vocabulary()), model.vocabulary().size());
    }
    if (held.isPresent()) {
      return RecordClassifier.calibrate(plain, ngrams, held.get());
    }
    double usual = LabelEvidence.USUAL_WEIGHT;
    return ngrams
        .map(counts -> plain.withLabelEvidence(new LabelEvidence(counts, usual, usual)))
        .orElse(plain);
  }

  /**
   * How many records the run has: those that it trains on and those that are held out.
   *
   * @return 0 if its texts are no records
   */
  public long allRecords() {
    return Stream.of(Optional.of(texts.training()), texts.heldOut())
        .flatMap(Optional::stream)
        .flatMap(text -> text.records().stream())
        .mapToLong(RecordTokens::size)
        .sum();
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
   * Whether the run has something held out, and so a best model.
   *
   * @return true if it has
   */
  public boolean hasHeldOut() {
    return heldOut.isPresent();
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
   * What is done around the steps.
   *
   * @return the configuration given at construction
   */
  public RunConfig config() {
    return config;
  }

  /**
   * What it is trained on, and what is held out.
   *
   * @return both
   */
  public Split texts() {
    return texts;
  }

  /** The SHA-256 of the best model's file; empty if there was none, or it is not known. */
  String bestDigest() {
    return bestDigest;
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

  /**
   * Which run this is: a digest of its start, that is of the model as it was, the configurations
   * and the notes. The same in all checkpoints of a run, before and after it was resumed.
   *
   * @return 64 hexadecimal digits; of the present state, if the run was resumed from a checkpoint
   *     of an earlier version, which has none
   * @throws IOException if the model is too large for a file
   */
  public String id() throws IOException {
    if (id.isEmpty()) {
      id =
          Optional.of(
              CheckpointFile.plan(model.writer(), trainer.config(), config, notes).digest());
    }
    return id.get();
  }

  // ------------------------------------------------------------------------------ state

  private void rememberGood() {
    trainer.capture(progress(), good);
  }

  private RunProgress progress() {
    return new RunProgress(
        trainer.steps(),
        trainer.rateFactor(),
        retries,
        reportLoss,
        reportCharacters,
        validationLoss,
        bestLoss,
        bestStep,
        bestDigest,
        runaway.first(),
        runaway.windows(),
        trainer.scheduleState(),
        trainer.averageState(),
        stopping.map(EarlyStopping::state).orElse(Map.of()));
  }

  private void restore(TrainingState state) {
    trainer.restore(state);
    RunProgress progress = state.progress();
    reportLoss = progress.reportLoss();
    reportCharacters = progress.reportCharacters();
    validationLoss = progress.validationLoss();
    bestLoss = progress.bestLoss();
    bestStep = progress.bestStep();
    bestDigest = progress.bestDigest();
    runaway.restore(progress.firstLoss(), progress.hopeless());
    stopping.ifPresent(patience -> patience.restore(progress.stopping()));
  }

  /**
   * Writes a checkpoint: a model file, which can be sampled from like any other, with all that is
   * needed to go on. Where weights are averaged, the model is the average; what is trained stands
   * beside it.
   *
   * @param path the file; replaced if it exists
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public void save(Path path) throws IOException {
    writer(averaged()).write(path);
  }

  /**
   * Writes the {@link #finished} model with all that is needed to go on, for more steps or epochs.
   *
   * @param path the file; replaced if it exists
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public void saveFinished(Path path) throws IOException {
    writer(finished()).write(path);
  }

  /**
   * A checkpoint as a file that is not written yet, to learn its size for example.
   *
   * @return a writer with the checkpoint in it
   * @throws IOException if it is too large for a file
   */
  public SafetensorsWriter writer() throws IOException {
    return writer(averaged());
  }

  private SafetensorsWriter writer(Model saved) throws IOException {
    SafetensorsWriter writer =
        CheckpointFile.plan(saved.writer(), trainer.config(), config, notes)
            .metadata(CheckpointFile.ID, id());
    if (good.progress().step() == trainer.steps()) {
      good.write(CheckpointFile.LIVE, writer);
    } else {
      TrainingState live = trainer.newState();
      trainer.capture(progress(), live);
      live.write(CheckpointFile.LIVE, writer);
      good.write(CheckpointFile.GOOD, writer);
    }
    CheckpointFile.seal(writer);
    return writer;
  }

  /**
   * Takes up the state of a checkpoint.
   *
   * @param file a file that {@link #save} wrote, of a run with the same text and configuration
   * @throws IOException if it does not hold the state of such a run; this run is then of no use
   */
  public void restore(SafetensorsFile file) throws IOException {
    CheckpointFile checkpoint = new CheckpointFile(file);
    RunProgress.Frame frame = frame(checkpoint.how());
    TrainingState live = trainer.newState();
    checkpoint.read(CheckpointFile.LIVE, live, frame);
    boolean apart = checkpoint.apart();
    if (apart) {
      checkpoint.read(CheckpointFile.GOOD, good, frame);
      checkpoint.requireBefore(good.progress(), live.progress());
      checkpoint.requirePlace(trainer, good);
    }
    checkpoint.requirePlace(trainer, live);
    checkpoint.requireWhole();
    retries = live.progress().retries();
    restore(live);
    if (!apart) {
      rememberGood();
    }
    id = checkpoint.id();
  }

  private RunProgress.Frame frame(TrainingConfig saved) {
    return new RunProgress.Frame(
        trainer.totalSteps(saved),
        trainer.stepsPerEpoch(),
        trainer.mostCharacters(),
        heldOut.isPresent(),
        config,
        saved.schedule().create(trainer.totalSteps(saved)),
        saved.average());
  }

  /**
   * What a checkpoint says of the run it belongs to.
   *
   * @param how how to train
   * @param config what to do around it
   * @param notes the notes that the run carried
   */
  public record Saved(TrainingConfig how, RunConfig config, Map<String, String> notes) {
    /** What the keys of the notes begin with in the metadata of a checkpoint. */
    public static final String NOTES = CheckpointFile.NOTE;

    /**
     * Reads it.
     *
     * @param file a file that {@link TrainingRun#save} wrote
     * @return the configurations and notes of the run
     * @throws IOException if the file is a model without a training, or what it says makes no sense
     */
    public static Saved of(SafetensorsFile file) throws IOException {
      CheckpointFile checkpoint = new CheckpointFile(file);
      return new Saved(checkpoint.how(), checkpoint.config(), checkpoint.notes());
    }
  }
}
