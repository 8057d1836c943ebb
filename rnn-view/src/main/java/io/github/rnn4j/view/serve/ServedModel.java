// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictors;
import io.github.rnn4j.scoring.RecordClassifier;
import io.github.rnn4j.scoring.RecordScorers;
import io.github.rnn4j.text.ByteVocabulary;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.view.http.HttpProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A model by its name, with what computes for all who ask. */
final class ServedModel {
  private static final int TOGETHER = 64;

  private final String name;
  private final Model model;
  private final Predictors predictors;
  private final Optional<RecordScorers> recordScorers;
  private final Pool<TextScorer> textScorers;
  private final Pool<RecordClassifier> classifiers;
  private final LongAdder drawn = new LongAdder();
  private final LongAdder scored = new LongAdder();

  ServedModel(String name, Model model, int lanes) {
    this.name = name;
    this.model = model;
    this.predictors = new Predictors(model.network(), lanes, TOGETHER);
    this.recordScorers = model.records().map(border -> new RecordScorers(model, lanes, TOGETHER));
    this.textScorers = new Pool<>(lanes, () -> new TextScorer(model));
    this.classifiers = new Pool<>(lanes, () -> new RecordClassifier(model));
  }

  String name() {
    return name;
  }

  Model model() {
    return model;
  }

  Predictors predictors() {
    return predictors;
  }

  boolean isOfRecords() {
    return recordScorers.isPresent();
  }

  boolean isOfBytes() {
    return model.vocabulary() instanceof ByteVocabulary;
  }

  RecordScorers recordScorers() {
    return recordScorers.orElseThrow(
        () ->
            unfit(
                "is one of continuous text, and this is for models of records: 'rnn train"
                    + " --records lines' makes one"));
  }

  Pool<TextScorer> textScorers() {
    return textScorers;
  }

  Pool<RecordClassifier> classifiers() {
    return classifiers;
  }

  /** Tokens were drawn. */
  void drawn(long tokens) {
    drawn.add(tokens);
  }

  long drawn() {
    return drawn.sum();
  }

  /** Tokens were scored. */
  void scored(long tokens) {
    scored.add(tokens);
  }

  long scored() {
    return scored.sum();
  }

  /** That this model is of another kind than is asked for. */
  HttpProblem unfit(String why) {
    return new HttpProblem(422, "unfit-model", "the model '" + name + "' " + why);
  }

  /**
   * The tokens of records, each sent by itself, without border.
   *
   * @throws HttpProblem of status 400 if one has a border in it, or tokens that the model has never
   *     seen, where it keeps no probability for such
   */
  List<int[]> records(String field, List<String> texts) {
    List<int[]> all = new ArrayList<>();
    boolean open = model.novelty().probability() > 0;
    for (String text : texts) {
      String where = "'" + field + "'[" + all.size() + "]";
      if (text.contains(model.requireRecords().text())) {
        throw HttpProblem.badRequest(
            where + " has the border of records in it: send each record by itself, without it");
      }
      if (!open) {
        requireKnown(where, text);
      }
      all.add(model.vocabulary().encodeMarking(text));
    }
    return all;
  }

  private void requireKnown(String where, String text) {
    try {
      model.vocabulary().encode(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(where + ": " + e.getMessage());
    }
  }

  /** How many of the tokens the model has never seen. */
  static long unseen(int... tokens) {
    long count = 0;
    for (int token : tokens) {
      count += token == Vocabulary.NONE ? 1 : 0;
    }
    return count;
  }

  /** What can be asked of it. */
  List<String> abilities() {
    List<String> all = new ArrayList<>(List.of("sample", "score"));
    if (isOfRecords() && model.calibration().isPresent()) {
      all.add("detect");
    }
    if (model.labels().isPresent()) {
      all.add("classify");
    }
    return all;
  }

  void describe(JsonGenerator json) throws IOException {
    NetworkConfig config = model.network().config();
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeArrayFieldStart("can");
    for (String ability : abilities()) {
      json.writeString(ability);
    }
    json.writeEndArray();
    json.writeStringField("unit", model.vocabulary().unit().id());
    json.writeStringField("cell", config.cell().id());
    json.writeNumberField("members", config.members());
    json.writeNumberField("layers", config.layers());
    json.writeNumberField("hidden", config.hiddenSize());
    json.writeNumberField("vocabulary", config.vocabularySize());
    json.writeNumberField("parameters", config.parameterCount());
    json.writeBooleanField("records", isOfRecords());
    if (model.labels().isPresent()) {
      json.writeArrayFieldStart("labels");
      for (String label : model.requireLabels().names()) {
        json.writeString(label);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
