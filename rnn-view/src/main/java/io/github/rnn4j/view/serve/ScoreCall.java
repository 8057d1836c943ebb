// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.JsonObject;
import io.github.rnn4j.view.http.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What texts cost: each by itself. */
final class ScoreCall implements ApiCall {
  private static final Set<String> FIELDS = Set.of("texts", "tokens");

  /** A text's cost, and, if they are wanted, those of its tokens. */
  private record Scored(Score total, long unseen, List<Score> tokens) {}

  private final ServeLimits limits;

  ScoreCall(ServeLimits limits) {
    this.limits = limits;
  }

  @Override
  public Reply answer(ServedModel served, JsonObject asked, boolean events) {
    asked.requireOnly(FIELDS);
    List<String> texts = ApiCall.required(asked, "texts", limits.texts());
    boolean each = asked.flag("tokens", false);
    Deadline deadline = new Deadline(limits.time());
    List<Scored> all =
        served.isOfRecords()
            ? records(served, texts, deadline)
            : texts(served, texts, each, deadline);
    all.forEach(one -> served.scored(one.total.characters()));
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("model", served.name());
          json.writeArrayFieldStart("scores");
          for (int i = 0; i < all.size(); i++) {
            write(json, served, texts.get(i), all.get(i), each);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static List<Scored> records(ServedModel served, List<String> texts, Deadline deadline) {
    List<int[]> records = served.records("texts", texts);
    List<RecordScore> scores = Portions.of(records, 1, deadline, served.recordScorers()::score);
    List<Scored> all = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      RecordScore score = scores.get(i);
      List<Score> tokens = new ArrayList<>();
      for (int at = 0; at < score.total().characters(); at++) {
        tokens.add(score.token(at));
      }
      all.add(new Scored(score.total(), ServedModel.unseen(records.get(i)), tokens));
    }
    return all;
  }

  private static List<Scored> texts(
      ServedModel served, List<String> texts, boolean each, Deadline deadline) {
    Vocabulary vocabulary = served.model().vocabulary();
    boolean open = served.model().novelty().probability() > 0;
    List<int[]> all = new ArrayList<>();
    for (String text : texts) {
      try {
        all.add(open ? vocabulary.encodeMarking(text) : vocabulary.encode(text));
      } catch (IllegalArgumentException e) {
        throw HttpProblem.badRequest("'texts'[" + all.size() + "]: " + e.getMessage());
      }
    }
    return served
        .textScorers()
        .use(
            scorer -> {
              List<Scored> scored = new ArrayList<>();
              for (int[] tokens : all) {
                List<Score> costs = new ArrayList<>();
                Score total =
                    scorer.score(
                        tokens,
                        (token, score) -> {
                          if (each) {
                            costs.add(score);
                          }
                        },
                        deadline);
                scored.add(new Scored(total, ServedModel.unseen(tokens), costs));
              }
              return scored;
            });
  }

  private static void write(
      JsonGenerator json, ServedModel served, String text, Scored scored, boolean each)
      throws IOException {
    Score total = scored.total;
    json.writeStartObject();
    json.writeNumberField("nats", total.exactNats());
    json.writeNumberField("bits", total.bits());
    json.writeNumberField("predictions", total.characters());
    if (total.characters() > 0) {
      json.writeNumberField("nats_per_prediction", total.natsPerCharacter());
      json.writeNumberField("bits_per_prediction", total.bitsPerCharacter());
    }
    json.writeNumberField("unseen", scored.unseen);
    if (each) {
      json.writeArrayFieldStart("tokens");
      writeTokens(json, served, text, scored.tokens);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeTokens(
      JsonGenerator json, ServedModel served, String text, List<Score> costs) throws IOException {
    Vocabulary vocabulary = served.model().vocabulary();
    // A byte need be no text; it is told by its number.
    boolean bytes = vocabulary.unit() == Unit.BYTE;
    List<String> parts = bytes ? List.of() : vocabulary.split(text);
    int[] ids = vocabulary.encodeMarking(text);
    for (int i = 0; i < costs.size(); i++) {
      json.writeStartObject();
      if (bytes && i < ids.length) {
        json.writeNumberField("byte", ids[i]);
      } else if (i < parts.size()) {
        json.writeStringField("text", parts.get(i));
      } else {
        json.writeBooleanField("border", true);
      }
      if (costs.get(i).characters() > 0) {
        json.writeNumberField("nats", costs.get(i).exactNats());
      }
      json.writeEndObject();
    }
  }
}
