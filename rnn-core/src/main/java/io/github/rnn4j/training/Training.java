// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.files.Reservation;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.StartWeights;
import io.github.rnn4j.network.Cell;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.UnusableTextException;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Trains a model on a text, as {@code rnn train} does: what is not set is what the {@link Recipe}
 * says.
 *
 * <pre>
 *   Model model =
 *       Training.on(Path.of("book.txt"))
 *           .backend(la)
 *           .network(network -&gt; network.cell(CellType.GRU).hiddenSize(256))
 *           .training(how -&gt; how.learningRate(0.002).dropout(0.2))
 *           .heldOut(HeldOut.fraction(0.05))
 *           .epochs(5)
 *           .seed(1)
 *           .run();
 * </pre>
 *
 * <p>The settings may be made in any order, and are checked together when the run is made. The same
 * text, settings, seed and backend give the same model, byte for byte.
 *
 * <p>Not thread-safe; a model that came out may be shared by threads.
 */
public final class Training {
  /** The note of a checkpoint that names the backend of its run. */
  public static final String NOTE_BACKEND = "backend";

  private static final String NOTE_DIGEST = "text.sha256";
  private static final String NOTE_HELD_OUT_DIGEST = "validation.sha256";

  private final Corpus corpus;
  private final NetworkConfig.Builder network = NetworkConfig.builder();
  private final TrainingConfig.Builder how = TrainingConfig.builder();
  private final RunConfig.Builder around = RunConfig.builder();
  private final Map<String, String> notes = new TreeMap<>();
  private Optional<LinearAlgebra> backend = Optional.empty();
  private Optional<RecordBorder> records = Optional.empty();
  private Optional<Labels> labels = Optional.empty();
  private Optional<InitScheme> initScheme = Optional.empty();
  private Optional<Double> forgetBias = Optional.empty();
  private Optional<StartWeights> weights = Optional.empty();
  private Optional<Model> from = Optional.empty();
  private HeldOut heldOut = HeldOut.none();
  private TrainingListener listener = new TrainingListener() {};
  private Optional<Checkpoints> checkpoints = Optional.empty();
  private Optional<ShardExecutor> elsewhere = Optional.empty();
  private Optional<TimeBudget> budget = Optional.empty();
  private boolean enoughPasses;
  private OptionalDouble speed = OptionalDouble.empty();

  private Training(Corpus corpus) {
    this.corpus = corpus;
  }

  // ------------------------------------------------------------------------------ the text

  /**
   * A training on a text at hand, of which each character is a token.
   *
   * @param text the text
   * @return a training that has only the recipe's settings
   * @throws UnusableTextException if it has fewer than two characters or holds half of a surrogate
   *     pair
   */
  public static Training on(String text) {
    return on(Corpus.of(text));
  }

  /**
   * A training on a file, or on all files of a directory, of which each character is a token.
   *
   * @param path UTF-8 text
   * @return a training that has only the recipe's settings
   * @throws UnusableTextException if there are fewer than two characters
   * @throws IOException if it is missing, cannot be read, or is not UTF-8
   */
  public static Training on(Path path) throws IOException {
    return on(Corpus.read(List.of(path)));
  }

  /**
   * A training on a text that was read: of characters, bytes or words, in memory or mapped from a
   * file.
   *
   * @param corpus the text and its vocabulary
   * @return a training that has only the recipe's settings
   * @see io.github.rnn4j.text.CorpusReader
   * @see io.github.rnn4j.text.CorpusCache
   */
  public static Training on(Corpus corpus) {
    return new Training(corpus);
  }

  /**
   * Says that the text is not one but many: records, each of which starts from a state of zero.
   *
   * @param border what ends a record
   * @return this training
   * @see io.github.rnn4j.records
   */
  public Training records(RecordBorder border) {
    this.records = Optional.of(border);
    return this;
  }

  /**
   * A training on records of several kinds, a line each, whose labels the model learns to tell.
   *
   * @param texts for each label its records; the labels are numbered in the map's order
   * @return a training that has only the recipe's settings
   * @throws IllegalArgumentException if there are fewer than two labels, or a text has a character
   *     that stands for a label
   * @throws UnusableTextException if there are fewer than two characters
   * @see io.github.rnn4j.scoring.RecordClassifier
   */
  public static Training onLabelled(Map<String, String> texts) {
    Labels labels = new Labels(List.copyOf(texts.keySet()));
    StringBuilder marked = new StringBuilder();
    int k = 0;
    for (String text : texts.values()) {
      marked.append(labels.mark(k++, text, RecordBorder.LINE));
    }
    return on(marked.toString()).records(RecordBorder.LINE).labels(labels);
  }

  /**
   * Says that the records begin with the symbols of labels.
   *
   * @param labels the labels
   * @return this training
   * @see Labels#mark
   */
  public Training labels(Labels labels) {
    this.labels = Optional.of(labels);
    return this;
  }

  /**
   * Sets what is held out, to evaluate the model on what is new.
   *
   * @param heldOut nothing if it is not set
   * @return this training
   */
  public Training heldOut(HeldOut heldOut) {
    this.heldOut = heldOut;
    return this;
  }

  // ------------------------------------------------------------------------------ the network

  /**
   * Sets the backend that computes. It must be set, unless the training goes on {@link #from} a
   * model, which has one.
   *
   * @param la the backend
   * @return this training
   */
  public Training backend(LinearAlgebra la) {
    this.backend = Optional.of(la);
    return this;
  }

  /**
   * Sets what the network is.
   *
   * @param settings makes settings on the builder that it is given; the vocabulary is the text's
   * @return this training
   */
  public Training network(Consumer<NetworkConfig.Builder> settings) {
    settings.accept(network);
    return this;
  }

  /**
   * Sets the kind of start weights.
   *
   * @param scheme PyTorch's if it is not set
   * @return this training
   */
  public Training initScheme(InitScheme scheme) {
    this.initScheme = Optional.of(scheme);
    return this;
  }

  /**
   * Sets the start of an LSTM's forget-gate bias.
   *
   * @param bias with 1 a new network remembers; as the scheme has it if it is not set
   * @return this training
   */
  public Training forgetBias(double bias) {
    this.forgetBias = Optional.of(bias);
    return this;
  }

  /**
   * Starts from the weights in a file, under PyTorch's names. Cell, units and layers follow from
   * them where they are not set.
   *
   * @param weights the weights
   * @return this training
   */
  public Training weights(StartWeights weights) {
    this.weights = Optional.of(weights);
    return this;
  }

  /**
   * Goes on from a trained model: from its network, whose vocabulary grows by what the text has
   * beyond it.
   *
   * @param model not modified: a copy is trained
   * @return this training
   * @see Model#withVocabulary
   */
  public Training from(Model model) {
    this.from = Optional.of(model);
    return this;
  }

  // ------------------------------------------------------------------------------ the training

  /**
   * Sets how to train.
   *
   * @param settings makes settings on the builder that it is given
   * @return this training
   */
  public Training training(Consumer<TrainingConfig.Builder> settings) {
    settings.accept(how);
    return this;
  }

  /**
   * Sets the length of the run in passes through the text, instead of in windows.
   *
   * @param epochs at least 1
   * @return this training
   */
  public Training epochs(int epochs) {
    how.epochs(epochs);
    return this;
  }

  /**
   * Sets the length of the run in windows, instead of in passes through the text.
   *
   * @param steps at least 1
   * @return this training
   */
  public Training steps(long steps) {
    how.steps(steps);
    return this;
  }

  /**
   * Sets the seed of all that is random, the start weights among them.
   *
   * @param seed any number; 1 if it is not set
   * @return this training
   */
  public Training seed(long seed) {
    how.seed(seed);
    return this;
  }

  /**
   * Sets the time that the training may take, from this call on, instead of its length. A short
   * measurement of this machine chooses what is not set: the units of a layer, the dropout, the
   * learning rate and the number of steps, after which the schedule is at its end. Where there is
   * time for more passes through the text than it is worth, the network has up to four {@linkplain
   * io.github.rnn4j.network.NetworkConfig#members() members}, and for many more the rate is
   * constant, and the weights are averaged. The run ends in time ({@link TrainingRun#endBy}).
   * Layers are normalized, unless the text is records; start weights are orthogonal, and an LSTM's
   * forget-gate bias is 1, where nothing else is set.
   *
   * <p>The units, members, steps, learning rate, dropout, input dropout, schedule and average that
   * were chosen ({@code run.model().network().config()} and {@code run.trainer().config()} tell
   * them), set on another training of the same text with such start weights, make the same model,
   * byte for byte, on a machine of any speed, unless the time was over before the last step.
   *
   * @param time from now on
   * @return this training
   * @throws IllegalArgumentException if it is not above zero
   */
  public Training timeBudget(Duration time) {
    this.budget = Optional.of(new TimeBudget(time));
    return this;
  }

  /**
   * The speed that was measured for the {@link #timeBudget}.
   *
   * @return characters a second; empty before {@link #prepare}, and without a budget
   */
  public OptionalDouble measuredSpeed() {
    return speed;
  }

  /**
   * Whether the {@link #timeBudget} is longer than what the text is worth: with more passes a
   * network would learn it by heart.
   *
   * @return false before {@link #prepare}, and without a budget
   */
  public boolean enoughPasses() {
    return enoughPasses;
  }

  // ------------------------------------------------------------------------------ around it

  /**
   * Sets what to do around the steps, and when: reports, evaluations, checkpoints, early stopping.
   *
   * @param settings makes settings on the builder that it is given
   * @return this training
   */
  public Training around(Consumer<RunConfig.Builder> settings) {
    settings.accept(around);
    return this;
  }

  /**
   * Sets who hears what happens.
   *
   * @param listener nobody if it is not set
   * @return this training
   */
  public Training listener(TrainingListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Saves checkpoints on the way, the model that did best on the held-out text, and, by {@link
   * #run} and {@link #resume}, the finished model. The listener hears first.
   *
   * @param checkpoints the files
   * @return this training
   */
  public Training checkpoints(Checkpoints checkpoints) {
    this.checkpoints = Optional.of(checkpoints);
    return this;
  }

  /**
   * Has the gradients of each step computed elsewhere, on other machines for example: the same
   * bits, since these depend on the number of shards alone. Held-out texts are read here.
   *
   * @param executor whoever computes the shards; this process if it is not set
   * @return this training
   * @see TrainingConfig#shards
   */
  public Training shardsBy(ShardExecutor executor) {
    this.elsewhere = Optional.of(executor);
    return this;
  }

  /**
   * Adds notes that a checkpoint carries for whoever resumes the run.
   *
   * @param notes by name; {@code backend}, {@code text.sha256} and {@code validation.sha256} are
   *     the training's own
   * @return this training
   */
  public Training notes(Map<String, String> notes) {
    this.notes.putAll(notes);
    return this;
  }

  // ------------------------------------------------------------------------------ the run

  /**
   * Trains to the end.
   *
   * @return the model
   * @throws IllegalArgumentException if the settings make no sense together or with the text
   * @throws IllegalStateException if no backend is set
   * @throws DivergenceException if a number became infinite or NaN more often than the run bears
   * @throws IOException if a file cannot be read or written
   */
  public Model run() throws IOException {
    return finish(prepare());
  }

  /**
   * Goes on from a checkpoint to the end of its run, bit for bit as if it had never stopped. The
   * text and what is held out must be the same; all settings come from the checkpoint, only the
   * length may be set anew.
   *
   * @param checkpoint a file of {@link Checkpoints}
   * @return the model
   * @throws IllegalArgumentException if another setting is made than the run had
   * @throws IllegalStateException if no backend is set
   * @throws DivergenceException if a number became infinite or NaN more often than the run bears
   * @throws IOException if the file is no checkpoint, or of another text, or a file cannot be read
   *     or written
   */
  public Model resume(Path checkpoint) throws IOException {
    return finish(prepare(SafetensorsFile.read(checkpoint)));
  }

  private Model finish(TrainingRun run) throws IOException {
    if (checkpoints.isEmpty()) {
      run.run();
      return run.finished();
    }
    Checkpoints files = checkpoints.get();
    Reservation reserved = Reservation.of(files.out());
    Model model;
    try {
      files.requireReplaceable(run, List.of());
      run.run();
      model = run.finished();
      model.save(files.out());
    } finally {
      reserved.close();
    }
    return model;
  }

  /**
   * The run before its first step, for those who want to stop it, or look at it on its way.
   *
   * @return a new run
   * @throws IllegalArgumentException if the settings make no sense together or with the text
   * @throws IllegalStateException if no backend is set
   * @throws IOException if a file cannot be read
   */
  public TrainingRun prepare() throws IOException {
    requireOneStart();
    RecordText text = text();
    if (budget.isPresent()) {
      return inTime(text, budget.get());
    }
    TrainingStart start = start(text, Recipe.Sizes.USUAL);
    return run(start, start.training(how));
  }

  private TrainingStart start(RecordText text, Recipe.Sizes sizes) throws IOException {
    Model model = startModel(text, sizes);
    Split split = split(text, model, seed());
    Cell cell = model.network().config().cell();
    Recipe recipe =
        model.labels().isPresent()
            ? Recipe.ofLabelled(cell)
            : Recipe.of(cell, model.records().isPresent());
    return new TrainingStart(model, split, recipe);
  }

  private TrainingRun run(TrainingStart start, TrainingConfig config) throws IOException {
    RunConfig run = Recipe.run(around, start.split().training().steps(config));
    return noted(settings(start.model(), start.split(), config).config(run).build());
  }

  // ------------------------------------------------------------------------------ in a given time

  private TrainingRun inTime(RecordText text, TimeBudget time) throws IOException {
    if (how.hasLength()) {
      throw new IllegalArgumentException(
          "a time budget chooses the length of the run: set no epochs and no steps");
    }
    if (elsewhere.isPresent()) {
      throw new IllegalArgumentException(
          "a time budget measures this machine, and the gradients are computed elsewhere: set"
              + " epochs or steps");
    }
    // The text is divided once: that does not depend on the size of the network.
    TrainingStart usual = start(text, Recipe.Sizes.USUAL);
    TimedTraining.Choice choice =
        new TimedTraining(
                time, how, mostMembers(usual), (size, members) -> sized(usual, text, size, members))
            .among(sizes(usual));
    speed = OptionalDouble.of(choice.speed().training());
    enoughPasses = choice.enoughPasses();
    TrainingRun run = run(choice.start(), choice.config());
    run.endBy(time.lastStep(choice.speed()));
    return run;
  }

  /** The start with a network of this size, no step of which is done. */
  private TrainingStart sized(
      TrainingStart usual, RecordText text, TimedRecipe.Size size, int members) throws IOException {
    Recipe recipe =
        usual.measured()
            ? usual.recipe().with(how -> how.learningRate(size.learningRate()))
            : usual.recipe();
    Recipe.Sizes sizes = new Recipe.Sizes(size.hiddenSize(), members);
    return new TrainingStart(startModel(text, sizes), usual.split(), recipe);
  }

  /** Of a network that is given there is one; where few characters are, the recipe's is enough. */
  private List<TimedRecipe.Size> sizes(TrainingStart usual) {
    NetworkConfig own = usual.model().network().config();
    boolean given =
        from.isPresent()
            || weights.isPresent()
            || network.hiddenSize().isPresent()
            || own.tieWeights();
    return given || !usual.measured()
        ? List.of(TimedRecipe.like(own.hiddenSize()))
        : TimedRecipe.sizes();
  }

  /** Of a network that is given, and of texts for which it was not measured, there is one. */
  private int mostMembers(TrainingStart usual) {
    boolean given = from.isPresent() || weights.isPresent() || network.members().isPresent();
    return given || !usual.measured() ? 1 : TimedRecipe.MOST_MEMBERS;
  }

  /**
   * The run of a checkpoint, where it stopped.
   *
   * @param checkpoint a file that {@link TrainingRun#save} wrote
   * @return a new run
   * @throws IllegalArgumentException if another setting is made than the run had
   * @throws IllegalStateException if no backend is set
   * @throws IOException if the file is no checkpoint, or of another text, or a file cannot be read
   */
  public TrainingRun prepare(SafetensorsFile checkpoint) throws IOException {
    TrainingRun.Saved saved = TrainingRun.Saved.of(checkpoint);
    TrainingConfig config = how.orElse(saved.how()).build();
    requireSame(sameLength(config, saved.how()).toMap(), saved.how().toMap());
    requireSame(around.orElse(saved.config()).build().toMap(), saved.config().toMap());
    Model model = Model.of(checkpoint, la());
    NetworkConfig own = model.network().config();
    requireSame("network", network.orElse(own).build(), own);
    if (records.isPresent()) {
      requireSame("model of records", records, model.records());
    }
    RecordText text = new RecordText(corpus, model.records());
    if (!model.vocabulary().union(text.vocabulary()).equals(model.vocabulary())) {
      throw changed("the text", "it has other tokens");
    }
    Split split = split(text, model, saved.how().seed());
    requireUnchanged(split, saved.notes());
    TrainingRun run = settings(model, split, config).resume(checkpoint);
    requireAhead(run);
    return noted(run);
  }

  private TrainingRun.Builder settings(Model model, Split split, TrainingConfig config) {
    TrainingRun.Builder settings =
        TrainingRun.builder(model, split.training(), config)
            .listener(
                checkpoints
                    .<TrainingListener>map(files -> new CheckpointListener(listener, files))
                    .orElse(listener));
    split.heldOut().ifPresent(settings::heldOut);
    elsewhere.ifPresent(settings::shardsBy);
    return settings;
  }

  private TrainingRun noted(TrainingRun run) {
    Map<String, String> all = run.notes();
    all.putAll(notes);
    all.put(NOTE_BACKEND, run.model().network().la().name());
    all.put(NOTE_DIGEST, run.texts().training().digest());
    run.texts().heldOut().ifPresent(held -> all.put(NOTE_HELD_OUT_DIGEST, held.digest()));
    return run;
  }

  /**
   * The tokens of the text that the model is to know: all, but for a carriage return that stands
   * before the borders of records and nowhere else, since it is in no record.
   *
   * @return the text's vocabulary, perhaps without that one
   */
  public Vocabulary vocabulary() {
    return text().vocabulary();
  }

  // ------------------------------------------------------------------------------ its parts

  private RecordText text() {
    return new RecordText(corpus, records.or(() -> from.flatMap(Model::records)));
  }

  private LinearAlgebra la() {
    return backend
        .or(() -> from.map(model -> model.network().la()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no backend is set: give one, such as"
                        + " backend(Backends.onClassPath().choose())"));
  }

  private long seed() {
    return how.seed().orElse(TrainingConfig.DEFAULT.seed());
  }

  private void requireOneStart() {
    boolean drawn = initScheme.isPresent() || forgetBias.isPresent();
    int starts = (drawn ? 1 : 0) + (weights.isPresent() ? 1 : 0) + (from.isPresent() ? 1 : 0);
    if (starts > 1) {
      throw new IllegalArgumentException(
          "a training has one start: weights that are drawn (initScheme, forgetBias), those of a"
              + " file (weights), or a model (from)");
    }
  }

  private Model startModel(RecordText text, Recipe.Sizes sizes) throws IOException {
    Model model = from.isPresent() ? grown(from.get(), text) : made(text, sizes);
    Model whole = model.withNovelty(novelty(model.vocabulary(), text));
    Model some = records.map(whole::withRecords).orElse(whole);
    return labels.map(names -> some.withLabels(names, 1)).orElse(some);
  }

  /** A vocabulary with the unknown symbol has the network's own probability of what is new. */
  private static Novelty novelty(Vocabulary vocabulary, RecordText text) {
    return vocabulary.unknownId() == Vocabulary.NONE
        ? new Novelty(text.escape().probability())
        : Novelty.NONE;
  }

  private Model made(RecordText text, Recipe.Sizes sizes) throws IOException {
    Vocabulary vocabulary = withBorder(text.vocabulary());
    if (weights.isPresent()) {
      weights.get().fit(network);
    }
    boolean timed = budget.isPresent() && network.cell().orElse(Recipe.CELL) != CellType.RNN;
    boolean layerNorm = timed && weights.isEmpty() && records.isEmpty();
    Network made =
        new Network(
            la(),
            Recipe.network(network, vocabulary.size(), records.isPresent(), sizes, layerNorm));
    if (weights.isPresent()) {
      weights.get().read(made);
    } else {
      InitScheme usual = timed ? InitScheme.ORTHOGONAL : InitScheme.PYTORCH;
      Initialization.apply(initScheme.orElse(usual), made, new RandomStreams(seed()));
      Optional<Double> remembering =
          timed && made.config().cell() == CellType.LSTM ? Optional.of(1.0) : Optional.empty();
      forgetBias.or(() -> remembering).ifPresent(bias -> Initialization.forgetBias(bias, made));
    }
    return new Model(made, vocabulary);
  }

  private Model grown(Model old, RecordText text) {
    NetworkConfig own = old.network().config();
    requireSame("network", network.orElse(own).build(), own);
    return old.copy(la()).withVocabulary(withBorder(old.vocabulary().union(text.vocabulary())));
  }

  private Vocabulary withBorder(Vocabulary vocabulary) {
    return records.map(border -> border.addTo(vocabulary)).orElse(vocabulary);
  }

  private Split split(RecordText whole, Model model, long seed) throws IOException {
    TrainingText text = TrainingText.of(whole.in(model.vocabulary()), model);
    if (text.records().isPresent() && text.records().get().size() == 0) {
      throw new UnusableTextException(
          "the text has no record: nothing stands before or after its borders");
    }
    return heldOut.split(text, model, new RandomStreams(seed));
  }

  private static TrainingConfig sameLength(TrainingConfig config, TrainingConfig saved) {
    TrainingConfig.Builder same = config.toBuilder();
    return saved.steps() > 0
        ? same.steps(saved.steps()).build()
        : same.epochs(saved.epochs()).build();
  }

  private static void requireSame(Map<String, String> set, Map<String, String> has) {
    Set<String> names = new LinkedHashSet<>(has.keySet());
    names.addAll(set.keySet());
    String others =
        names.stream()
            .filter(name -> !Objects.equals(has.get(name), set.get(name)))
            .map(
                name ->
                    name
                        + " is "
                        + has.getOrDefault(name, "as usual")
                        + ", set is "
                        + set.getOrDefault(name, "nothing"))
            .collect(Collectors.joining("; "));
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "a run that is resumed has the settings of its checkpoint: " + others);
    }
  }

  private static void requireSame(String what, Object set, Object has) {
    if (!set.equals(has)) {
      throw new IllegalArgumentException(
          "the " + what + " to go on with has settings of its own: " + has + ", set are " + set);
    }
  }

  private static void requireUnchanged(Split split, Map<String, String> notes) throws IOException {
    if (notes.containsKey(NOTE_HELD_OUT_DIGEST) && split.heldOut().isEmpty()) {
      throw changed("the held-out text", "there is none now");
    }
    requireUnchanged("the text", split.training(), notes, NOTE_DIGEST);
    if (split.heldOut().isPresent()) {
      requireUnchanged("the held-out text", split.heldOut().get(), notes, NOTE_HELD_OUT_DIGEST);
    }
  }

  private static void requireUnchanged(
      String what, TrainingText text, Map<String, String> notes, String note) throws IOException {
    if (!notes.containsKey(note)) {
      throw changed(what, "the checkpoint tells of none");
    }
    String now = text.digest();
    if (!now.equals(notes.get(note))) {
      throw changed(what, "SHA-256 of its tokens " + notes.get(note) + " then, " + now + " now");
    }
  }

  private static IOException changed(String what, String how) {
    return new ChangedTextException(
        what
            + " has changed since the checkpoint was written ("
            + how
            + "): bring the old one back, or begin a new run from the checkpoint's model"
            + " (--init-from)");
  }

  private static void requireAhead(TrainingRun run) throws IOException {
    long done = run.trainer().steps();
    long total = run.trainer().totalSteps();
    if (done > total) {
      throw new IOException(
          "the checkpoint has done "
              + done
              + " steps, the run is to have "
              + total
              + ": give more steps or epochs");
    }
  }
}
