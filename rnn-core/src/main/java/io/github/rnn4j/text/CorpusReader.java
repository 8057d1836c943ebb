// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Joins files, directories, streams and strings into one {@link Corpus}, in the order they are
 * added, with nothing between them. Each is read once, as it is added, in one pass; the memory it
 * takes is that of the tokens, one to four bytes a token, and that of the vocabulary. A {@link
 * CorpusCache} has the tokens in a file instead.
 *
 * <ul>
 *   <li>Files and streams are read as {@link TextEncoding} says, by default as UTF-8 or as a byte
 *       order mark has it, unless the tokens are bytes ({@link Unit#BYTE}): then they may hold
 *       anything, a byte order mark is as good as any bytes, and no file is left out of a directory
 *       for what it holds. {@link Corpus.Part} tells how each was read.
 *   <li>A byte order mark (U+FEFF) at the start of a file or stream is taken off. In a string it is
 *       a character.
 *   <li>A directory is walked in full; its files are joined in the order of their paths in it,
 *       written with {@code /} and compared as strings. Hidden files and directories (whose names
 *       begin with a dot), symbolic links, what cannot be read, and files that are not text (not in
 *       the encoding, or with a NUL) are left out.
 *   <li>A file named by the caller is read whatever its name, and must be text.
 *   <li>What this program wrote ({@link io.github.rnn4j.files.OwnFile}: models, caches, metrics,
 *       plots, reports, events) is no text, wherever it lies and whoever names it. A stream is read
 *       whatever it is.
 *   <li>Whatever is left out, an empty source too, is in {@link Corpus#skipped()}.
 *   <li>Words end where their source ends.
 *   <li>Tokens that are rarer than asked for, and those that a given vocabulary lacks if it has the
 *       unknown symbol, become that symbol; {@link Corpus#replaced()} counts them.
 * </ul>
 *
 * <p>After an exception the reader is as it was before the call. Not safe for use by several
 * threads.
 */
public final class CorpusReader {
  private static final int MOST_EXAMPLES = 20;

  private final Optional<Vocabulary> known;
  private final Unit unit;
  private final long minCount;
  private final SourceReader sources;

  // While the text comes in, ids are given in the order of first appearance.
  private final Lexicon lexicon;
  private TokenSink tokens;

  /** Whether the corpus was made. */
  private boolean spent;

  /** A reader of characters, whose corpus has the vocabulary of what is read. */
  public CorpusReader() {
    this(CorpusConfig.DEFAULT);
  }

  /**
   * A reader whose corpus has the vocabulary of what is read.
   *
   * @param config how the text becomes tokens
   */
  public CorpusReader(CorpusConfig config) {
    this(Optional.empty(), config, new TokenBuffer(1), Set.of());
  }

  /**
   * A reader whose corpus has the vocabulary of what is read.
   *
   * @param unit what the tokens are
   * @param minCount tokens that occur fewer times in all become the unknown symbol; 1 for none
   * @throws IllegalArgumentException as {@link CorpusConfig} has it
   */
  public CorpusReader(Unit unit, long minCount) {
    this(CorpusConfig.DEFAULT.withUnit(unit).withMinCount(minCount));
  }

  /**
   * A reader whose corpus has this vocabulary. Tokens it lacks become its unknown symbol; if it has
   * none, they are an error.
   *
   * @param vocabulary the vocabulary, of a trained model for example
   */
  public CorpusReader(Vocabulary vocabulary) {
    this(vocabulary, TextEncoding.AUTO);
  }

  /**
   * A reader whose corpus has this vocabulary. Tokens it lacks become its unknown symbol; if it has
   * none, they are an error.
   *
   * @param vocabulary the vocabulary, of a trained model for example
   * @param encoding how files and streams are read as characters
   */
  public CorpusReader(Vocabulary vocabulary, TextEncoding encoding) {
    this(
        Optional.of(vocabulary),
        CorpusConfig.DEFAULT.withUnit(vocabulary.unit()).withEncoding(encoding),
        new TokenBuffer(1),
        Set.of());
  }

  /**
   * A reader that puts its tokens somewhere.
   *
   * @param known empty for the vocabulary of what is read
   * @param unseen files that a directory is taken not to have
   */
  CorpusReader(
      Optional<Vocabulary> known, CorpusConfig config, TokenSink tokens, Set<Path> unseen) {
    this.known = known;
    this.unit = config.unit();
    this.minCount = config.minCount();
    this.tokens = tokens;
    this.lexicon = Lexicon.of(unit, id -> this.tokens.append(id));
    this.sources = new SourceReader(unit, config.encoding(), unseen, new Intake());
  }

  /**
   * Adds a file, or the files of a directory.
   *
   * @param path a file, directory, pipe or device
   * @return this reader
   * @throws NoSuchFileException if it does not exist
   * @throws AccessDeniedException if it may not be read
   * @throws MalformedTextException if it is a file and no text
   * @throws IOException if reading fails
   */
  public CorpusReader add(Path path) throws IOException {
    sources.add(path);
    return this;
  }

  /**
   * Adds a stream.
   *
   * @param in text (or bytes), read to its end, not closed
   * @param source a name for it in messages and in {@link Corpus.Part}
   * @return this reader
   * @throws MalformedTextException if it is no text
   * @throws IOException if reading fails
   */
  public CorpusReader add(InputStream in, String source) throws IOException {
    sources.add(in, source);
    return this;
  }

  /**
   * Adds a string.
   *
   * @param text the text
   * @param source a name for it in messages and in {@link Corpus.Part}
   * @return this reader
   * @throws UnusableTextException if it holds half of a surrogate pair
   */
  public CorpusReader add(String text, String source) {
    sources.add(text, source);
    return this;
  }

  /**
   * The corpus of all that was added. The reader is of no further use.
   *
   * @return the corpus
   * @throws UnusableTextException if there are fewer than two tokens, or none occurs often enough
   * @throws UnknownTokensException if the vocabulary given lacks tokens and has no unknown symbol;
   *     it lists each once
   */
  public Corpus toCorpus() {
    if (spent || !(tokens instanceof TokenBuffer buffer)) {
      throw new IllegalStateException(
          spent
              ? "the corpus was already made: use a new reader"
              : "the corpus is made by its cache");
    }
    Encoding encoding = encoding();
    spent = true;
    tokens = new TokenBuffer(1);
    buffer.remap(encoding.vocabulary.size(), id -> encoding.ids[id]);
    return corpus(encoding, buffer.toTokens());
  }

  /**
   * How the tokens gathered are told in the end.
   *
   * @param vocabulary the corpus's vocabulary
   * @param ids for each id of the lexicon the one of the vocabulary
   * @param replaced what becomes the unknown symbol
   * @param escape how probable a token is that the vocabulary lacks
   */
  record Encoding(
      Vocabulary vocabulary, int[] ids, Corpus.Replaced replaced, EscapeEstimate escape) {}

  Corpus corpus(Encoding encoding, Tokens encoded) {
    return new Corpus(
        encoding.vocabulary,
        encoded,
        sources.parts(),
        sources.skipped(),
        encoding.replaced,
        encoding.escape);
  }

  /** The encoding of all that was added. */
  Encoding encoding() {
    requireTwoTokens();
    int size = lexicon.size();
    long[] counts = counts();
    int[] kept =
        IntStream.range(0, size)
            .filter(
                id ->
                    unit == Unit.BYTE
                        || (known.isEmpty()
                            ? counts[id] >= minCount
                            : lexicon.idIn(known.get(), id) != Vocabulary.NONE))
            .toArray();
    BitSet isKept = new BitSet(size);
    Arrays.stream(kept).forEach(isKept::set);
    int[] rare = IntStream.range(0, size).filter(id -> !isKept.get(id)).toArray();
    Vocabulary vocabulary = vocabulary(kept, rare);
    int[] ids =
        IntStream.range(0, size)
            .map(id -> isKept.get(id) ? lexicon.idIn(vocabulary, id) : vocabulary.unknownId())
            .toArray();
    EscapeEstimate escape =
        unit == Unit.BYTE ? EscapeEstimate.NONE : EscapeEstimate.of(counts, minCount);
    return new Encoding(vocabulary, ids, replaced(rare, counts), escape);
  }

  private Vocabulary vocabulary(int[] kept, int[] rare) {
    if (known.isPresent()) {
      if (rare.length > 0 && known.get().unknownId() == Vocabulary.NONE) {
        throw new UnknownTokensException(
            sources.sources(), known.get(), Arrays.stream(rare).mapToObj(lexicon::text).toList());
      }
      return known.get();
    }
    if (kept.length == 0) {
      throw new UnusableTextException(
          String.format(
              Locale.ROOT,
              "%s has no %s that occurs %d times: lower the least count",
              sources.sources(),
              unit.noun(),
              minCount));
    }
    return lexicon.vocabulary(Arrays.stream(kept), rare.length > 0);
  }

  /** How often each token occurs; of bytes nobody asks. */
  private long[] counts() {
    long[] counts = new long[lexicon.size()];
    if (unit != Unit.BYTE) {
      tokens.forEach(id -> counts[id]++);
    }
    return counts;
  }

  private Corpus.Replaced replaced(int[] rare, long[] counts) {
    if (rare.length == 0) {
      return Corpus.Replaced.NONE;
    }
    List<String> examples =
        Arrays.stream(rare)
            .boxed()
            .sorted(Comparator.comparingLong((Integer id) -> counts[id]).reversed())
            .limit(MOST_EXAMPLES)
            .map(lexicon::text)
            .toList();
    return new Corpus.Replaced(
        Arrays.stream(rare).mapToLong(id -> counts[id]).sum(), rare.length, examples);
  }

  private void requireTwoTokens() {
    if (tokens.length() == 0) {
      throw sources.nothing();
    }
    if (tokens.length() == 1) {
      throw new UnusableTextException(
          sources.sources()
              + " has a single "
              + unit.noun()
              + ", "
              + single()
              + ": at least two are needed, one to predict the other");
    }
  }

  private String single() {
    String[] token = new String[1];
    tokens.forEach(id -> token[0] = lexicon.text(id));
    return unit.describe(List.of(token));
  }

  /** Takes in what the sources give. */
  private final class Intake implements SourceReader.Sink {
    @Override
    public void accept(int value) {
      lexicon.accept(value);
    }

    @Override
    public void end() {
      lexicon.end();
    }

    @Override
    public long tokens() {
      return tokens.length();
    }

    @Override
    public Optional<Runnable> undo() {
      int size = lexicon.size();
      long length = tokens.length();
      return Optional.of(
          () -> {
            lexicon.truncate(size);
            tokens.truncate(length);
          });
    }
  }
}
