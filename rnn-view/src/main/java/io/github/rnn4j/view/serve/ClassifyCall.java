// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.records.Labels;
import io.github.rnn4j.scoring.RecordClassifier;
import io.github.rnn4j.scoring.RecordClassifier.Classification;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.JsonObject;
import io.github.rnn4j.view.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Of which kind records are. */
final class ClassifyCall implements ApiCall {
  private static final Set<String> FIELDS = Set.of("records", "priors");

  private final ServeLimits limits;

  ClassifyCall(ServeLimits limits) {
    this.limits = limits;
  }

  @Override
  public Reply answer(ServedModel served, JsonObject asked, boolean events) {
    asked.requireOnly(FIELDS);
    Labels labels =
        served
            .model()
            .labels()
            .orElseThrow(
                () ->
                    served.unfit(
                        "has records without labels: 'rnn classify --train' makes one with them"));
    List<String> texts = ApiCall.required(asked, "records", limits.texts());
    Optional<double[]> priors = asked.numbers("priors").map(given -> priors(labels, given));
    List<int[]> records = served.records("records", texts);
    List<Classification> all =
        priors.isPresent()
            ? classify(new RecordClassifier(served.model()).priors(priors.get()), records, labels)
            : served.classifiers().use(classifier -> classify(classifier, records, labels));
    served.scored(records.stream().mapToLong(record -> record.length + 1L).sum() * labels.size());
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("model", served.name());
          json.writeArrayFieldStart("records");
          for (Classification one : all) {
            json.writeStartObject();
            json.writeStringField("label", labels.names().get(one.best()));
            json.writeObjectFieldStart("probabilities");
            for (int k = 0; k < labels.size(); k++) {
              json.writeNumberField(labels.names().get(k), one.probabilities()[k]);
            }
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private List<Classification> classify(
      RecordClassifier classifier, List<int[]> records, Labels labels) {
    return Portions.of(records, labels.size(), new Deadline(limits.time()), classifier::classify);
  }

  private static double[] priors(Labels labels, Map<String, Double> given) {
    if (!given.keySet().equals(Set.copyOf(labels.names()))) {
      throw HttpProblem.badRequest(
          "'priors' must have a number for each label, "
              + labels.names()
              + ": it has "
              + given.keySet());
    }
    double[] priors = new double[labels.size()];
    for (int k = 0; k < priors.length; k++) {
      priors[k] = given.getOrDefault(labels.names().get(k), 0.0);
      if (!(priors[k] > 0)) {
        throw HttpProblem.badRequest(
            "'priors." + labels.names().get(k) + "' must be a positive number: it is " + priors[k]);
      }
    }
    return priors;
  }
}
