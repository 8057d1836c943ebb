// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Reads files, directories, streams and strings as tokens of a vocabulary, and hands each on as
 * soon as it is whole, in a fixed amount of memory. What is read, and what is left out, {@link
 * CorpusReader} says; here a file in a directory is read twice, since it gives nothing if it turns
 * out not to be text.
 *
 * <p>What the vocabulary lacks is left out or replaced as {@link UnknownTokens} says, and counted:
 * {@link #unknown()}. Under {@link UnknownTokens#ERROR} it is left out, too: whoever wants to
 * refuse it asks for the account at the end.
 *
 * <p>Not safe for use by several threads.
 */
public final class TextReader {
  private final SourceReader sources;
  private final Vocabulary vocabulary;
  private final int replacement;
  private final boolean marking;
  private final IntConsumer sink;
  private final LackingTokens lacking = new LackingTokens();
  private long tokens;
  private long leftOut;

  /**
   * A reader.
   *
   * @param vocabulary the tokens there are
   * @param policy what becomes of those that it lacks
   * @param encoding how files and streams are read as characters; of no matter for bytes
   * @param sink receives the id of each token; under {@link UnknownTokens#COST} {@link
   *     Vocabulary#NONE} for one that the vocabulary lacks, if it has no unknown symbol
   */
  public TextReader(
      Vocabulary vocabulary, UnknownTokens policy, TextEncoding encoding, IntConsumer sink) {
    this.vocabulary = vocabulary;
    this.replacement = policy.standIn(vocabulary);
    this.marking = policy == UnknownTokens.COST;
    this.sink = sink;
    this.sources =
        new SourceReader(
            vocabulary.unit(),
            encoding,
            Set.of(),
            switch (vocabulary.unit()) {
              case CHAR -> new Intake(codePoint -> lookUp(vocabulary.idOf(codePoint), codePoint));
              case BYTE -> new Intake(this::handOn);
              case WORD -> new Intake(new WordSplitter(this::lookUp));
            });
  }

  /**
   * Reads a file, or the files of a directory.
   *
   * @param path a file, directory, pipe or device
   * @return this reader
   * @throws java.nio.file.NoSuchFileException if it does not exist
   * @throws java.nio.file.AccessDeniedException if it may not be read
   * @throws MalformedTextException if it is a file and no text; what stands before was handed on
   * @throws IOException if reading fails
   */
  public TextReader add(Path path) throws IOException {
    sources.add(path);
    return this;
  }

  /**
   * Reads a stream.
   *
   * @param in text (or bytes), read to its end, not closed
   * @param source a name for it in messages
   * @return this reader
   * @throws MalformedTextException if it is no text; what stands before was handed on
   * @throws IOException if reading fails
   */
  public TextReader add(InputStream in, String source) throws IOException {
    sources.add(in, source);
    return this;
  }

  /**
   * Reads a string.
   *
   * @param text the text
   * @param source a name for it in messages
   * @return this reader
   * @throws UnusableTextException if it holds half of a surrogate pair; nothing was handed on
   */
  public TextReader add(String text, String source) {
    sources.add(text, source);
    return this;
  }

  /**
   * How many tokens were handed on.
   *
   * @return at least 0
   */
  public long tokens() {
    return tokens;
  }

  /**
   * The tokens that the vocabulary lacks, of all that was read.
   *
   * @return how many were left out or replaced, how many different ones (65,536 if there are more),
   *     and the most frequent of these
   */
  public Corpus.Replaced unknown() {
    return lacking.toReplaced();
  }

  /**
   * What was read, in order.
   *
   * @return a fresh list
   */
  public List<Corpus.Part> parts() {
    return List.copyOf(sources.parts());
  }

  /**
   * What was met and left out, in order.
   *
   * @return a fresh list
   */
  public List<Corpus.Skipped> skipped() {
    return List.copyOf(sources.skipped());
  }

  private void lookUp(String word) {
    int id = vocabulary.idOf(word);
    if (id == Vocabulary.NONE) {
      lacks(word);
    } else {
      handOn(id);
    }
  }

  private void lookUp(int id, int codePoint) {
    if (id == Vocabulary.NONE) {
      lacks(Character.toString(codePoint));
    } else {
      handOn(id);
    }
  }

  private void lacks(String token) {
    lacking.add(token);
    if (replacement != Vocabulary.NONE || marking) {
      handOn(replacement);
    } else {
      leftOut++;
    }
  }

  private void handOn(int id) {
    tokens++;
    sink.accept(id);
  }

  /** Takes in what the sources give. */
  private final class Intake implements SourceReader.Sink {
    private final IntConsumer next;

    Intake(IntConsumer next) {
      this.next = next;
    }

    @Override
    public void accept(int value) {
      next.accept(value);
    }

    @Override
    public void end() {
      if (next instanceof WordSplitter words) {
        words.end();
      }
    }

    @Override
    public long tokens() {
      return tokens + leftOut;
    }

    @Override
    public Optional<Runnable> undo() {
      return Optional.empty();
    }
  }
}
