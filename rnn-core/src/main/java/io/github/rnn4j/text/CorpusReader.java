package io.github.rnn4j.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Joins files, directories, streams and strings into one {@link Corpus}, in the order they are
 * added, with nothing between them. Each is read once, as it is added, in one pass; the memory it
 * takes is that of the tokens, one to four bytes a character, and a fixed rest.
 *
 * <ul>
 *   <li>Files and streams are strict UTF-8.
 *   <li>A byte order mark (U+FEFF) at the start of a file or stream is taken off, and {@link
 *       Corpus.Part} tells so. In a string it is a character.
 *   <li>A directory is walked in full; its files are joined in the order of their paths in it,
 *       written with {@code /} and compared as strings. Hidden files and directories (whose names
 *       begin with a dot), symbolic links, what cannot be read, and files that are not text (not
 *       UTF-8, or with a NUL) are left out.
 *   <li>A file named by the caller is read whatever its name, and must be UTF-8.
 *   <li>Whatever is left out, an empty source too, is in {@link Corpus#skipped()}.
 * </ul>
 *
 * <p>After an exception the reader is as it was before the call. Not safe for use by several
 * threads.
 */
public final class CorpusReader {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Vocabulary known;
  private final List<Corpus.Part> parts = new ArrayList<>();
  private final List<Corpus.Skipped> skipped = new ArrayList<>();

  // While the text comes in, ids are given in the order of first appearance.
  private final CodePointIds ids = new CodePointIds();
  private int[] codePoints = new int[256];
  private int vocabularySize;
  private TokenBuffer tokens = new TokenBuffer(1);

  /** A reader whose corpus has the vocabulary of what is read. */
  public CorpusReader() {
    this.known = null;
  }

  /**
   * A reader whose corpus has this vocabulary; characters it lacks are an error.
   *
   * @param vocabulary the vocabulary, of a trained model for example
   */
  public CorpusReader(Vocabulary vocabulary) {
    this.known = Objects.requireNonNull(vocabulary, "vocabulary");
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
   * @param in UTF-8, read to its end, not closed
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
    text.codePoints().forEach(this::append);
    account(source, before, false);
    return this;
  }

  /**
   * The corpus of all that was added. The reader is of no further use.
   *
   * @return the corpus
   * @throws UnusableTextException if there are fewer than two characters
   * @throws UnknownCharactersException if the vocabulary given lacks characters; it lists each once
   */
  public Corpus toCorpus() {
    if (tokens == null) {
      throw new IllegalStateException("the corpus was already made: use a new reader");
    }
    requireTwoCharacters();
    int[] read = Arrays.copyOf(codePoints, vocabularySize);
    Vocabulary vocabulary =
        known == null ? Vocabulary.ofCodePoints(Arrays.stream(read).sorted().toArray()) : known;
    int[] finalIds = Arrays.stream(read).map(vocabulary::idOf).toArray();
    int[] unknown =
        Arrays.stream(read).filter(c -> vocabulary.idOf(c) == Vocabulary.UNKNOWN).toArray();
    if (unknown.length > 0) {
      throw new UnknownCharactersException(sources(), vocabulary.size(), unknown);
    }
    TokenBuffer buffer = tokens;
    tokens = null;
    buffer.remap(vocabulary.size(), id -> finalIds[id]);
    return new Corpus(vocabulary, buffer.toTokens(), parts, skipped);
  }

  private void requireTwoCharacters() {
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
              + " has a single character, "
              + CodePoints.describe(codePoints[0])
              + ": at least two are needed, one to predict the other");
    }
  }

  private String sources() {
    return parts.size() == 1 ? parts.get(0).source() : "the text of " + parts.size() + " sources";
  }

  private void addDirectory(Path directory) throws IOException {
    int partsBefore = parts.size();
    int skippedBefore = skipped.size();
    int vocabularyBefore = vocabularySize;
    long lengthBefore = tokens.length();
    boolean done = false;
    try {
      for (Map.Entry<String, TextFiles.Found> entry : TextFiles.walk(directory).entrySet()) {
        String source = directory.resolve(entry.getKey()).toString();
        TextFiles.Found found = entry.getValue();
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
        forget(vocabularyBefore, lengthBefore);
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
    int vocabularyBefore = vocabularySize;
    long lengthBefore = tokens.length();
    boolean done = false;
    try {
      Intake intake = new Intake(refuseNul);
      Utf8.decode(in, source, intake);
      account(source, lengthBefore, intake.byteOrderMark);
      done = true;
    } finally {
      if (!done) {
        forget(vocabularyBefore, lengthBefore);
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

  private void append(int codePoint) {
    int id = ids.get(codePoint);
    if (id == CodePointIds.NONE) {
      if (vocabularySize == codePoints.length) {
        codePoints = Arrays.copyOf(codePoints, 2 * vocabularySize);
      }
      id = vocabularySize++;
      codePoints[id] = codePoint;
      ids.put(codePoint, id);
    }
    tokens.append(id);
  }

  private void forget(int vocabularyBefore, long lengthBefore) {
    while (vocabularySize > vocabularyBefore) {
      ids.put(codePoints[--vocabularySize], CodePointIds.NONE);
    }
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
      append(codePoint);
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
