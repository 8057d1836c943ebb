package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.WaitingInput;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.UnknownOption;
import io.github.rnn4j.files.NamedInput;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.TextReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files and directories that are joined to one text and read as a model's tokens, in a fixed amount
 * of memory.
 */
final class ScoredText {
  private static final String STANDARD_INPUT = "-";
  private static final int MOST_TOLD = 5;

  private final Console console;
  private final UnknownOption unknown;
  private final EncodingOption encoding;

  ScoredText(Console console, UnknownOption unknown, EncodingOption encoding) {
    this.console = console;
    this.unknown = unknown;
    this.encoding = encoding;
  }

  /**
   * Reads all of it, and tells what was left out.
   *
   * @param sources files, directories, - for standard input
   * @param path the model's file, for messages
   * @param scorer receives the tokens
   * @return how many tokens the model has never seen
   * @throws IOException if a file is missing, cannot be read, or is no text
   * @throws IllegalArgumentException if there are fewer than two tokens, or unknown ones that are
   *     to be refused
   */
  long read(List<String> sources, Model model, Path path, Scorer scorer) throws IOException {
    TextReader reader = unknown.reader(model.vocabulary(), encoding.encoding(), scorer::read);
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        reader.add(waiting(console.streams().in(), scorer), "standard input");
        continue;
      }
      Path file = Path.of(source);
      if (Files.isRegularFile(file) || Files.isDirectory(file) || !Files.exists(file)) {
        reader.add(file);
      } else {
        try (InputStream in = NamedInput.open(file)) {
          reader.add(waiting(in, scorer), source);
        }
      }
    }
    tell(reader);
    unknown.settle(reader, "the text", model.vocabulary(), path, console);
    if (reader.tokens() < 2) {
      throw new IllegalArgumentException(
          "the text has "
              + Words.count(reader.tokens(), model.vocabulary().unit().noun())
              + " that the model knows: it takes two, the first of which nothing predicts");
    }
    return reader.unknown().occurrences();
  }

  /** A pipe, before which all that has come is scored and handed on. */
  private InputStream waiting(InputStream in, Scorer scorer) {
    return new WaitingInput(
        in,
        () -> {
          scorer.catchUp();
          console.streams().flush();
        });
  }

  private void tell(TextReader reader) {
    for (Corpus.Part part : reader.parts()) {
      part.decoded().remark().ifPresent(remark -> console.note(part.source() + ": " + remark));
    }
    List<Corpus.Skipped> skipped = reader.skipped();
    for (Corpus.Skipped one : skipped.subList(0, Math.min(skipped.size(), MOST_TOLD))) {
      console.note("left out: " + one.source() + " " + one.reason());
    }
    if (skipped.size() > MOST_TOLD) {
      console.note("and " + Words.number(skipped.size() - MOST_TOLD) + " more left out");
    }
  }
}
