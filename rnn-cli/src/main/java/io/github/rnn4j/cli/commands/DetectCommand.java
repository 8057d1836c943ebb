// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.cli.console.ByteText;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.ByteVocabulary;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rnn detect}. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Finds the records of a text, such as the lines of a log, that are unlike those the model was"
          + " trained on.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn detect --train normal.log --out log.safetensors      learns and calibrates",
      "  rnn detect log.safetensors new.log",
      "  tail -f app.log | rnn detect log.safetensors - --false-alarms 0.001",
      "  rnn detect log.safetensors new.log --json --all | sort ...",
      "",
      "With --train, every other option is one of 'rnn train': records are lines unless --records"
          + " says otherwise, and a tenth of them is held out to calibrate on unless --validation"
          + " does. A model that 'rnn train --records' made with held-out records serves as well.",
      "",
      "A record is strange if fewer than --false-alarms of ordinary ones would cost as much: its"
          + " p-value, (1 + how many held-out records cost as much) / (1 + how many there are), is"
          + " not above that. Characters that the model has never seen cost what it keeps for"
          + " them.",
      "",
      "Columns, separated by tabs: number of the record, p-value, nats, nats per character, and the"
          + " record, where ⟦ ⟧ stand around what surprised most. Nothing is printed of records"
          + " that are not strange. From a pipe, each record is judged as soon as it is there.",
      "",
      "Exit code: 0 if no record was strange, 3 if one was."
    })
public final class DetectCommand extends RecordCommand {
  private static final JsonFactory JSON = new JsonFactory();

  @Option(
      names = "--train",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Learn from these ordinary records, and calibrate; --out names the model.")
  private List<String> train = new ArrayList<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL FILE|-",
      description = "A model of records, and the text to judge: files, or - for standard input.")
  private List<String> operands = new ArrayList<>();

  @Option(
      names = "--false-alarms",
      paramLabel = "RATE",
      converter = Numbers.Fraction.class,
      description = "The part of ordinary records that may be called strange. (default: 0.01)")
  private double falseAlarms = 0.01;

  @Option(
      names = "--by",
      paramLabel = "COST",
      description =
          "What counts: total, the nats of the whole record, or mean, those of a character."
              + " (default: mean)")
  private Calibration.Measure by = Calibration.Measure.MEAN;

  @Option(names = "--all", description = "Print every record, strange or not.")
  private boolean all;

  @Option(
      names = "--json",
      description =
          "Print a line of JSON for each record: number, text, p, nats, predictions, place (of what"
              + " surprised most, from 0), unseen, strange.")
  private boolean json;

  @Mixin private EncodingOption encoding;

  @Mixin private BackendOption backendOption;

  @Override
  List<String> trainingText() {
    return train;
  }

  @Override
  List<String> operands() {
    return operands;
  }

  @Override
  EncodingOption encoding() {
    return encoding;
  }

  @Override
  BackendOption backendOption() {
    return backendOption;
  }

  @Override
  int judge(Model model, Path path, List<String> sources) throws IOException {
    Calibration calibration = of(path, model::requireCalibration);
    calibration.requireReachable(falseAlarms);
    Judge judge = new Judge(model, calibration);
    read(model, sources, judge);
    judge.tell();
    return judge.strange == 0 ? ExitCode.OK : ExitCode.FOUND;
  }

  /** Judges records as they come, and prints the strange ones. */
  private final class Judge implements WaitingRecords.Sink {
    private final Calibration calibration;
    private final Vocabulary vocabulary;
    private final RecordScorer scorer;
    private long count;
    private long strange;
    private long unseen;

    Judge(Model model, Calibration calibration) {
      this.calibration = calibration;
      this.vocabulary = model.vocabulary();
      this.scorer = new RecordScorer(model);
    }

    @Override
    public void accept(List<RecordReader.Read> records) throws IOException {
      List<RecordScore> scores =
          scorer.score(records.stream().map(RecordReader.Read::tokens).toList());
      for (int i = 0; i < scores.size(); i++) {
        judge(records.get(i), scores.get(i));
      }
    }

    private void judge(RecordReader.Read record, RecordScore score) throws IOException {
      Score total = score.total();
      double p = calibration.pValue(by, total.nanonats(), total.characters());
      boolean isStrange = p <= falseAlarms;
      long news = Arrays.stream(record.tokens()).filter(t -> t == Vocabulary.NONE).count();
      count++;
      strange += isStrange ? 1 : 0;
      unseen += news;
      if (isStrange || all) {
        console()
            .streams()
            .out()
            .println(json ? json(record, score, p, news, isStrange) : columns(record, score, p));
      }
    }

    private String columns(RecordReader.Read record, RecordScore score, double p) {
      return String.format(
          Locale.ROOT,
          "%d\t%.3g\t%.3f\t%.3f\t%s",
          record.number(),
          p,
          score.total().nats(),
          score.total().natsPerCharacter(),
          marked(record, score.mostSurprising()));
    }

    /** The record with marks around a token, or at its end if that surprised most. */
    private String marked(RecordReader.Read record, int place) {
      if (vocabulary instanceof ByteVocabulary bytes) {
        byte[] all = bytes.decodeBytes(record.tokens());
        int before = Math.min(place, all.length);
        int after = Math.min(place + 1, all.length);
        return part(all, 0, before)
            + "⟦"
            + part(all, before, after)
            + "⟧"
            + part(all, after, all.length);
      }
      List<String> tokens = vocabulary.split(record.text());
      return Printable.escape(String.join("", tokens.subList(0, Math.min(place, tokens.size()))))
          + "⟦"
          + (place < tokens.size() ? Printable.escape(tokens.get(place)) : "")
          + "⟧"
          + (place < tokens.size()
              ? Printable.escape(String.join("", tokens.subList(place + 1, tokens.size())))
              : "");
    }

    private static String part(byte[] bytes, int from, int to) {
      return Printable.text(ByteText.of(Arrays.copyOfRange(bytes, from, to)));
    }

    private String json(
        RecordReader.Read record, RecordScore score, double p, long news, boolean isStrange)
        throws IOException {
      StringWriter line = new StringWriter();
      try (JsonGenerator generator = JSON.createGenerator(line)) {
        generator.writeStartObject();
        generator.writeNumberField("number", record.number());
        generator.writeStringField("text", ByteText.of(vocabulary, record.text(), record.tokens()));
        generator.writeNumberField("p", p);
        generator.writeNumberField("nats", score.total().exactNats());
        generator.writeNumberField("predictions", score.total().characters());
        generator.writeNumberField("place", score.mostSurprising());
        generator.writeNumberField("unseen", news);
        generator.writeBooleanField("strange", isStrange);
        generator.writeEndObject();
      }
      return line.toString();
    }

    private void tell() {
      console()
          .note(
              Words.number(strange)
                  + " of "
                  + Words.count(count, "record")
                  + " strange"
                  + (unseen == 0
                      ? ""
                      : "; "
                          + Words.count(unseen, vocabulary.unit().noun())
                          + " never seen before"));
    }
  }
}
