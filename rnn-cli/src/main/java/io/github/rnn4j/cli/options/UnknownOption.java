package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.text.TextReader;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnknownTokens;
import io.github.rnn4j.text.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says what becomes of characters that a model has never seen. */
public final class UnknownOption {
  @Option(
      names = "--unknown",
      paramLabel = "WHAT",
      converter = Converter.class,
      description =
          "What becomes of characters, or words, that the model has never seen: error; skip, to"
              + " leave them out; replace, by the unknown symbol, else U+FFFD, else ?, else a space,"
              + " whichever the model knows first. (default: error)")
  private UnknownTokens policy = UnknownTokens.ERROR;

  /**
   * Reads texts as tokens of a model.
   *
   * @param vocabulary the model's
   * @param encoding how files and streams are read as characters
   * @param sink receives the id of each token that is not left out
   */
  public TextReader reader(Vocabulary vocabulary, TextEncoding encoding, IntConsumer sink) {
    return new TextReader(vocabulary, policy, encoding, sink);
  }

  /**
   * Tells what was left out or replaced.
   *
   * @param reader a reader of this option, which has read all of it
   * @param source what was read, for messages
   * @param vocabulary the model's
   * @param model the model's file, for messages
   * @param console where it is told
   * @throws IllegalArgumentException if it was to be refused
   */
  public void settle(
      TextReader reader, String source, Vocabulary vocabulary, Path model, Console console) {
    Corpus.Replaced unknown = reader.unknown();
    if (unknown.occurrences() == 0) {
      return;
    }
    Unit unit = vocabulary.unit();
    String tokens = unknown.describe(unit);
    int replacement = UnknownTokens.replacement(vocabulary);
    boolean replaced = policy == UnknownTokens.REPLACE && replacement != Vocabulary.NONE;
    if (policy == UnknownTokens.SKIP || replaced) {
      console.note(
          Words.count(unknown.occurrences(), unit.noun())
              + " of "
              + source
              + " that the model has never seen "
              + (replaced ? "replaced by " + replacement(vocabulary, replacement) : "left out")
              + ": "
              + tokens);
    } else {
      throw new IllegalArgumentException(
          source
              + " has "
              + (unknown.distinct() == 1
                  ? "a " + unit.noun()
                  : Words.count(unknown.distinct(), unit.noun()))
              + " that the model has never seen: "
              + tokens
              + "; 'rnn inspect "
              + Words.quoted(model)
              + "' lists those that it knows"
              + (policy == UnknownTokens.ERROR
                  ? ", --unknown skip leaves others out"
                  : ", among them none that could replace others"));
    }
  }

  private static String replacement(Vocabulary vocabulary, int id) {
    return id == vocabulary.unknownId()
        ? "the unknown symbol"
        : vocabulary.unit().describe(List.of(vocabulary.textOf(id)));
  }

  static final class Converter implements ITypeConverter<UnknownTokens> {
    @Override
    public UnknownTokens convert(String text) {
      for (UnknownTokens policy : UnknownTokens.values()) {
        if (policy.id().equals(text.toLowerCase(Locale.ROOT))) {
          return policy;
        }
      }
      throw new TypeConversionException("'" + text + "' is none of error, skip and replace");
    }
  }
}
