// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import java.util.Optional;

/**
 * What a model may have beside its network and vocabulary.
 *
 * @param records what ends a record, in a model of records
 * @param novelty the probability of what it has never seen
 * @param calibration what held-out records cost
 * @param known the records it was trained on
 * @param labels what its records are told apart into
 * @param labelTemperature what makes their probabilities true; 1 if that is not known
 */
record ModelParts(
    Optional<RecordBorder> records,
    Novelty novelty,
    Optional<Calibration> calibration,
    Optional<KnownRecords> known,
    Optional<Labels> labels,
    double labelTemperature) {
  static final ModelParts NONE =
      new ModelParts(
          Optional.empty(), Novelty.NONE, Optional.empty(), Optional.empty(), Optional.empty(), 1);

  ModelParts withRecords(RecordBorder border) {
    return new ModelParts(
        Optional.of(border), novelty, calibration, known, labels, labelTemperature);
  }

  ModelParts withNovelty(Novelty other) {
    return new ModelParts(records, other, calibration, known, labels, labelTemperature);
  }

  ModelParts withCalibration(Calibration costs) {
    return new ModelParts(records, novelty, Optional.of(costs), known, labels, labelTemperature);
  }

  ModelParts withKnown(KnownRecords some) {
    return new ModelParts(
        records, novelty, calibration, Optional.of(some), labels, labelTemperature);
  }

  ModelParts withLabels(Labels names, double temperature) {
    return new ModelParts(records, novelty, calibration, known, Optional.of(names), temperature);
  }

  /** Costs and records of before say nothing of a model that is trained anew. */
  ModelParts untrained() {
    return new ModelParts(records, novelty, Optional.empty(), Optional.empty(), labels, 1);
  }
}
