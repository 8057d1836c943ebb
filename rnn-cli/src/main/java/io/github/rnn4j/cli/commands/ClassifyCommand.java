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
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.scoring.RecordClassifier;
import io.github.rnn4j.scoring.RecordClassifier.Classification;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rnn classify}. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Tells of which kind each record of a text is: names of which language, host names real or"
          + " made up.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn classify --train german=de.txt english=en.txt --out lang.safetensors",
      "  rnn classify lang.safetensors new.txt",
      "  rnn classify lang.safetensors test.txt --labels truth.txt      accuracy, who is taken for"
          + " whom",
      "  rnn classify lang.safetensors new.txt --prior german=1 --prior english=9",
      "",
      "With --train, every other option is one of 'rnn train': records are lines unless --records"
          + " says otherwise, and a tenth of them is held out, to make probabilities true, unless"
          + " --validation does.",
      "",
      "Columns, separated by tabs: label, its probability, the label that is next, its probability,"
          + " and the record. The priors are the parts that the labels have in the training, unless"
          + " --prior gives others."
    })
public final class ClassifyCommand extends RecordCommand {
  private static final JsonFactory JSON = new JsonFactory();

  @Option(
      names = "--train",
      arity = "1..*",
      paramLabel = "NAME=FILE",
      description = "Learn to tell these records apart; --out names the model.")
  private Map<String, Path> train = new LinkedHashMap<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL FILE|-",
      description = "A model of labelled records, and the text: files, or - for standard input.")
  private List<String> operands = new ArrayList<>();

  @Option(
      names = "--prior",
      paramLabel = "NAME=P",
      description =
          "How often the label occurs where the records come from; for all labels or none."
              + " (default: as in the training)")
  private Map<String, Double> priors = new LinkedHashMap<>();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The true label of each record, a line each: print how well they are told, instead of the"
              + " records.")
  private @Nullable Path truth;

  @Option(
      names = "--json",
      description =
          "Print a line of JSON for each record: number, text, label, and the probability of every"
              + " label.")
  private boolean json;

  @Mixin private EncodingOption encoding;

  @Mixin private BackendOption backendOption;

  @Override
  List<String> trainingText() {
    return train.entrySet().stream()
        .flatMap(entry -> Stream.of("--label", entry.getKey() + "=" + entry.getValue()))
        .toList();
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
    Labels labels = of(path, model::requireLabels);
    RecordClassifier classifier = new RecordClassifier(model);
    setPriors(classifier, labels);
    Judge judge = new Judge(model, classifier);
    read(model, sources, judge);
    judge.finish();
    return ExitCode.OK;
  }

  private void setPriors(RecordClassifier classifier, Labels labels) {
    if (priors.isEmpty()) {
      return;
    }
    double[] values = new double[labels.size()];
    priors.forEach((name, value) -> values[labels.indexOf(name)] = value);
    for (int k = 0; k < values.length; k++) {
      if (!priors.containsKey(labels.names().get(k))) {
        throw usage("--prior " + labels.names().get(k) + "=P is missing: give all labels, or none");
      }
    }
    classifier.priors(values);
  }

  /** Classifies records as they come. */
  private final class Judge implements WaitingRecords.Sink {
    private final RecordClassifier classifier;
    private final Vocabulary vocabulary;
    private final Labels labels;
    private final Confusion confusion;
    private final List<String> truths;
    private long unseen;

    Judge(Model model, RecordClassifier classifier) throws IOException {
      this.classifier = classifier;
      this.vocabulary = model.vocabulary();
      this.labels = model.requireLabels();
      this.truths = truth == null ? List.of() : truths(truth);
      this.confusion = new Confusion(labels);
    }

    private List<String> truths(Path truth) throws IOException {
      try {
        return Files.readAllLines(truth);
      } catch (NoSuchFileException e) {
        throw new NoSuchFileException(truth.toString(), null, "there is no such file");
      }
    }

    @Override
    public void accept(List<RecordReader.Read> records) throws IOException {
      List<Classification> all =
          classifier.classify(records.stream().map(RecordReader.Read::tokens).toList());
      for (int i = 0; i < all.size(); i++) {
        RecordReader.Read record = records.get(i);
        for (int token : record.tokens()) {
          unseen += token == Vocabulary.NONE ? 1 : 0;
        }
        if (truth != null) {
          confusion.add(labels.indexOf(trueLabel(record.number())), all.get(i));
        } else {
          console()
              .streams()
              .out()
              .println(json ? json(record, all.get(i)) : columns(record, all.get(i)));
        }
      }
    }

    private String trueLabel(long number) throws IOException {
      if (number > truths.size()) {
        throw new IOException(
            truth + " has " + truths.size() + " labels, there are more records: a line for each");
      }
      return truths.get((int) number - 1).strip();
    }

    private String columns(RecordReader.Read record, Classification c) {
      return String.format(
          Locale.ROOT,
          "%s\t%.4f\t%s\t%.4f\t%s",
          labels.names().get(c.best()),
          c.probabilities()[c.best()],
          labels.names().get(c.runnerUp()),
          c.probabilities()[c.runnerUp()],
          Printable.escape(record.text()));
    }

    private String json(RecordReader.Read record, Classification c) throws IOException {
      StringWriter line = new StringWriter();
      try (JsonGenerator generator = JSON.createGenerator(line)) {
        generator.writeStartObject();
        generator.writeNumberField("number", record.number());
        generator.writeStringField("text", ByteText.of(vocabulary, record.text(), record.tokens()));
        generator.writeStringField("label", labels.names().get(c.best()));
        generator.writeObjectFieldStart("probabilities");
        for (int k = 0; k < labels.size(); k++) {
          generator.writeNumberField(labels.names().get(k), c.probabilities()[k]);
        }
        generator.writeEndObject();
        generator.writeEndObject();
      }
      return line.toString();
    }

    void finish() throws IOException {
      if (truth != null) {
        confusion.print(console().streams().out());
      }
      if (unseen > 0) {
        console().note(Words.count(unseen, "token") + " never seen before");
      }
      console().streams().flush();
    }
  }
}
