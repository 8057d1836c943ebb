// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.LabelEvidence;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.Bfloat16;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network and the vocabulary it reads and writes: all that is needed to sample, to score, or to
 * go on training. A model of records has their border, too, and a model that was trained on a text
 * the probability of what it has never seen.
 *
 * <pre>
 *   Model model = Model.load(Path.of("book.safetensors"), la);
 *   Sampling.length(300).prime("Once upon").temperature(0.8).from(model);
 *   Score.of(model, "It was a dark and stormy night").bitsPerCharacter();
 * </pre>
 *
 * <p>Any number of threads may share a model, as long as nobody trains its network. The parts are
 * immutable but for the network's weights.
 */
public final class Model {
  private final Network network;
  private final Vocabulary vocabulary;
  private final ModelParts parts;

  /**
   * Puts the two together: a model of continuous text, which keeps no probability for what it has
   * never seen.
   *
   * @param network the network; its vocabulary size is that of {@code vocabulary}
   * @param vocabulary the characters, by token
   * @throws IllegalArgumentException if their sizes differ
   */
  public Model(Network network, Vocabulary vocabulary) {
    this(network, vocabulary, ModelParts.NONE);
  }

  Model(Network network, Vocabulary vocabulary, ModelParts parts) {
    if (network.config().vocabularySize() != vocabulary.size()) {
      throw new IllegalArgumentException(
          "the network has "
              + network.config().vocabularySize()
              + " tokens, the vocabulary "
              + vocabulary.size());
    }
    parts.records().ifPresent(border -> border.tokens(vocabulary));
    parts.labels().ifPresent(labels -> labels.tokens(vocabulary));
    this.network = network;
    this.vocabulary = vocabulary;
    this.parts = parts;
  }

  /**
   * The network.
   *
   * @return shared
   */
  public Network network() {
    return network;
  }

  /**
   * The tokens by id.
   *
   * @return as many as the network has
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * What ends a record, in a model of records.
   *
   * @return empty for a model of continuous text
   */
  public Optional<RecordBorder> records() {
    return parts.records();
  }

  /**
   * What ends a record.
   *
   * @return the border
   * @throws IllegalArgumentException if this is a model of continuous text
   */
  public RecordBorder requireRecords() {
    return records()
        .orElseThrow(
            () ->
                new IllegalArgumentException("this is a model of continuous text, not of records"));
  }

  /**
   * The tokens of what ends a record.
   *
   * @return a fresh array, empty for a model of continuous text
   */
  public int[] borderTokens() {
    return records().map(border -> border.tokens(vocabulary)).orElseGet(() -> new int[0]);
  }

  /**
   * The probability that the model keeps for what it has never seen.
   *
   * @return {@link Novelty#NONE} if it keeps none
   */
  public Novelty novelty() {
    return parts.novelty();
  }

  /**
   * What held-out records cost: against them new ones are judged.
   *
   * @return empty unless the model was calibrated
   */
  public Optional<Calibration> calibration() {
    return parts.calibration();
  }

  /**
   * What held-out records cost: against them new ones are judged.
   *
   * @return the costs
   * @throws IllegalArgumentException if this is a model of continuous text, or was not calibrated;
   *     the message says what makes one that is
   */
  public Calibration requireCalibration() {
    if (records().isEmpty()) {
      throw new IllegalArgumentException(
          "a model of continuous text: train one with --records, or with detect --train");
    }
    return calibration()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "is not calibrated: no records were held out of its training; train it with"
                        + " --validation, or with detect --train"));
  }

  /**
   * The records of the model's training, those that were held out included.
   *
   * @return empty unless it remembers them
   */
  public Optional<KnownRecords> known() {
    return parts.known();
  }

  /**
   * What the records are told apart into.
   *
   * @return empty unless the model is one of labelled records
   */
  public Optional<Labels> labels() {
    return parts.labels();
  }

  /**
   * What the records are told apart into.
   *
   * @return the labels
   * @throws IllegalArgumentException if the records have no labels; the message says what makes a
   *     model whose have
   */
  public Labels requireLabels() {
    return labels()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "its records have no labels: train a model with classify --train"));
  }

  /**
   * The temperature at which the probabilities of labels are true.
   *
   * @return τ, a positive number; 1 if it was not measured
   */
  public double labelTemperature() {
    return parts.labelTemperature();
  }

  /**
   * What tells labels apart beside the network.
   *
   * @return empty if the network tells them alone
   */
  public Optional<LabelEvidence> labelEvidence() {
    return parts.labelEvidence();
  }

  /**
   * The same network with other evidence of labels beside it.
   *
   * @param evidence the evidence
   * @return a model that shares this one's network
   * @throws IllegalArgumentException if its labels are not as many as the model's
   */
  public Model withLabelEvidence(LabelEvidence evidence) {
    if (evidence.ngrams().labels() != requireLabels().size()) {
      throw new IllegalArgumentException(
          "evidence of "
              + evidence.ngrams().labels()
              + " labels for a model of "
              + requireLabels().size());
    }
    return new Model(network, vocabulary, parts.withLabelEvidence(evidence));
  }

  /**
   * The same network as a model of labelled records, which tells them alone: without evidence
   * beside it.
   *
   * @param labels the labels, whose symbols are in the vocabulary
   * @param temperature the temperature at which their probabilities are true; 1 if it is not known
   * @return a model that shares this one's network
   * @throws io.github.rnn4j.text.UnknownTokensException if the vocabulary lacks a symbol
   * @throws IllegalArgumentException if the temperature is not a positive number
   */
  public Model withLabels(Labels labels, double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the temperature of labels must be a positive number: " + temperature);
    }
    return new Model(network, vocabulary, parts.withLabels(labels, temperature));
  }

  /**
   * The same network as a model of records.
   *
   * @param border what ends a record
   * @return a model that shares this one's network
   * @throws io.github.rnn4j.text.UnknownTokensException if the vocabulary lacks a token of it
   */
  public Model withRecords(RecordBorder border) {
    return new Model(network, vocabulary, parts.withRecords(border));
  }

  /**
   * The same network with another probability of what it has never seen.
   *
   * @param novelty the probability
   * @return a model that shares this one's network
   */
  public Model withNovelty(Novelty novelty) {
    return new Model(network, vocabulary, parts.withNovelty(novelty));
  }

  /**
   * The same network, calibrated.
   *
   * @param calibration what held-out records cost
   * @return a model that shares this one's network
   */
  public Model withCalibration(Calibration calibration) {
    return new Model(network, vocabulary, parts.withCalibration(calibration));
  }

  /**
   * The same network, remembering what it was trained on.
   *
   * @param known the records, in this model's vocabulary
   * @return a model that shares this one's network
   */
  public Model withKnown(KnownRecords known) {
    return new Model(network, vocabulary, parts.withKnown(known));
  }

  /**
   * The same network without what its training left behind: calibration, known records, and
   * evidence of labels.
   *
   * @return a model that shares this one's network, to be trained on
   */
  public Model withoutTraces() {
    return new Model(network, vocabulary, parts.untrained());
  }

  /**
   * The same model with a network of its own, which can be trained while others use this one.
   *
   * @param la the backend that will compute; it need not be this one's
   * @return a new model; this one is not modified
   * @throws IllegalStateException if the network has no weights yet
   */
  public Model copy(LinearAlgebra la) {
    return new Model(network.copy(la), vocabulary, parts);
  }

  /**
   * One model of several that were trained apart, with other seeds for example: the {@linkplain
   * io.github.rnn4j.network.NetworkConfig#members() members} of all of them, whose probabilities
   * are averaged. Its cross-entropy on any text is at most the mean of theirs.
   *
   * <p>What was measured of one of them stays behind: calibration, known records, and evidence of
   * labels. The probability of what was never seen is the mean of theirs.
   *
   * @param models at least one; not modified. What ends a record, and labels, are the same in all
   * @return a new model on the first one's backend
   * @throws IllegalArgumentException if there is none, or one has other sizes, another vocabulary,
   *     border or other labels than the first; the message tells which
   * @throws IllegalStateException if a network has no weights yet
   */
  public static Model ensemble(List<Model> models) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("an ensemble has at least one model");
    }
    return Ensemble.of(models);
  }

  /** What it has beside its network and vocabulary. */
  ModelParts parts() {
    return parts;
  }

  /**
   * The same model with the weights of its matrices rounded to bfloat16: the one that is read from
   * a file with BF16 weights. Sampling from a large network is then faster with the backend {@code
   * vector}, which reads half the memory for each token.
   *
   * @return a model with a network of its own; this one is not modified
   * @throws IllegalStateException if the network has no weights yet
   */
  public Model withBfloat16() {
    Model rounded = copy(network.la());
    for (Parameter parameter : rounded.network.parameters()) {
      if (parameter.shape().dimensions().length > 1) {
        double[] values = parameter.value().toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] = Bfloat16.round(values[i]);
        }
        parameter.value().copyFrom(values, 0);
      }
    }
    rounded.network.parametersChanged();
    return rounded;
  }

  /**
   * The same model with more tokens, to go on training with a text that has them.
   *
   * <p>Weights of old tokens are the old ones: as long as no new token is read, the logits of the
   * old ones, in each member of several, are unchanged. Each weight and bias of a new token is the
   * mean of those of the old ones. Its logit is then the mean of theirs, so that by Jensen's
   * inequality it has at most 1/V of the probability that all V old ones have together, and it is
   * read like an average one.
   *
   * @param larger the old tokens with their old ids, and new ones after them
   * @return a new model with a network of its own; this one is not modified
   * @throws IllegalArgumentException if an old token is missing or has another id
   * @see <a href="https://nlp.stanford.edu/~johnhew/vocab-expansion.html">Hewitt, Initializing new
   *     word embeddings for pretrained language models, 2021</a>
   */
  public Model withVocabulary(Vocabulary larger) {
    if (larger.size() < vocabulary.size() || !vocabulary.union(larger).equals(larger)) {
      throw new IllegalArgumentException(
          "the new vocabulary, of "
              + larger.size()
              + ", must begin with the "
              + vocabulary.size()
              + " tokens of the old one");
    }
    return new Model(MoreTokens.network(network, larger.size()), larger, parts);
  }

  /**
   * Writes the model to one file. The file appears whole or not at all: it is written beside its
   * place, synced, and renamed.
   *
   * @param path the file, by custom ending in {@code .safetensors}; replaced if it exists
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public void save(Path path) throws IOException {
    writer().write(path);
  }

  /**
   * The model as a file in memory.
   *
   * @return the bytes that {@link #save} writes
   * @throws IOException if it is too large for one array
   */
  public byte[] toBytes() throws IOException {
    return writer().toBytes();
  }

  /**
   * The model as a file that is not written yet, to which more can be added: tensors and metadata
   * under {@code training.} are passed over when the model is read.
   *
   * @return a writer with the model in it
   * @throws IllegalStateException if the network has no weights yet
   * @throws IllegalArgumentException if its cell is none that {@link
   *     io.github.rnn4j.network.CellType} lists
   */
  public SafetensorsWriter writer() {
    return writer(StateDict.dtypeOf(network));
  }

  /**
   * The model as a file that is not written yet, with weights in another format.
   *
   * @param dtype F64, F32 or BF16, as in {@link StateDict#write(Network, SafetensorsWriter, Dtype)}
   * @return a writer with the model in it
   * @throws IllegalStateException if the network has no weights yet
   * @throws IllegalArgumentException if the dtype is another one, or the cell is none that {@link
   *     io.github.rnn4j.network.CellType} lists
   */
  public SafetensorsWriter writer(Dtype dtype) {
    return ModelFile.writer(this, dtype);
  }

  /**
   * Reads a model.
   *
   * @param path a file that {@link #save} wrote
   * @param la the backend that will compute; it need not be the one that trained
   * @return the model
   * @throws io.github.rnn4j.safetensors.SafetensorsException if the file is damaged or truncated,
   *     or no safetensors at all
   * @throws ModelFileException if it is safetensors, but not a model of ours
   * @throws IOException if it cannot be read
   */
  public static Model load(Path path, LinearAlgebra la) throws IOException {
    return of(SafetensorsFile.read(path), la);
  }

  /**
   * The model in a file that was read already.
   *
   * @param file the file
   * @param la the backend that will compute
   * @return the model
   * @throws ModelFileException if it is not a model of ours
   * @throws IOException if a tensor's format holds no real numbers
   */
  public static Model of(SafetensorsFile file, LinearAlgebra la) throws IOException {
    return ModelFile.read(file, la);
  }

  @Override
  public String toString() {
    return "Model of "
        + network.config()
        + (records().isPresent() ? " of records" : "")
        + ", novelty "
        + novelty().probability();
  }
}
