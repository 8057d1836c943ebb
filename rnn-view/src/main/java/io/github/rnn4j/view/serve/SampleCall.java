// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.sampling.Matching;
import io.github.rnn4j.sampling.RecordGenerator;
import io.github.rnn4j.sampling.RecordSampling;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenHistory;
import io.github.rnn4j.sampling.WrittenRecord;
import io.github.rnn4j.text.ByteVocabulary;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.JsonObject;
import io.github.rnn4j.view.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** Draws texts, or records. */
final class SampleCall implements ApiCall {
  private static final Set<String> FIELDS =
      Set.of(
          "prime",
          "prime_base64",
          "length",
          "count",
          "first",
          "seed",
          "stop",
          "matching",
          "temperature",
          "top_k",
          "top_p",
          "min_p",
          "repetition_penalty",
          "repetition_window",
          "label",
          "novel",
          "unique",
          "stream");
  private static final long TEXT_LENGTH = 500;
  private static final int RANDOM_SEEDS = 1_000_000;
  private static final double MOST = 1e6;

  private final ServeLimits limits;

  SampleCall(ServeLimits limits) {
    this.limits = limits;
  }

  /** What is asked, checked. */
  private record Wanted(
      Sampling how,
      int[] prime,
      long length,
      int count,
      long first,
      long seed,
      Optional<String> stop,
      boolean matching) {}

  @Override
  public Reply answer(ServedModel served, JsonObject asked, boolean events) {
    asked.requireOnly(FIELDS);
    Deadline deadline = new Deadline(limits.time());
    try {
      Wanted wanted = wanted(served, asked);
      boolean stream = events || asked.flag("stream", false);
      if (served.isOfRecords()) {
        return records(served, asked, wanted, deadline, stream, events);
      }
      for (String field : List.of("label", "novel", "unique")) {
        if (asked.has(field)) {
          throw HttpProblem.badRequest(
              "'"
                  + field
                  + "' is for models of records, and '"
                  + served.name()
                  + "' is one of continuous text");
        }
      }
      return texts(served, wanted, deadline, stream, events);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  // ------------------------------------------------------------------------------ what is asked

  private Wanted wanted(ServedModel served, JsonObject asked) {
    long usual =
        Math.min(served.isOfRecords() ? RecordSampling.USUAL_LENGTH : TEXT_LENGTH, limits.tokens());
    long length = asked.integer("length", 0, limits.tokens()).orElse(usual);
    int count = (int) asked.integer("count", 1, limits.texts()).orElse(1);
    if (length * count > limits.tokens()) {
      throw HttpProblem.badRequest(
          "'length' times 'count' is "
              + length * count
              + ", and a request may draw "
              + limits.tokens()
              + ": ask for less at a time");
    }
    double temperature = asked.real("temperature", 0, MOST).orElse(1);
    long seed =
        asked
            .integer("seed", Long.MIN_VALUE, Long.MAX_VALUE)
            .orElseGet(() -> temperature == 0 ? 0 : new SplittableRandom().nextLong(RANDOM_SEEDS));
    Sampling how = Sampling.length(length).temperature(temperature).seed(seed);
    if (asked.has("top_k")) {
      how = how.topK((int) asked.integer("top_k", 1, Integer.MAX_VALUE).orElseThrow());
    }
    if (asked.has("top_p")) {
      how = how.topP(asked.real("top_p", 0, 1).orElseThrow());
    }
    if (asked.has("min_p")) {
      how = how.minP(asked.real("min_p", 0, 1).orElseThrow());
    }
    double penalty = asked.real("repetition_penalty", 0, MOST).orElse(1);
    int window =
        (int)
            asked
                .integer("repetition_window", 1, TokenHistory.LONGEST)
                .orElse(Sampling.REPETITION_WINDOW);
    how = how.repetitionPenalty(penalty, window);
    Optional<String> stop = asked.string("stop");
    Optional<String> regex = asked.string("matching");
    int[] prime = prime(served.model(), asked);
    // Where the label is drawn, too, the prime is read once for each.
    long read = (long) prime.length * served.model().labels().map(l -> 1 + l.size()).orElse(1);
    if (read > limits.tokens()) {
      throw HttpProblem.badRequest(
          "'prime' takes "
              + read
              + " tokens to read, and a request may take "
              + limits.tokens()
              + ": send a shorter one");
    }
    if (regex.isPresent()) {
      if (stop.isPresent()) {
        throw HttpProblem.badRequest("'matching' ends where the expression does: leave out 'stop'");
      }
      Matching matching = Matching.of(regex.get(), served.model());
      if (!served.isOfRecords()) {
        matching.requirePossible(length, prime);
      }
      how = how.matching(matching);
    }
    if (stop.isPresent()) {
      requireStop(served, stop.get());
    }
    long first = asked.integer("first", 0, Long.MAX_VALUE - limits.texts()).orElse(0);
    return new Wanted(how, prime, length, count, first, seed, stop, regex.isPresent());
  }

  private static void requireStop(ServedModel served, String stop) {
    if (served.isOfRecords()) {
      throw HttpProblem.badRequest(
          "'stop' is for continuous text, and the records of '"
              + served.name()
              + "' end by themselves: leave it out");
    }
    if (stop.isEmpty()) {
      throw HttpProblem.badRequest("'stop' must have at least one character");
    }
  }

  private static int[] prime(Model model, JsonObject asked) {
    Optional<String> base64 = asked.string("prime_base64");
    if (base64.isEmpty()) {
      return model.vocabulary().encode(asked.string("prime").orElse(""));
    }
    if (asked.has("prime")) {
      throw HttpProblem.badRequest("'prime' and 'prime_base64' are two texts to go on from");
    }
    if (model.vocabulary() instanceof ByteVocabulary bytes) {
      return bytes.encode(Base64.getDecoder().decode(base64.get()));
    }
    throw HttpProblem.badRequest("'prime_base64' is for models of bytes: send 'prime'");
  }

  // ------------------------------------------------------------------------------------- texts

  private Reply texts(
      ServedModel served, Wanted wanted, Deadline deadline, boolean stream, boolean events) {
    // The first has read its prime before anything is answered, so that what is wrong is told.
    TextGenerator first = generator(served, wanted, 0, deadline);
    if (!stream) {
      List<Reply.JsonBody> samples = new ArrayList<>();
      for (int i = 0; i < wanted.count; i++) {
        TextGenerator generator = i == 0 ? first : generator(served, wanted, i, deadline);
        samples.add(text(served, wanted, i, generator));
      }
      return samples(served, wanted, samples);
    }
    return Pieces.reply(
        events,
        pieces -> {
          for (int i = 0; i < wanted.count; i++) {
            long number = wanted.first + i;
            TextGenerator generator = i == 0 ? first : generator(served, wanted, i, deadline);
            StringBuilder text = new StringBuilder();
            String finish =
                draw(
                    wanted,
                    generator,
                    codePoint -> {
                      text.appendCodePoint(codePoint);
                      if (pieces.isTime()) {
                        pieces.send(json -> piece(json, number, text.toString()));
                        text.setLength(0);
                      }
                    });
            if (!text.isEmpty()) {
              pieces.send(json -> piece(json, number, text.toString()));
            }
            pieces.send(
                json -> {
                  json.writeStartObject();
                  json.writeNumberField("number", number);
                  json.writeStringField("finish", finish);
                  json.writeEndObject();
                });
          }
          pieces.send(json -> end(json, served, wanted));
        });
  }

  private static void piece(JsonGenerator json, long number, String text) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", number);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static void end(JsonGenerator json, ServedModel served, Wanted wanted)
      throws IOException {
    json.writeStartObject();
    json.writeBooleanField("done", true);
    json.writeStringField("model", served.name());
    json.writeNumberField("seed", wanted.seed);
    json.writeEndObject();
  }

  private static TextGenerator generator(
      ServedModel served, Wanted wanted, int i, Deadline deadline) {
    Predictor predictor = predictor(served, deadline);
    return wanted.how.generator(served.model(), predictor, wanted.first + i).read(wanted.prime);
  }

  private static Predictor predictor(ServedModel served, Deadline deadline) {
    return served
        .predictors()
        .predictor(
            () -> {
              deadline.check();
              served.drawn(1);
            });
  }

  private static Reply.JsonBody text(
      ServedModel served, Wanted wanted, int i, TextGenerator generator) {
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String finish;
    if (served.isOfBytes()) {
      finish = drawBytes(wanted, generator, bytes::write);
      text.append(bytes.toString(StandardCharsets.UTF_8));
    } else {
      finish = draw(wanted, generator, text::appendCodePoint);
    }
    return json -> {
      json.writeStartObject();
      json.writeNumberField("number", wanted.first + i);
      json.writeStringField("text", text.toString());
      if (served.isOfBytes()) {
        json.writeStringField("base64", Base64.getEncoder().encodeToString(bytes.toByteArray()));
      }
      json.writeStringField("finish", finish);
      json.writeEndObject();
    };
  }

  /** Draws a text; why it ended. */
  private static String draw(Wanted wanted, TextGenerator generator, IntConsumer codePoints) {
    if (wanted.stop.isPresent()) {
      return generator.generate(wanted.length, wanted.stop.get(), codePoints) ? "stop" : "length";
    }
    generator.generate(wanted.length, codePoints);
    return wanted.matching ? "match" : "length";
  }

  private static String drawBytes(Wanted wanted, TextGenerator generator, IntConsumer bytes) {
    if (wanted.stop.isPresent()) {
      byte[] stop = wanted.stop.get().getBytes(StandardCharsets.UTF_8);
      return generator.generateBytes(wanted.length, stop, bytes) ? "stop" : "length";
    }
    generator.generateBytes(wanted.length, bytes);
    return wanted.matching ? "match" : "length";
  }

  // ------------------------------------------------------------------------------------- records

  private static Reply records(
      ServedModel served,
      JsonObject asked,
      Wanted wanted,
      Deadline deadline,
      boolean stream,
      boolean events) {
    RecordSampling how = wanted.how.records();
    Optional<String> label = asked.string("label");
    how = label.isPresent() ? how.label(label.get()) : how;
    how = asked.flag("novel", false) ? how.novel() : how;
    how = asked.flag("unique", false) ? how.unique() : how;
    RecordGenerator generator =
        how.generator(served.model(), predictor(served, deadline), wanted.prime).from(wanted.first);
    if (!stream) {
      List<Reply.JsonBody> samples = new ArrayList<>();
      for (int i = 0; i < wanted.count; i++) {
        samples.add(record(served, generator, next(generator, i, wanted.count)));
      }
      return samples(served, wanted, samples);
    }
    return Pieces.reply(
        events,
        pieces -> {
          for (int i = 0; i < wanted.count; i++) {
            pieces.send(record(served, generator, next(generator, i, wanted.count)));
          }
          pieces.send(json -> end(json, served, wanted));
        });
  }

  private static WrittenRecord next(RecordGenerator generator, int i, int count) {
    return generator
        .next()
        .orElseThrow(
            () ->
                new HttpProblem(
                    422,
                    "no-more-records",
                    i
                        + " of "
                        + count
                        + " records drawn; then "
                        + RecordGenerator.TRIES
                        + " in a row were no new ones: a higher 'temperature' or another 'prime'"
                        + " draws others"));
  }

  private static Reply.JsonBody record(
      ServedModel served, RecordGenerator generator, WrittenRecord record) {
    Model model = served.model();
    long number = generator.stream();
    var nats =
        served.recordScorers().score(List.of(record.scored(model))).get(0).total().exactNats();
    return json -> {
      json.writeStartObject();
      json.writeNumberField("number", number);
      Optional<String> label = record.labelName(model);
      if (label.isPresent()) {
        json.writeStringField("label", label.get());
      }
      json.writeStringField("text", record.text());
      if (served.isOfBytes()) {
        byte[] bytes = model.vocabulary().decodeBytes(record.tokens());
        json.writeStringField("base64", Base64.getEncoder().encodeToString(bytes));
      }
      json.writeStringField("finish", record.whole() ? "border" : "length");
      json.writeNumberField("nats", nats);
      if (model.known().isPresent()) {
        json.writeBooleanField("known", record.isKnownTo(model));
      }
      json.writeEndObject();
    };
  }

  private static Reply samples(ServedModel served, Wanted wanted, List<Reply.JsonBody> samples) {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("model", served.name());
          json.writeNumberField("seed", wanted.seed);
          json.writeArrayFieldStart("samples");
          for (Reply.JsonBody sample : samples) {
            sample.writeTo(json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
