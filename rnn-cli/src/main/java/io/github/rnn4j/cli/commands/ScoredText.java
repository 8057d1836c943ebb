// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.WaitingInput;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.UnknownOption;
import io.github.rnn4j.files.NamedInput;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.SourceReader;
import io.github.rnn4j.text.TextReader;
import io.github.rnn4j.text.UnknownTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

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
    return read(sources, model, path, scorer::read, scorer::catchUp);
  }

  /**
   * Reads all of it, and tells what was left out.
   *
   * @param sources files, directories, - for standard input
   * @param path the model's file, for messages
   * @param tokens receives the tokens
   * @param catchUp is run before a pipe may make it wait
   * @return how many tokens the model has never seen
   * @throws IOException if a file is missing, cannot be read, or is no text
   * @throws IllegalArgumentException if there are fewer than two tokens, or unknown ones that are
   *     to be refused
   */
  long read(List<String> sources, Model model, Path path, IntConsumer tokens, Runnable catchUp)
      throws IOException {
    UnknownTokens policy = unknown.whereCostsAreTold(model);
    TextReader reader = new TextReader(model.vocabulary(), policy, encoding.encoding(), tokens);
    read(sources, reader::add, reader::add, catchUp::run);
    tell(reader.parts(), reader.skipped());
    UnknownOption.settle(policy, reader.unknown(), "the text", model.vocabulary(), path, console);
    if (reader.tokens() < 2) {
      throw new IllegalArgumentException(
          "the text has "
              + Words.count(reader.tokens(), model.vocabulary().unit().noun())
              + " that the model knows: it takes two, the first of which nothing predicts");
    }
    return reader.unknown().occurrences();
  }

  /**
   * Reads records, each by itself, and tells what was left out.
   *
   * @param sources files, directories, - for standard input
   * @param model a model of records
   * @param path the model's file, for messages
   * @param sink receives what each record costs, in their order
   * @return what they cost together, and how many tokens the model has never seen
   * @throws IOException if a file is missing, cannot be read, or is no text, or from the sink
   * @throws IllegalArgumentException if there is no record, or there are unknown tokens that are to
   *     be refused
   */
  Total readRecords(List<String> sources, Model model, Path path, RecordCosts.Sink sink)
      throws IOException {
    return readRecords(sources, model, path, new RecordScorer(model)::score, sink);
  }

  /**
   * Reads records, and tells what was left out.
   *
   * @param sources files, directories, - for standard input
   * @param model a model of records
   * @param path the model's file, for messages
   * @param scorer gives the costs of records, in their order
   * @param sink receives what each record costs, in their order
   * @return what they cost together, and how many tokens the model has never seen
   * @throws IOException if a file is missing, cannot be read, or is no text, or from the sink
   * @throws IllegalArgumentException if there is no record, or there are unknown tokens that are to
   *     be refused
   */
  Total readRecords(
      List<String> sources,
      Model model,
      Path path,
      Function<List<int[]>, List<RecordScore>> scorer,
      RecordCosts.Sink sink)
      throws IOException {
    UnknownTokens policy = unknown.whereCostsAreTold(model);
    RecordCosts costs = new RecordCosts(model, policy, scorer, sink);
    SourceReader reader =
        new SourceReader(model.vocabulary().unit(), encoding.encoding(), costs.source());
    try {
      read(sources, reader::add, reader::add, costs::idle);
      costs.idle();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    tell(reader.parts(), reader.skipped());
    UnknownOption.settle(policy, costs.unknown(), "the text", model.vocabulary(), path, console);
    if (costs.total().characters() == 0) {
      throw new IllegalArgumentException("the text has no record");
    }
    return new Total(costs.total(), costs.unknown().occurrences());
  }

  /**
   * What a text costs.
   *
   * @param score its cost
   * @param unseen how many tokens the model has never seen
   */
  record Total(Score score, long unseen) {}

  /** Reads a file or directory. */
  private interface PathReader {
    void add(Path path) throws IOException;
  }

  /** Reads a stream. */
  private interface StreamReader {
    void add(InputStream in, String source) throws IOException;
  }

  /** Something that may have to write. */
  private interface Step {
    void run() throws IOException;
  }

  /** Before a pipe may make it wait, all that has come is scored and handed on. */
  private void read(List<String> sources, PathReader paths, StreamReader streams, Step catchUp)
      throws IOException {
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        streams.add(waiting(console.streams().in(), catchUp), "standard input");
        continue;
      }
      Path file = Path.of(source);
      if (Files.isRegularFile(file) || Files.isDirectory(file) || !Files.exists(file)) {
        paths.add(file);
      } else {
        try (InputStream in = NamedInput.open(file)) {
          streams.add(waiting(in, catchUp), source);
        }
      }
    }
  }

  private InputStream waiting(InputStream in, Step catchUp) {
    return new WaitingInput(
        in,
        () -> {
          catchUp.run();
          console.streams().flush();
        });
  }

  private void tell(List<Corpus.Part> parts, List<Corpus.Skipped> skipped) {
    for (Corpus.Part part : parts) {
      part.decoded().remark().ifPresent(remark -> console.note(part.source() + ": " + remark));
    }
    for (Corpus.Skipped one : skipped.subList(0, Math.min(skipped.size(), MOST_TOLD))) {
      console.note("left out: " + one.source() + " " + one.reason());
    }
    if (skipped.size() > MOST_TOLD) {
      console.note("and " + Words.number(skipped.size() - MOST_TOLD) + " more left out");
    }
  }
}
