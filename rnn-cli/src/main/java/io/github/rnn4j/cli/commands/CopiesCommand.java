// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.AnyText;
import io.github.rnn4j.cli.options.CorpusOptions;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.copies.Copies;
import io.github.rnn4j.copies.CopyFinder;
import io.github.rnn4j.files.NamedInput;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusConfig;
import io.github.rnn4j.text.CorpusReader;
import io.github.rnn4j.text.TextReader;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnknownTokens;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rnn copies}. */
@Command(
    name = "copies",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Tells what of a text, such as what a model wrote, is copied from another, such as what it"
          + " was trained on: the longest runs, and how many n-grams are new.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn sample book.safetensors --length 5000 | rnn copies - book.txt",
      "  rnn copies sample.txt book.txt --json",
      "  rnn sample names.safetensors --count 500 | rnn copies - names.txt --records lines",
      "",
      "A run is copied if it stands in the text, and is told if it would not with a character more"
          + " on either side. An n-gram is n characters in a row, or bytes or words; 'new' is the"
          + " share of those that do not stand in the text, and 'of different ones' counts each"
          + " once. Of records, which no run goes beyond, it is told how many are records of the"
          + " text as a whole: 'rnn sample --novel' writes none of these.",
      "",
      "The sample is kept in memory, about 200 bytes a character; the text, of any size, is read"
          + " once."
    })
public final class CopiesCommand implements Callable<Integer> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String STANDARD_INPUT = "-";

  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SAMPLE|-",
      description = "What is looked at; - for standard input.")
  private String sample;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "What it may be copied from: files, and directories unless --records is given.")
  private List<String> sources;

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      description = "What is counted: char, byte or word. (default: char)")
  private Unit unit = Unit.CHAR;

  @Option(
      names = "--records",
      paramLabel = "lines|BORDER",
      preprocessor = AnyText.class,
      converter = CorpusOptions.BorderConverter.class,
      description =
          "Both are records: every line, or what stands before each BORDER. (default: one text)")
  private @Nullable RecordBorder border;

  @Option(
      names = "--runs",
      paramLabel = "N",
      converter = Numbers.CountInt.class,
      description = "How many of the longest runs to tell. (default: ${DEFAULT-VALUE})")
  private int runs = 5;

  @Option(
      names = "--ngrams",
      paramLabel = "N",
      converter = Numbers.CountInt.class,
      description = "The largest n of n-grams. (default: ${DEFAULT-VALUE})")
  private int ngrams = 12;

  @Option(names = "--json", description = "One line of JSON instead of tables.")
  private boolean json;

  @Mixin private EncodingOption encoding;

  @Override
  public Integer call() throws IOException {
    if (ngrams > CopyFinder.MOST_TOKENS) {
      throw new ParameterException(
          spec.commandLine(), "--ngrams " + ngrams + ": no sample is as long");
    }
    Vocabulary vocabulary;
    CopyFinder finder;
    if (border == null) {
      CorpusReader reader =
          new CorpusReader(CorpusConfig.DEFAULT.withUnit(unit).withEncoding(encoding.encoding()));
      Corpus corpus = add(reader).toCorpus();
      vocabulary = corpus.vocabulary();
      finder = CopyFinder.of(tokens(corpus.tokens()));
      readText(vocabulary, finder);
    } else {
      byte[] bytes = sampleBytes();
      vocabulary = border.addTo(recordVocabulary(bytes));
      finder = CopyFinder.ofRecords(sampleRecords(bytes, vocabulary, border));
      readRecords(vocabulary, border, finder);
    }
    Copies copies = finder.find(runs, ngrams);
    PrintStream out = console.streams().out();
    if (json) {
      out.println(json(copies, vocabulary));
    } else {
      print(copies, vocabulary, out);
    }
    console.streams().flush();
    return ExitCode.OK;
  }

  private CorpusReader add(CorpusReader reader) throws IOException {
    return sample.equals(STANDARD_INPUT)
        ? reader.add(console.streams().in(), sampleName())
        : reader.add(Path.of(sample));
  }

  private String sampleName() {
    return sample.equals(STANDARD_INPUT) ? "standard input" : sample;
  }

  private static int[] tokens(Tokens tokens) {
    if (tokens.length() > CopyFinder.MOST_TOKENS) {
      throw new IllegalArgumentException(
          "a sample of "
              + tokens.length()
              + " tokens: it may have "
              + CopyFinder.MOST_TOKENS
              + " at most");
    }
    int[] all = new int[(int) tokens.length()];
    tokens.copy(0, all, 0, all.length);
    return all;
  }

  private void readText(Vocabulary vocabulary, CopyFinder finder) throws IOException {
    TextReader reader =
        new TextReader(vocabulary, UnknownTokens.COST, encoding.encoding(), finder::read);
    for (String source : sources) {
      Path path = Path.of(source);
      if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
        try (InputStream in = NamedInput.open(path)) {
          reader.add(in, source);
        }
      } else {
        reader.add(path);
      }
      finder.cut();
    }
  }

  // ------------------------------------------------------------------------------ records

  private byte[] sampleBytes() throws IOException {
    if (sample.equals(STANDARD_INPUT)) {
      return console.streams().in().readAllBytes();
    }
    try (InputStream in = NamedInput.open(Path.of(sample))) {
      return in.readAllBytes();
    }
  }

  private Vocabulary recordVocabulary(byte[] bytes) throws IOException {
    CorpusReader reader =
        new CorpusReader(CorpusConfig.DEFAULT.withUnit(unit).withEncoding(encoding.encoding()));
    return reader.add(new ByteArrayInputStream(bytes), sampleName()).toCorpus().vocabulary();
  }

  private List<int[]> sampleRecords(byte[] bytes, Vocabulary vocabulary, RecordBorder border)
      throws IOException {
    List<int[]> records = new ArrayList<>();
    new RecordReader(vocabulary, border, sink(records::add))
        .read(new ByteArrayInputStream(bytes), sampleName(), encoding.encoding());
    return records;
  }

  private void readRecords(Vocabulary vocabulary, RecordBorder border, CopyFinder finder)
      throws IOException {
    RecordReader reader =
        new RecordReader(
            vocabulary,
            border,
            sink(
                tokens -> {
                  for (int token : tokens) {
                    finder.read(token);
                  }
                  finder.cut();
                }));
    RecordFiles.read(sources, encoding.encoding(), console, reader);
  }

  /** Takes the tokens of a record. */
  private interface TokenSink {
    void accept(int[] tokens);
  }

  private static RecordReader.Sink sink(TokenSink to) {
    return new RecordReader.Sink() {
      @Override
      public void accept(RecordReader.Read record) {
        to.accept(record.tokens());
      }

      @Override
      public void idle() {}
    };
  }

  // ------------------------------------------------------------------------------ telling

  private void print(Copies copies, Vocabulary vocabulary, PrintStream out) {
    String noun = unit.noun();
    out.println(
        Words.count(copies.tokens(), noun)
            + (border == null
                ? ""
                : " in "
                    + Words.count(copies.records(), "record")
                    + ", of which "
                    + Words.number(copies.copiedRecords())
                    + " stand in the text"));
    if (!copies.runs().isEmpty()) {
      out.println();
      out.println("the longest that is copied: " + noun + "s, number of the first one, run");
      for (Copies.Run run : copies.runs()) {
        out.println(
            run.tokens().length
                + "\t"
                + (run.start() + 1)
                + "\t"
                + Printable.escape(vocabulary.decode(run.tokens())));
      }
    }
    if (!copies.ngrams().isEmpty()) {
      out.println();
      out.printf(Locale.ROOT, "%4s %12s %8s %12s %8s%n", "n", "n-grams", "new", "different", "new");
      for (Copies.Ngrams one : copies.ngrams()) {
        out.printf(
            Locale.ROOT,
            "%4d %,12d %8s %,12d %8s%n",
            one.n(),
            one.occurrences(),
            share(one.newOccurrences(), one.occurrences()),
            one.distinct(),
            share(one.newDistinct(), one.distinct()));
      }
    }
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "" : String.format(Locale.ROOT, "%.4f", (double) part / whole);
  }

  private String json(Copies copies, Vocabulary vocabulary) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(line)) {
      generator.writeStartObject();
      generator.writeStringField("unit", unit.id());
      generator.writeNumberField("length", copies.tokens());
      if (border != null) {
        generator.writeNumberField("records", copies.records());
        generator.writeNumberField("copied_records", copies.copiedRecords());
      }
      generator.writeArrayFieldStart("runs");
      for (Copies.Run run : copies.runs()) {
        generator.writeStartObject();
        generator.writeNumberField("length", run.tokens().length);
        generator.writeNumberField("start", run.start());
        generator.writeNumberField("origin", run.origin());
        generator.writeStringField("text", vocabulary.decode(run.tokens()));
        generator.writeEndObject();
      }
      generator.writeEndArray();
      generator.writeArrayFieldStart("ngrams");
      for (Copies.Ngrams one : copies.ngrams()) {
        generator.writeStartObject();
        generator.writeNumberField("n", one.n());
        generator.writeNumberField("count", one.occurrences());
        generator.writeNumberField("new", one.newOccurrences());
        generator.writeNumberField("different", one.distinct());
        generator.writeNumberField("new_different", one.newDistinct());
        generator.writeEndObject();
      }
      generator.writeEndArray();
      generator.writeEndObject();
    }
    return line.toString();
  }
}
