// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.JsonObject;
import io.github.rnn4j.view.http.Reply;
import java.util.List;
import java.util.Set;

/** Which records are unlike those of the training. */
final class DetectCall implements ApiCall {
  private static final Set<String> FIELDS = Set.of("records", "false_alarms", "by");
  private static final double USUAL_FALSE_ALARMS = 0.01;

  private final ServeLimits limits;

  DetectCall(ServeLimits limits) {
    this.limits = limits;
  }

  @Override
  public Reply answer(ServedModel served, JsonObject asked, boolean events) {
    asked.requireOnly(FIELDS);
    served.recordScorers();
    Calibration calibration =
        served
            .model()
            .calibration()
            .orElseThrow(
                () ->
                    served.unfit(
                        "is not calibrated, since no records were held out of its training: train"
                            + " it with --validation, or with 'rnn detect --train'"));
    List<String> texts = ApiCall.required(asked, "records", limits.texts());
    double falseAlarms = asked.real("false_alarms", 0, 1).orElse(USUAL_FALSE_ALARMS);
    Calibration.Measure by = measure(asked.string("by").orElse("mean"));
    try {
      calibration.requireReachable(falseAlarms);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("'false_alarms': " + e.getMessage());
    }
    List<int[]> records = served.records("records", texts);
    List<RecordScore> scores =
        Portions.of(records, 1, new Deadline(limits.time()), served.recordScorers()::score);
    scores.forEach(score -> served.scored(score.total().characters()));
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("model", served.name());
          json.writeArrayFieldStart("records");
          for (int i = 0; i < scores.size(); i++) {
            Score total = scores.get(i).total();
            double p = calibration.pValue(by, total.nanonats(), total.characters());
            json.writeStartObject();
            json.writeNumberField("p", p);
            json.writeNumberField("nats", total.exactNats());
            json.writeNumberField("predictions", total.characters());
            json.writeNumberField("place", scores.get(i).mostSurprising());
            json.writeNumberField("unseen", ServedModel.unseen(records.get(i)));
            json.writeBooleanField("strange", p <= falseAlarms);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static Calibration.Measure measure(String name) {
    return switch (name) {
      case "total" -> Calibration.Measure.TOTAL;
      case "mean" -> Calibration.Measure.MEAN;
      default ->
          throw HttpProblem.badRequest(
              "'by' must be \"total\" or \"mean\": it is \"" + name + "\"");
    };
  }
}
