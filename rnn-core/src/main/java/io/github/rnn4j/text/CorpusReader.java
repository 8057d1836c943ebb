package io.github.rnn4j.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Joins files, directories, streams and strings into one {@link Corpus}, in the order they are
 * added, with nothing between them. Each is read once, as it is added, in one pass; the memory it
 * takes is that of the tokens, one to four bytes a token, and that of the vocabulary. A {@link
 * CorpusCache} has the tokens in a file instead.
 *
 * <ul>
 *   <li>Files and streams are strict UTF-8, unless the tokens are bytes ({@link Unit#BYTE}): then
 *       they may hold anything, a byte order mark is as good as any bytes, and no file is left out
 *       of a directory for what it holds.
 *   <li>A byte order mark (U+FEFF) at the start of a file or stream is taken off, and {@link
 *       Corpus.Part} tells so. In a string it is a character.
 *   <li>A directory is walked in full; its files are joined in the order of their paths in it,
 *       written with {@code /} and compared as strings. Hidden files and directories (whose names
 *       begin with a dot), symbolic links, what cannot be read, and files that are not text (not
 *       UTF-8, or with a NUL) are left out.
 *   <li>A file named by the caller is read whatever its name, and must be UTF-8.
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
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private static final int MOST_EXAMPLES = 20;

  private final Vocabulary known;
  private final Unit unit;
  private final long minCount;
  private final Set<Path> unseen;
  private final List<Corpus.Part> parts = new ArrayList<>();
  private final List<Corpus.Skipped> skipped = new ArrayList<>();

  // While the text comes in, ids are given in the order of first appearance.
  private final Lexicon lexicon;
  private TokenSink tokens;

  /** A reader of characters, whose corpus has the vocabulary of what is read. */
  public CorpusReader() {
    this(Unit.CHAR, 1);
  }

  /**
   * A reader whose corpus has the vocabulary of what is read.
   *
   * @param unit what the tokens are
   * @param minCount tokens that occur fewer times in all become the unknown symbol; 1 for none. The
   *     vocabulary has that symbol only if a token became it
   * @throws IllegalArgumentException if {@code minCount} is not positive, or is over 1 for bytes,
   *     all of which are always in the vocabulary
   */
  public CorpusReader(Unit unit, long minCount) {
    this(null, unit, minCount, new TokenBuffer(1), Set.of());
  }

  /**
   * A reader whose corpus has this vocabulary. Tokens it lacks become its unknown symbol; if it has
   * none, they are an error.
   *
   * @param vocabulary the vocabulary, of a trained model for example
   */
  public CorpusReader(Vocabulary vocabulary) {
    this(vocabulary, vocabulary.unit(), 1, new TokenBuffer(1), Set.of());
  }

  /**
   * A reader that puts its tokens somewhere.
   *
   * @param known null for the vocabulary of what is read
   * @param unseen files that a directory is taken not to have
   */
  CorpusReader(Vocabulary known, Unit unit, long minCount, TokenSink tokens, Set<Path> unseen) {
    if (minCount < 1) {
      throw new IllegalArgumentException(
          "a token must occur at least once to be in a vocabulary, not " + minCount + " times");
    }
    if (minCount > 1 && unit == Unit.BYTE) {
      throw new IllegalArgumentException(
          "a least count of "
              + minCount
              + " does not go with bytes: all 256 are always in the vocabulary");
    }
    this.known = known;
    this.unit = unit;
    this.minCount = minCount;
    this.tokens = tokens;
    this.unseen = unseen;
    this.lexicon = Lexicon.of(unit, id -> this.tokens.append(id));
  }

  /**
   * Adds a file, or the files of a directory.
   *
   * @param path a file, directory, pipe or device
   * @return this reader
   * @throws NoSuchFileException if it does not exist
   * @throws AccessDeniedException if it may not be read
   * @throws MalformedUtf8Exception if it is a file and not UTF-8
   * @throws IOException if reading fails
   */
  public CorpusReader add(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      addDirectory(path);
      return this;
    }
    String source = path.toString();
    try (InputStream in = Files.newInputStream(path)) {
      return add(in, source);
    } catch (NoSuchFileException e) {
      throw because(new NoSuchFileException(source, null, "there is no such file or directory"), e);
    } catch (AccessDeniedException e) {
      throw because(new AccessDeniedException(source, null, "permission to read it is denied"), e);
    }
  }

  /**
   * Adds a stream.
   *
   * @param in UTF-8 (or bytes), read to its end, not closed
   * @param source a name for it in messages and in {@link Corpus.Part}
   * @return this reader
   * @throws MalformedUtf8Exception if it is not UTF-8
   * @throws IOException if reading fails
   */
  public CorpusReader add(InputStream in, String source) throws IOException {
    read(in, source, false);
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
    CodePoints.requireWhole(text, source);
    long before = tokens.length();
    int sizeBefore = lexicon.size();
    boolean done = false;
    try {
      if (unit == Unit.BYTE) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
          lexicon.accept(b & 0xFF);
        }
      } else {
        text.codePoints().forEach(lexicon);
      }
      lexicon.end();
      account(source, before, false);
      done = true;
    } finally {
      if (!done) {
        forget(sizeBefore, before);
      }
    }
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
    if (!(tokens instanceof TokenBuffer buffer)) {
      throw new IllegalStateException(
          tokens == null
              ? "the corpus was already made: use a new reader"
              : "the corpus is made by its cache");
    }
    Encoding encoding = encoding();
    tokens = null;
    buffer.remap(encoding.vocabulary.size(), id -> encoding.ids[id]);
    return corpus(encoding, buffer.toTokens());
  }

  /**
   * How the tokens gathered are told in the end.
   *
   * @param vocabulary the corpus's vocabulary
   * @param ids for each id of the lexicon the one of the vocabulary
   * @param replaced what becomes the unknown symbol
   */
  record Encoding(Vocabulary vocabulary, int[] ids, Corpus.Replaced replaced) {}

  Corpus corpus(Encoding encoding, Tokens encoded) {
    return new Corpus(encoding.vocabulary, encoded, parts, skipped, encoding.replaced);
  }

  /** The encoding of all that was added. */
  Encoding encoding() {
    requireTwoTokens();
    int size = lexicon.size();
    long[] counts = known == null && minCount == 1 ? null : counts();
    int[] kept =
        IntStream.range(0, size)
            .filter(
                id ->
                    known == null
                        ? counts == null || counts[id] >= minCount
                        : lexicon.idIn(known, id) != Vocabulary.NONE)
            .toArray();
    BitSet isKept = new BitSet(size);
    Arrays.stream(kept).forEach(isKept::set);
    int[] rare = IntStream.range(0, size).filter(id -> !isKept.get(id)).toArray();
    Vocabulary vocabulary = vocabulary(kept, rare);
    int[] ids =
        IntStream.range(0, size)
            .map(id -> isKept.get(id) ? lexicon.idIn(vocabulary, id) : vocabulary.unknownId())
            .toArray();
    return new Encoding(vocabulary, ids, replaced(rare, counts));
  }

  private Vocabulary vocabulary(int[] kept, int[] rare) {
    if (known != null) {
      if (rare.length > 0 && known.unknownId() == Vocabulary.NONE) {
        throw new UnknownTokensException(
            sources(), known, Arrays.stream(rare).mapToObj(lexicon::text).toList());
      }
      return known;
    }
    if (kept.length == 0) {
      throw new UnusableTextException(
          String.format(
              "%s has no %s that occurs %d times: lower the least count",
              sources(), unit.noun(), minCount));
    }
    return lexicon.vocabulary(Arrays.stream(kept), rare.length > 0);
  }

  private long[] counts() {
    long[] counts = new long[lexicon.size()];
    tokens.forEach(id -> counts[id]++);
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
      StringBuilder message = new StringBuilder("there is no text: ");
      if (skipped.isEmpty()) {
        message.append("nothing was given");
      }
      int shown = Math.min(skipped.size(), 5);
      for (int i = 0; i < shown; i++) {
        message
            .append(i == 0 ? "" : ", ")
            .append(skipped.get(i).source())
            .append(' ')
            .append(skipped.get(i).reason());
      }
      if (skipped.size() > shown) {
        message.append(" and ").append(skipped.size() - shown).append(" more were left out");
      }
      throw new UnusableTextException(message.toString());
    }
    if (tokens.length() == 1) {
      throw new UnusableTextException(
          sources()
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

  private String sources() {
    return parts.size() == 1 ? parts.get(0).source() : "the text of " + parts.size() + " sources";
  }

  private void addDirectory(Path directory) throws IOException {
    int partsBefore = parts.size();
    int skippedBefore = skipped.size();
    int sizeBefore = lexicon.size();
    long lengthBefore = tokens.length();
    boolean done = false;
    try {
      for (Map.Entry<String, TextFiles.Found> entry : TextFiles.walk(directory).entrySet()) {
        String source = directory.resolve(entry.getKey()).toString();
        TextFiles.Found found = entry.getValue();
        if (unseen.contains(found.file())) {
          continue;
        }
        if (found.skipReason() != null) {
          skipped.add(new Corpus.Skipped(source, found.skipReason()));
        } else {
          addIfText(found.file(), source);
        }
      }
      if (parts.size() == partsBefore) {
        skipped.add(new Corpus.Skipped(directory.toString(), "holds no text file"));
      }
      done = true;
    } finally {
      if (!done) {
        forget(sizeBefore, lengthBefore);
        parts.subList(partsBefore, parts.size()).clear();
        skipped.subList(skippedBefore, skipped.size()).clear();
      }
    }
  }

  private void addIfText(Path file, String source) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      read(in, source, true);
    } catch (MalformedUtf8Exception e) {
      skipped.add(new Corpus.Skipped(source, "is not UTF-8 (at byte offset " + e.offset() + ")"));
    } catch (NulException e) {
      skipped.add(new Corpus.Skipped(source, "is not text (it holds a NUL)"));
    } catch (AccessDeniedException e) {
      skipped.add(new Corpus.Skipped(source, "may not be read: permission is denied"));
    }
  }

  private void read(InputStream in, String source, boolean refuseNul) throws IOException {
    int sizeBefore = lexicon.size();
    long lengthBefore = tokens.length();
    boolean done = false;
    try {
      Intake intake = new Intake(refuseNul);
      if (unit == Unit.BYTE) {
        readBytes(in);
      } else {
        Utf8.decode(in, source, intake);
      }
      lexicon.end();
      account(source, lengthBefore, intake.byteOrderMark);
      done = true;
    } finally {
      if (!done) {
        forget(sizeBefore, lengthBefore);
      }
    }
  }

  private void account(String source, long lengthBefore, boolean byteOrderMark) {
    long characters = tokens.length() - lengthBefore;
    if (characters == 0) {
      skipped.add(
          new Corpus.Skipped(
              source, byteOrderMark ? "holds nothing but a byte order mark" : "is empty"));
    } else {
      parts.add(new Corpus.Part(source, characters, byteOrderMark));
    }
  }

  private void readBytes(InputStream in) throws IOException {
    byte[] bytes = new byte[1 << 16];
    for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
      for (int i = 0; i < read; i++) {
        lexicon.accept(bytes[i] & 0xFF);
      }
    }
  }

  private void forget(int sizeBefore, long lengthBefore) {
    lexicon.truncate(sizeBefore);
    tokens.truncate(lengthBefore);
  }

  private static <E extends IOException> E because(E exception, Throwable cause) {
    exception.initCause(cause);
    return exception;
  }

  /** Takes in the code points of one file or stream. */
  private final class Intake implements IntConsumer {
    private final boolean refuseNul;
    private boolean begun;
    private boolean byteOrderMark;

    Intake(boolean refuseNul) {
      this.refuseNul = refuseNul;
    }

    @Override
    public void accept(int codePoint) {
      if (!begun) {
        begun = true;
        if (codePoint == BYTE_ORDER_MARK) {
          byteOrderMark = true;
          return;
        }
      }
      if (codePoint == 0 && refuseNul) {
        throw new NulException();
      }
      lexicon.accept(codePoint);
    }
  }

  /** Ends the decoding of a file that is not text. */
  private static final class NulException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NulException() {
      super("NUL", null, false, false);
    }
  }
}
