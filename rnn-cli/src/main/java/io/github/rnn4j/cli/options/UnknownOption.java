package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.text.CodePoints;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnknownTokens;
import io.github.rnn4j.text.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says what becomes of characters that a model has never seen. */
public final class UnknownOption {
  private static final int MOST_TOLD = 1000;

  @Option(
      names = "--unknown",
      paramLabel = "WHAT",
      converter = Converter.class,
      description =
          "What becomes of characters that the model has never seen: error; skip, to leave them"
              + " out; replace, by U+FFFD, else ?, else a space, whichever the model knows first."
              + " (default: error)")
  private UnknownTokens policy = UnknownTokens.ERROR;

  UnknownTokens policy() {
    return policy;
  }

  /** An account of unknown characters, told to the user at the end, or as an error. */
  public final class Account {
    private final Vocabulary vocabulary;
    private final Path model;
    private final int[] distinct = new int[MOST_TOLD];
    private int size;
    private long affected;

    public Account(Vocabulary vocabulary, Path model) {
      this.vocabulary = vocabulary;
      this.model = model;
    }

    /** The id for a character, or {@link Vocabulary#NONE} if it is left out. */
    public int idOf(int codePoint) {
      int id = vocabulary.idOf(codePoint);
      if (id != Vocabulary.NONE) {
        return id;
      }
      affected++;
      if (size < MOST_TOLD && Arrays.stream(distinct, 0, size).noneMatch(c -> c == codePoint)) {
        distinct[size++] = codePoint;
      }
      return policy.idOf(vocabulary, codePoint);
    }

    /** The ids of a text; empty if it has unknown characters that are to be refused. */
    public int[] encode(String text) {
      int[] unknown =
          vocabulary.unknown(text).stream().flatMapToInt(String::codePoints).distinct().toArray();
      if (unknown.length == 0) {
        return vocabulary.encode(text);
      }
      if (vocabulary.unit() == Unit.CHAR) {
        return text.codePoints().map(this::idOf).filter(id -> id != Vocabulary.NONE).toArray();
      }
      affected += unknown.length;
      size = Math.min(unknown.length, MOST_TOLD);
      System.arraycopy(unknown, 0, distinct, 0, size);
      return refused() ? new int[0] : policy.encode(vocabulary, text);
    }

    private boolean refused() {
      return policy == UnknownTokens.ERROR
          || policy == UnknownTokens.REPLACE
              && UnknownTokens.replacement(vocabulary) == Vocabulary.NONE;
    }

    /** How many characters were left out or replaced. */
    public long affected() {
      return affected;
    }

    /**
     * Tells what was left out or replaced.
     *
     * @throws IllegalArgumentException if it was to be refused
     */
    public void settle(String source, Console console) {
      if (affected == 0) {
        return;
      }
      String characters = CodePoints.describe(Arrays.copyOf(distinct, size));
      int replacement = UnknownTokens.replacement(vocabulary);
      if (policy == UnknownTokens.SKIP) {
        console.note(
            Words.count(affected, "character")
                + " of "
                + source
                + " that the model has never seen left out: "
                + characters);
      } else if (policy == UnknownTokens.REPLACE && replacement != Vocabulary.NONE) {
        console.note(
            Words.count(affected, "character")
                + " of "
                + source
                + " that the model has never seen replaced by "
                + CodePoints.describe(vocabulary.textOf(replacement).codePointAt(0))
                + ": "
                + characters);
      } else {
        throw new IllegalArgumentException(
            source
                + " has "
                + (size == 1 ? "a character" : size + " characters")
                + " that the model has never seen: "
                + characters
                + "; 'rnn inspect "
                + model
                + "' lists those that it knows"
                + (policy == UnknownTokens.ERROR
                    ? ", --unknown skip leaves others out"
                    : ", among them none that could replace others"));
      }
    }
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
