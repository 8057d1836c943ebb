// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.cli.console.ByteText;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.TextOutput;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.sampling.BeamSearch;
import io.github.rnn4j.sampling.RecordGenerator;
import io.github.rnn4j.sampling.WrittenRecord;
import io.github.rnn4j.scoring.RecordScorer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Draws records from a model of records, or searches for them, and prints them. */
final class RecordSamples {
  private static final JsonFactory JSON = new JsonFactory();

  private final Console console;
  private final Model model;
  private final int[] prime;
  private final int count;
  private final boolean json;
  private final TextOutput out;
  private final byte[] border;
  private final RecordScorer scorer;
  private long cut;

  /**
   * Nothing is drawn yet.
   *
   * @param model a model of records
   * @param prime what each record begins with
   * @param count how many to print
   * @param json whether as lines of JSON
   */
  RecordSamples(Console console, Model model, int[] prime, int count, boolean json) {
    this.console = console;
    this.model = model;
    this.prime = prime;
    this.count = count;
    this.json = json;
    this.out = new TextOutput(console.streams());
    this.border = model.requireRecords().text().getBytes(StandardCharsets.UTF_8);
    this.scorer = new RecordScorer(model);
  }

  /**
   * Draws.
   *
   * @param generator draws them
   * @param seed its seed
   * @param length the most tokens of each, for messages
   */
  void draw(RecordGenerator generator, long seed, long length) throws IOException {
    for (int i = 0; i < count; i++) {
      Optional<WrittenRecord> record = generator.next();
      if (record.isEmpty()) {
        end();
        throw new IOException(
            Words.number(i)
                + " of "
                + Words.count(count, "record")
                + " drawn; then "
                + Words.number(RecordGenerator.TRIES)
                + " in a row were no new ones (passed over: "
                + passedOver(generator)
                + "); a higher --temperature or another --prime draws others");
      }
      cut += record.get().whole() ? 0 : 1;
      print(record.get(), seed, OptionalLong.of(generator.stream()));
    }
    end();
    if (generator.known() + generator.repeated() > 0) {
      console.note("passed over " + passedOver(generator));
    }
    if (cut > 0) {
      String unit = model.vocabulary().unit().noun();
      console.note(
          Words.count(cut, "record")
              + (cut == 1 ? " was" : " were")
              + " cut after "
              + Words.count(length, unit)
              + ": --length gives more");
    }
  }

  private static String passedOver(RecordGenerator generator) {
    String known = Words.count(generator.known(), "record") + " of the training";
    String repeated = Words.count(generator.repeated(), "record") + " drawn before";
    if (generator.known() == 0) {
      return repeated;
    }
    return generator.repeated() == 0 ? known : known + " and " + repeated;
  }

  /**
   * Searches.
   *
   * @param search finds them
   * @param beam how many beginnings it keeps, for messages
   * @param length the most tokens of a record
   * @param label the label, empty for any
   * @param novel whether records of the training are passed over
   */
  void search(BeamSearch search, int beam, int length, Optional<String> label, boolean novel)
      throws IOException {
    List<BeamSearch.FoundRecord> found = search.records(length, label, prime);
    Set<String> printed = new HashSet<>();
    long known = 0;
    for (BeamSearch.FoundRecord one : found) {
      WrittenRecord record = one.record();
      boolean passed = novel && record.isKnownTo(model);
      known += passed ? 1 : 0;
      if (!passed && printed.size() < count && printed.add(key(record))) {
        print(record, 0, OptionalLong.empty());
      }
    }
    end();
    if (printed.size() < count) {
      throw new IOException(
          Words.number(printed.size())
              + " of "
              + Words.count(count, "record")
              + ": --beam "
              + beam
              + " found "
              + Words.number(found.size())
              + (known > 0 ? ", " + Words.number(known) + " of them of the training" : "")
              + "; a wider beam, or a larger --length, finds more");
    }
  }

  private static String key(WrittenRecord record) {
    return record.label() + "\t" + record.text();
  }

  private void print(WrittenRecord record, long seed, OptionalLong stream) throws IOException {
    if (json) {
      console.streams().out().println(json(record, seed, stream));
    } else {
      record
          .labelName(model)
          .ifPresent(name -> out.write((name + "\t").getBytes(StandardCharsets.UTF_8)));
      out.write(model.vocabulary().decodeBytes(record.tokens()));
      out.write(border);
      out.end();
    }
    console.streams().flushSoon();
  }

  /** A prompt begins on a line of its own. */
  private void end() throws IOException {
    boolean lineEnded = json || border[border.length - 1] == '\n';
    if (!lineEnded && console.streams().outIsTerminal()) {
      console.streams().out().println();
    }
    console.streams().flush();
  }

  private String json(WrittenRecord record, long seed, OptionalLong stream) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(line)) {
      generator.writeStartObject();
      Optional<String> label = record.labelName(model);
      if (label.isPresent()) {
        generator.writeStringField("label", label.get());
      }
      generator.writeStringField(
          "text", ByteText.of(model.vocabulary(), record.text(), record.tokens()));
      generator.writeNumberField("nats", scorer.score(record.scored(model)).total().exactNats());
      if (model.known().isPresent()) {
        generator.writeBooleanField("known", record.isKnownTo(model));
      }
      generator.writeBooleanField("whole", record.whole());
      if (stream.isPresent()) {
        generator.writeNumberField("seed", seed);
        generator.writeNumberField("stream", stream.getAsLong());
      }
      generator.writeEndObject();
    }
    return line.toString();
  }
}
