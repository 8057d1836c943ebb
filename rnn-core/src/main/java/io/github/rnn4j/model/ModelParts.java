// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.LabelEvidence;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import java.util.Optional;
import java.util.function.Consumer;

/** What a model may have beside its network and vocabulary. Immutable. */
final class ModelParts {
  static final ModelParts NONE = new ModelParts();

  private Optional<RecordBorder> records = Optional.empty();
  private Novelty novelty = Novelty.NONE;
  private Optional<Calibration> calibration = Optional.empty();
  private Optional<KnownRecords> known = Optional.empty();
  private Optional<Labels> labels = Optional.empty();
  private double labelTemperature = 1;
  private Optional<LabelEvidence> labelEvidence = Optional.empty();

  private ModelParts() {}

  /** The same parts, but for what is set on the copy before anybody sees it. */
  private ModelParts but(Consumer<ModelParts> change) {
    ModelParts copy = new ModelParts();
    copy.records = records;
    copy.novelty = novelty;
    copy.calibration = calibration;
    copy.known = known;
    copy.labels = labels;
    copy.labelTemperature = labelTemperature;
    copy.labelEvidence = labelEvidence;
    change.accept(copy);
    return copy;
  }

  /** What ends a record, in a model of records. */
  Optional<RecordBorder> records() {
    return records;
  }

  /** The probability of what it has never seen. */
  Novelty novelty() {
    return novelty;
  }

  /** What held-out records cost. */
  Optional<Calibration> calibration() {
    return calibration;
  }

  /** The records it was trained on. */
  Optional<KnownRecords> known() {
    return known;
  }

  /** What its records are told apart into. */
  Optional<Labels> labels() {
    return labels;
  }

  /** What makes the probabilities of labels true; 1 if that is not known. */
  double labelTemperature() {
    return labelTemperature;
  }

  /** What tells labels apart beside the network. */
  Optional<LabelEvidence> labelEvidence() {
    return labelEvidence;
  }

  ModelParts withRecords(RecordBorder border) {
    return but(copy -> copy.records = Optional.of(border));
  }

  ModelParts withNovelty(Novelty other) {
    return but(copy -> copy.novelty = other);
  }

  ModelParts withCalibration(Calibration costs) {
    return but(copy -> copy.calibration = Optional.of(costs));
  }

  ModelParts withKnown(KnownRecords some) {
    return but(copy -> copy.known = Optional.of(some));
  }

  ModelParts withLabels(Labels names, double temperature) {
    return but(
        copy -> {
          copy.labels = Optional.of(names);
          copy.labelTemperature = temperature;
          copy.labelEvidence = Optional.empty();
        });
  }

  ModelParts withLabelEvidence(LabelEvidence evidence) {
    return but(copy -> copy.labelEvidence = Optional.of(evidence));
  }

  /** Costs and records of before say nothing of a model that is trained anew. */
  ModelParts untrained() {
    return but(
        copy -> {
          copy.calibration = Optional.empty();
          copy.known = Optional.empty();
          copy.labelTemperature = 1;
          copy.labelEvidence = Optional.empty();
        });
  }
}
