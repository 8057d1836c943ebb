// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.LabelEvidence;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordNgrams;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A model as a file: the only place that knows what stands in one, and under which names.
 *
 * <pre>
 *   format, version             which files these are
 *   cell … layer_norm           the network's configuration, {@link ConfigMetadata}
 *   vocabulary                  the tokens, as JSON
 *   record_border               of a model of records
 *   novelty                     the probability of something new, if there is one
 *   labels, label_temperature   of a model of labelled records; the labels as JSON
 *   records.calibration         nano-nats and predictions of held-out records, 2×n
 *   records.known               hashes of the records trained on
 *   label_weights               what network and counts are worth in telling labels
 *   records.ngrams              what the records of each label are made of, {@link RecordNgrams}
 *   encoder.*, rnn.*, decoder.* the weights, {@link StateDict}
 *   training.*                  of a checkpoint, passed over here
 * </pre>
 *
 * <p>A further part of a model has a line in {@link #writer} and one in {@link #read}, and is
 * absent where a file does not have it.
 */
final class ModelFile {
  private static final String FORMAT = "rnn4j.model";
  private static final String VERSION = "1";
  private static final String VOCABULARY = "vocabulary";
  static final String BORDER = "record_border";
  private static final String NOVELTY = "novelty";
  private static final String LABELS = "labels";
  private static final String LABEL_TEMPERATURE = "label_temperature";
  private static final String LABEL_WEIGHTS = "label_weights";

  /** Tensors under this prefix tell of records. */
  private static final String RECORDS_PREFIX = "records.";

  private static final String CALIBRATION = RECORDS_PREFIX + "calibration";
  private static final String KNOWN = RECORDS_PREFIX + "known";

  private static final String NGRAMS = RECORDS_PREFIX + "ngrams";

  /** Tensors under this prefix belong to a checkpoint of a training run, not to the model. */
  private static final String TRAINING_PREFIX = "training.";

  private ModelFile() {}

  /** The model as a file that is not written yet, its weights as {@link StateDict} writes them. */
  static SafetensorsWriter writer(Model model, Dtype dtype) {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .metadata("format", FORMAT)
            .metadata("version", VERSION)
            .metadata(ConfigMetadata.of(model.network().config()))
            .metadata(VOCABULARY, model.vocabulary().toJson());
    writer.metadata(words(model));
    model
        .calibration()
        .ifPresent(
            costs ->
                writer.add(
                    CALIBRATION,
                    new long[] {2, costs.size()},
                    LongStream.concat(
                            LongStream.of(costs.nanonats()), LongStream.of(costs.predictions()))
                        .toArray()));
    model.known().ifPresent(known -> writer.add(KNOWN, new long[] {known.size()}, known.hashes()));
    model.labelEvidence().ifPresent(evidence -> write(evidence, writer));
    StateDict.write(model.network(), writer, dtype);
    return writer;
  }

  private static void write(LabelEvidence evidence, SafetensorsWriter writer) {
    long[] numbers = evidence.ngrams().toNumbers();
    writer.metadata(LABEL_WEIGHTS, evidence.networkWeight() + " " + evidence.ngramWeight());
    writer.add(NGRAMS, new long[] {numbers.length}, numbers);
  }

  /** What a model says of itself in words: its border, novelty and labels. */
  static Map<String, String> words(Model model) {
    Map<String, String> words = new LinkedHashMap<>();
    model.records().ifPresent(border -> words.put(BORDER, border.text()));
    if (!model.novelty().equals(Novelty.NONE)) {
      words.put(NOVELTY, Double.toString(model.novelty().probability()));
    }
    model
        .labels()
        .ifPresent(
            labels -> {
              words.put(LABELS, LabelsJson.write(labels));
              words.put(LABEL_TEMPERATURE, Double.toString(model.labelTemperature()));
            });
    return words;
  }

  /**
   * A model with what a file says of it in words.
   *
   * @throws ModelFileException if that makes no sense
   */
  static Model withWords(SafetensorsFile file, Model model) throws IOException {
    Map<String, String> metadata = file.metadata();
    Model some = model;
    if (metadata.containsKey(BORDER)) {
      some = part(file, BORDER, () -> model.withRecords(new RecordBorder(metadata.get(BORDER))));
    }
    Model open = some;
    Model told = part(file, NOVELTY, () -> open.withNovelty(novelty(metadata)));
    return metadata.containsKey(LABELS)
        ? part(
            file,
            LABELS,
            () ->
                told.withLabels(
                    LabelsJson.read(metadata.get(LABELS)),
                    number(metadata.getOrDefault(LABEL_TEMPERATURE, "1"))))
        : told;
  }

  /**
   * The model in a file.
   *
   * @throws ModelFileException if it is not a model of ours
   * @throws IOException if a tensor's format holds no real numbers
   */
  static Model read(SafetensorsFile file, LinearAlgebra la) throws IOException {
    requireOurs(file);
    Map<String, String> metadata = file.metadata();
    ConfigMetadata config = new ConfigMetadata(file.source(), metadata);
    Vocabulary vocabulary = vocabulary(file.source(), metadata.get(VOCABULARY));
    config.requireVocabulary(vocabulary.size());
    config.requireWeights(file.tensors());
    Network network = new Network(la, config.config());
    StateDict.read(
        file, network, name -> name.startsWith(TRAINING_PREFIX) || name.startsWith(RECORDS_PREFIX));
    Model model = withWords(file, new Model(network, vocabulary));
    Optional<Calibration> calibration = part(file, CALIBRATION, () -> calibration(file));
    Optional<KnownRecords> known = part(file, KNOWN, () -> known(file));
    Model calibrated = calibration.map(model::withCalibration).orElse(model);
    Model remembering = known.map(calibrated::withKnown).orElse(calibrated);
    return part(file, NGRAMS, () -> withEvidence(file, remembering));
  }

  private static Model withEvidence(SafetensorsFile file, Model model) throws IOException {
    if (!file.tensors().containsKey(NGRAMS)) {
      return model;
    }
    String[] weights = file.metadata().getOrDefault(LABEL_WEIGHTS, "").split(" ");
    if (weights.length != 2) {
      throw new IllegalArgumentException("there are no two '" + LABEL_WEIGHTS + "'");
    }
    RecordNgrams ngrams =
        RecordNgrams.of(
            file.tensor(NGRAMS).toLongs(), model.requireLabels().size(), model.vocabulary().size());
    return model.withLabelEvidence(
        new LabelEvidence(ngrams, number(weights[0]), number(weights[1])));
  }

  /** Reads a part of a model. */
  @FunctionalInterface
  private interface Part<T> {
    T read() throws IOException;
  }

  private static <T> T part(SafetensorsFile file, String name, Part<T> part) throws IOException {
    try {
      return part.read();
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file.source(), "its " + name + " is damaged: " + e.getMessage());
    }
  }

  private static Novelty novelty(Map<String, String> metadata) {
    return new Novelty(number(metadata.getOrDefault(NOVELTY, "0")));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no number", e);
    }
  }

  private static Optional<Calibration> calibration(SafetensorsFile file) throws IOException {
    if (!file.tensors().containsKey(CALIBRATION)) {
      return Optional.empty();
    }
    Tensor tensor = file.tensor(CALIBRATION);
    long[] shape = tensor.shape();
    if (shape.length != 2 || shape[0] != 2 || shape[1] > Calibration.MOST) {
      throw new IllegalArgumentException(
          "its shape is " + Arrays.toString(shape) + ", not 2×n with n up to " + Calibration.MOST);
    }
    long[] both = tensor.toLongs();
    int n = both.length / 2;
    return Optional.of(
        new Calibration(Arrays.copyOf(both, n), Arrays.copyOfRange(both, n, both.length)));
  }

  private static Optional<KnownRecords> known(SafetensorsFile file) throws IOException {
    return file.tensors().containsKey(KNOWN)
        ? Optional.of(new KnownRecords(file.tensor(KNOWN).toLongs()))
        : Optional.empty();
  }

  private static void requireOurs(SafetensorsFile file) throws ModelFileException {
    String format = file.metadata().get("format");
    if (!FORMAT.equals(format)) {
      throw new ModelFileException(
          file.source(),
          "not an rnn4j model: its metadata has "
              + (format == null ? "no 'format'" : "the format '" + format + "'")
              + " instead of '"
              + FORMAT
              + "'");
    }
    if (!VERSION.equals(file.metadata().get("version"))) {
      throw new ModelFileException(
          file.source(),
          "a model of version "
              + file.metadata().get("version")
              + "; this program reads version "
              + VERSION);
    }
  }

  private static Vocabulary vocabulary(String source, @Nullable String json)
      throws ModelFileException {
    if (json == null) {
      throw new ModelFileException(source, "its metadata has no 'vocabulary'");
    }
    try {
      return Vocabulary.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(source, "its vocabulary is damaged: " + e.getMessage());
    }
  }
}
