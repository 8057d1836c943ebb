// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream into records while it comes in: each is handed on as soon as its border is there,
 * so that a stream that never ends, such as a growing log, can be followed.
 *
 * <p>Nothing in a stream stops the reading: what is malformed becomes U+FFFD, which few models
 * know, and what the model does not know is marked. A carriage return before the line feed of a
 * border belongs to the border. Empty records are counted, and not handed on.
 *
 * <p>Not thread-safe.
 */
public final class RecordReader {

  /**
   * A record that was read.
   *
   * @param number which it is, from 1; empty ones count
   * @param text the record without its border
   * @param tokens its tokens; {@link Vocabulary#NONE} for what the vocabulary lacks
   */
  public record Read(long number, String text, int[] tokens) {}

  /** Receives records. */
  public interface Sink {
    /**
     * The next record.
     *
     * @param record the record
     * @throws IOException if it cannot be passed on
     */
    void accept(Read record) throws IOException;

    /**
     * The stream may now make the reader wait: what was received should be dealt with.
     *
     * @throws IOException if it cannot be passed on
     */
    void idle() throws IOException;
  }

  private final Vocabulary vocabulary;
  private final String border;
  private final Sink sink;
  private final StringBuilder text = new StringBuilder();
  private long number;

  /**
   * Nothing is read yet.
   *
   * @param vocabulary the model's vocabulary
   * @param border what ends a record
   * @param sink receives the records
   */
  public RecordReader(Vocabulary vocabulary, RecordBorder border, Sink sink) {
    this.vocabulary = vocabulary;
    // The bytes of a model of bytes are characters of Latin-1 here.
    this.border = vocabulary.unit() == Unit.BYTE ? latin1(border.text()) : border.text();
    this.sink = sink;
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * The records of a text at hand.
   *
   * @param text the text; of a model of bytes, a character for each byte
   * @param vocabulary the model's vocabulary
   * @param border what ends a record
   * @return the records that are not empty, in their order
   */
  public static List<Read> split(String text, Vocabulary vocabulary, RecordBorder border) {
    List<Read> records = new ArrayList<>();
    RecordReader reader =
        new RecordReader(
            vocabulary,
            border,
            new Sink() {
              @Override
              public void accept(Read record) {
                records.add(record);
              }

              @Override
              public void idle() {}
            });
    try {
      for (int i = 0; i < text.length(); i++) {
        reader.accept(text.charAt(i));
      }
      reader.end();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read or written here", e);
    }
    return records;
  }

  /**
   * Reads a stream to its end. The number of the next record goes on from stream to stream.
   *
   * @param in the stream, UTF-8 or as its byte order mark says, perhaps compressed by gzip; not
   *     closed
   * @throws IOException from the stream or the sink
   */
  public void read(InputStream in) throws IOException {
    read(in, "the stream", TextEncoding.AUTO);
  }

  /**
   * Reads a stream to its end. The number of the next record goes on from stream to stream.
   *
   * @param in the stream; not closed
   * @param source a name for it in messages
   * @param encoding how it is read as characters, {@link TextEncoding#lenient leniently}; of no
   *     matter for bytes
   * @throws IOException from the stream or the sink
   */
  public void read(InputStream in, String source, TextEncoding encoding) throws IOException {
    InputStream waiting = new Waiting(in);
    if (vocabulary.unit() == Unit.BYTE) {
      byte[] buffer = new byte[1 << 16];
      for (int read = waiting.read(buffer); read >= 0; read = waiting.read(buffer)) {
        for (int i = 0; i < read; i++) {
          accept((char) (buffer[i] & 0xFF));
        }
      }
    } else {
      try {
        encoding.lenient().decode(waiting, source, this::acceptOrThrow);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    end();
    sink.idle();
  }

  private void acceptOrThrow(int codePoint) {
    try {
      accept(codePoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a code point, or a byte of a model of bytes.
   *
   * @param value 0 to 10FFFF₁₆, or 0 to 255
   * @throws IOException from the sink
   */
  public void accept(int value) throws IOException {
    if (Character.isBmpCodePoint(value)) {
      accept((char) value);
    } else {
      accept(Character.highSurrogate(value));
      accept(Character.lowSurrogate(value));
    }
  }

  private void accept(char c) throws IOException {
    text.append(c);
    if (c == border.charAt(border.length() - 1)
        && text.length() >= border.length()
        && endsWithBorder()) {
      text.setLength(text.length() - border.length());
      int last = text.length() - 1;
      if (border.charAt(0) == '\n' && last >= 0 && text.charAt(last) == '\r') {
        text.setLength(last);
      }
      finish();
    }
  }

  /**
   * Ends a source: what stands after its last border is a record, too.
   *
   * @throws IOException from the sink
   */
  public void end() throws IOException {
    if (text.length() > 0) {
      finish();
    }
  }

  private boolean endsWithBorder() {
    int from = text.length() - border.length();
    for (int i = 0; i < border.length(); i++) {
      if (text.charAt(from + i) != border.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void finish() throws IOException {
    number++;
    if (text.length() == 0) {
      return;
    }
    String record = text.toString();
    text.setLength(0);
    if (vocabulary.unit() == Unit.BYTE) {
      byte[] raw = record.getBytes(StandardCharsets.ISO_8859_1);
      int[] tokens = new int[raw.length];
      for (int i = 0; i < raw.length; i++) {
        tokens[i] = raw[i] & 0xFF;
      }
      sink.accept(new Read(number, new String(raw, StandardCharsets.UTF_8), tokens));
    } else {
      sink.accept(new Read(number, record, vocabulary.encodeMarking(record)));
    }
  }

  /** Tells the sink each time before it may wait for more. */
  private final class Waiting extends InputStream {
    private final InputStream in;

    Waiting(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      sink.idle();
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      sink.idle();
      return in.read(target, offset, length);
    }
  }
}
