// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.NamedInput;
import io.github.rnn4j.files.OwnFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Reads files, directories, streams and strings one after the other as code points, or as bytes,
 * and keeps account of them. What is read, and what is left out, {@link CorpusReader} says.
 *
 * <p>Not safe for use by several threads.
 */
public final class SourceReader {
  /** Receives code points, or bytes. */
  public interface Sink extends IntConsumer {
    /** A source has ended, and its last token with it. */
    void end();

    /**
     * How many tokens there are by now.
     *
     * @return at least 0
     */
    long tokens();

    /**
     * What takes back all that comes from now on.
     *
     * @return empty if nothing can be taken back: a file in a directory is then read twice, since
     *     it gives nothing if it turns out not to be text
     */
    default Optional<Runnable> undo() {
      return Optional.empty();
    }
  }

  private final boolean bytes;
  private final TextEncoding encoding;
  private final Set<Path> unseen;
  private final Sink sink;
  private final List<Corpus.Part> parts = new ArrayList<>();
  private final List<Corpus.Skipped> skipped = new ArrayList<>();

  /**
   * A reader.
   *
   * @param unseen files that a directory is taken not to have
   */
  SourceReader(Unit unit, TextEncoding encoding, Set<Path> unseen, Sink sink) {
    this.bytes = unit == Unit.BYTE;
    this.encoding = encoding;
    this.unseen = unseen;
    this.sink = sink;
  }

  /**
   * A reader.
   *
   * @param unit bytes, or what is made of characters
   * @param encoding how files and streams are read as characters; of no matter for bytes
   * @param sink receives what is read
   */
  public SourceReader(Unit unit, TextEncoding encoding, Sink sink) {
    this(unit, encoding, Set.of(), sink);
  }

  /**
   * What was read, in order.
   *
   * @return the list as it grows
   */
  public List<Corpus.Part> parts() {
    return parts;
  }

  /**
   * What was met and left out, in order.
   *
   * @return the list as it grows
   */
  public List<Corpus.Skipped> skipped() {
    return skipped;
  }

  /** What all of it is called in a message. */
  String sources() {
    return parts.size() == 1 ? parts.get(0).source() : "the text of " + parts.size() + " sources";
  }

  /** That there is no text, and why. */
  UnusableTextException nothing() {
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
    return new UnusableTextException(message.toString());
  }

  /**
   * Reads a file, or the files of a directory.
   *
   * @param path a file, directory, pipe or device
   * @throws NoSuchFileException if it does not exist
   * @throws AccessDeniedException if it may not be read
   * @throws MalformedTextException if it is a file and no text; what stands before was handed on,
   *     unless it could be taken back
   * @throws IOException if reading fails
   */
  public void add(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      addDirectory(path);
      return;
    }
    String source = path.toString();
    try {
      Optional<OwnFile> own = OwnFile.of(path);
      if (own.isPresent()) {
        skipped.add(new Corpus.Skipped(source, TextFiles.reason(own.get())));
        return;
      }
      try (InputStream in = NamedInput.open(path)) {
        add(in, source);
      }
    } catch (NoSuchFileException e) {
      throw because(new NoSuchFileException(source, null, "there is no such file or directory"), e);
    } catch (AccessDeniedException e) {
      throw because(new AccessDeniedException(source, null, "permission to read it is denied"), e);
    }
  }

  /**
   * Reads a stream.
   *
   * @param in text (or bytes), read to its end, not closed
   * @param source a name for it in messages
   * @throws MalformedTextException if it is no text
   * @throws IOException if reading fails
   */
  public void add(InputStream in, String source) throws IOException {
    add(in, source, encoding.equals(TextEncoding.AUTO));
  }

  private void add(InputStream in, String source, boolean refuseNul) throws IOException {
    Optional<Runnable> undo = sink.undo();
    long before = sink.tokens();
    boolean done = false;
    try {
      TextEncoding.Decoded decoded = TextEncoding.Decoded.PLAIN;
      if (bytes) {
        readBytes(in);
      } else {
        decoded = encoding.decode(in, source, refuseNul, sink);
      }
      sink.end();
      account(source, before, decoded);
      done = true;
    } finally {
      if (!done) {
        undo.ifPresent(Runnable::run);
      }
    }
  }

  /**
   * Reads a string.
   *
   * @param text the text
   * @param source a name for it in messages
   * @throws UnusableTextException if it holds half of a surrogate pair; nothing was handed on
   */
  public void add(String text, String source) {
    CodePoints.requireWhole(text, source);
    Optional<Runnable> undo = sink.undo();
    long before = sink.tokens();
    boolean done = false;
    try {
      if (bytes) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
          sink.accept(b & 0xFF);
        }
      } else {
        text.codePoints().forEach(sink);
      }
      sink.end();
      account(source, before, TextEncoding.Decoded.PLAIN);
      done = true;
    } finally {
      if (!done) {
        undo.ifPresent(Runnable::run);
      }
    }
  }

  private void addDirectory(Path directory) throws IOException {
    int partsBefore = parts.size();
    int skippedBefore = skipped.size();
    Optional<Runnable> undo = sink.undo();
    boolean done = false;
    try {
      for (Map.Entry<String, TextFiles.Found> entry : TextFiles.walk(directory).entrySet()) {
        String source = directory.resolve(entry.getKey()).toString();
        TextFiles.Found found = entry.getValue();
        if (unseen.contains(found.file())) {
          continue;
        }
        if (found.skipReason().isPresent()) {
          skipped.add(new Corpus.Skipped(source, found.skipReason().get()));
        } else {
          addIfText(found.file(), source, undo.isEmpty());
        }
      }
      if (parts.size() == partsBefore) {
        skipped.add(new Corpus.Skipped(directory.toString(), "holds no text file"));
      }
      done = true;
    } finally {
      if (!done) {
        undo.ifPresent(Runnable::run);
        parts.subList(partsBefore, parts.size()).clear();
        skipped.subList(skippedBefore, skipped.size()).clear();
      }
    }
  }

  /**
   * A file that turns out not to be text gives nothing: what cannot be taken back is read twice.
   */
  private void addIfText(Path file, String source, boolean twice) throws IOException {
    try {
      if (twice && !bytes) {
        try (InputStream in = NamedInput.open(file)) {
          encoding.decode(in, source, true, codePoint -> {});
        }
      }
      try (InputStream in = NamedInput.open(file)) {
        add(in, source, true);
      }
    } catch (MalformedTextException e) {
      skipped.add(new Corpus.Skipped(source, e.reason()));
    } catch (AccessDeniedException e) {
      skipped.add(new Corpus.Skipped(source, "may not be read: permission is denied"));
    }
  }

  private void account(String source, long before, TextEncoding.Decoded decoded) {
    long characters = sink.tokens() - before;
    if (characters == 0) {
      skipped.add(
          new Corpus.Skipped(
              source,
              decoded.byteOrderMark() ? "holds nothing but a byte order mark" : "is empty"));
    } else {
      parts.add(new Corpus.Part(source, characters, decoded));
    }
  }

  private void readBytes(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      for (int i = 0; i < read; i++) {
        sink.accept(buffer[i] & 0xFF);
      }
    }
  }

  private static <E extends IOException> E because(E exception, Throwable cause) {
    exception.initCause(cause);
    return exception;
  }
}
