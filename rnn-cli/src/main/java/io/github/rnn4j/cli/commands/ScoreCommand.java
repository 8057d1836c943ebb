// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.UnknownOption;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.scoring.LineScores;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.scoring.ScoreSink;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rnn score}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Tells what each line or each character of a text costs, in nats: the more it surprises the"
          + " model, the more.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn score book.safetensors other.txt",
      "  rnn score book.safetensors other.txt | sort -t$'\\t' -k4 -g | tail    the strangest lines",
      "  rnn score book.safetensors --by char other.txt",
      "",
      "Columns, separated by tabs: line, characters, nats, nats per character; or with --by char:"
          + " number, character, nats. A line end belongs to its line. Nothing predicts the first"
          + " character: it has no nats, and the first line one character less. The nats, added in"
          + " any order, are exactly those that 'rnn evaluate' tells in total. From a pipe each line is"
          + " scored as it comes. Of a model of records each record is a line, costs what it does by"
          + " itself, and ends with its border."
    })
public final class ScoreCommand implements Callable<Integer> {

  /** What is scored. */
  enum Part {
    LINE,
    CHAR
  }

  @ParentCommand private Console console;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private Path path;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE|DIR|-",
      description =
          "Text: files, directories (walked in sorted order), - for standard input. Several are one"
              + " text, in the order given.")
  private List<String> sources;

  @Option(
      names = "--by",
      paramLabel = "PART",
      description = "What is scored: line or char. (default: line)")
  private Part part = Part.LINE;

  @Mixin private UnknownOption unknown;

  @Mixin private EncodingOption encoding;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    Model model = Model.load(path, backendOption.choose(console));
    if (model.records().isPresent()) {
      new ScoredText(console, unknown, encoding)
          .readRecords(
              sources, model, path, part == Part.LINE ? this::printRecord : byCharacter(model));
      console.streams().flush();
      return ExitCode.OK;
    }
    LineScores lines = new LineScores(model.vocabulary(), this::printLine);
    ScoreSink sink = part == Part.LINE ? lines : new Characters(model.vocabulary());
    Scorer scorer = new Scorer(model, sink);
    try {
      new ScoredText(console, unknown, encoding).read(sources, model, path, scorer);
      scorer.finish();
      lines.finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    console.streams().flush();
    return ExitCode.OK;
  }

  private void printRecord(RecordReader.Read record, RecordScore score) throws IOException {
    printLine(record.number(), score.total());
  }

  /** Each token of a record, and those of its border. */
  private RecordCosts.Sink byCharacter(Model model) {
    Vocabulary vocabulary = model.vocabulary();
    int[] border = model.requireRecords().tokens(vocabulary);
    Characters characters = new Characters(vocabulary);
    return (record, score) -> {
      List<String> texts = vocabulary.split(record.text());
      for (int i = 0; i < record.tokens().length; i++) {
        if (record.tokens()[i] == Vocabulary.NONE && texts.size() == record.tokens().length) {
          characters.print(Printable.escape(texts.get(i)), score.token(i));
        } else {
          characters.accept(record.tokens()[i], score.token(i));
        }
      }
      for (int i = 0; i < border.length; i++) {
        characters.accept(border[i], score.token(record.tokens().length + i));
      }
    };
  }

  private void printLine(long line, Score score) {
    print(
        line
            + "\t"
            + score.characters()
            + "\t"
            + score.exactNats().toPlainString()
            + "\t"
            + (score.characters() == 0 ? "" : Double.toString(score.natsPerCharacter())));
  }

  private void print(String row) {
    console.streams().out().println(row);
    try {
      console.streams().flushSoon();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints each character with its score. */
  private final class Characters implements ScoreSink {
    private final Vocabulary vocabulary;
    private long number;

    Characters(Vocabulary vocabulary) {
      this.vocabulary = vocabulary;
    }

    @Override
    public void accept(int token, Score score) {
      print(shown(token), score);
    }

    void print(String shown, Score score) {
      number++;
      String nats = score.characters() == 0 ? "" : score.exactNats().toPlainString();
      ScoreCommand.this.print(number + "\t" + shown + "\t" + nats);
    }

    private String shown(int token) {
      if (token == Vocabulary.NONE) {
        return "\\u{FFFD}";
      }
      boolean partial = vocabulary.unit() == Unit.BYTE && token >= 0x80;
      return partial ? String.format("\\x%02X", token) : Printable.escape(vocabulary.textOf(token));
    }
  }
}
