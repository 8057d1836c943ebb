// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.model.Model;
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
import org.jspecify.annotations.Nullable;
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
          "What becomes of characters, or words, that the model has never seen: error; cost, what"
              + " the model keeps for what is new; skip, to leave them out; replace, by the unknown"
              + " symbol, else U+FFFD, else ?, else a space, whichever the model knows first."
              + " (default: cost where costs are told and the model keeps something for them, else"
              + " error)")
  private @Nullable UnknownTokens policy;

  /**
   * What becomes of tokens where their costs are told.
   *
   * @param model the model
   * @return what was asked for, else their cost if the model has one for them
   */
  public UnknownTokens whereCostsAreTold(Model model) {
    boolean open =
        model.novelty().probability() > 0 || model.vocabulary().unknownId() != Vocabulary.NONE;
    return policy == null && open ? UnknownTokens.COST : policy();
  }

  /** What becomes of tokens where they are read only. */
  public UnknownTokens policy() {
    return policy == null ? UnknownTokens.ERROR : policy;
  }

  /**
   * Reads texts as tokens of a model.
   *
   * @param vocabulary the model's
   * @param encoding how files and streams are read as characters
   * @param sink receives the id of each token that is not left out
   */
  public TextReader reader(Vocabulary vocabulary, TextEncoding encoding, IntConsumer sink) {
    return new TextReader(vocabulary, policy(), encoding, sink);
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
    settle(policy(), reader.unknown(), source, vocabulary, model, console);
  }

  /**
   * Tells what was left out, replaced, or costs what is kept for it.
   *
   * @param policy what became of it
   * @param unknown what the vocabulary lacks of what was read
   * @param source what was read, for messages
   * @param vocabulary the model's
   * @param model the model's file, for messages
   * @param console where it is told
   * @throws IllegalArgumentException if it was to be refused
   */
  public static void settle(
      UnknownTokens policy,
      Corpus.Replaced unknown,
      String source,
      Vocabulary vocabulary,
      Path model,
      Console console) {
    if (unknown.occurrences() == 0) {
      return;
    }
    Unit unit = vocabulary.unit();
    String tokens = unknown.describe(unit);
    int replacement = UnknownTokens.replacement(vocabulary);
    boolean replaced = policy == UnknownTokens.REPLACE && replacement != Vocabulary.NONE;
    if (policy == UnknownTokens.COST) {
      console.note(
          Words.count(unknown.occurrences(), unit.noun())
              + " of "
              + source
              + " that the model has never seen, at the cost it keeps for such: "
              + tokens);
    } else if (policy == UnknownTokens.SKIP || replaced) {
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
      throw new TypeConversionException("'" + text + "' is none of error, cost, skip and replace");
    }
  }
}
