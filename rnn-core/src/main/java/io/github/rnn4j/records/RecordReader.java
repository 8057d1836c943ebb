package io.github.rnn4j.records;

import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream into records while it comes in: each is handed on as soon as its border is there,
 * so that a stream that never ends, such as a growing log, can be followed.
 *
 * <p>Nothing in a stream stops the reading: what is not UTF-8 becomes U+FFFD, which few models
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
   * Reads a stream to its end. What stands after the last border is a record, too. The number of
   * the next record goes on from stream to stream.
   *
   * @param in the stream; not closed
   * @throws IOException from the stream or the sink
   */
  public void read(InputStream in) throws IOException {
    boolean bytes = vocabulary.unit() == Unit.BYTE;
    Reader reader =
        new InputStreamReader(
            new Waiting(in), bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    char last = border.charAt(border.length() - 1);
    boolean first = true;
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (first && c == '\uFEFF' && !bytes) {
        first = false;
        continue;
      }
      first = false;
      text.append((char) c);
      if (c == last && text.length() >= border.length() && endsWithBorder()) {
        text.setLength(text.length() - border.length());
        if (border.charAt(0) == '\n'
            && text.length() > 0
            && text.charAt(text.length() - 1) == '\r') {
          text.setLength(text.length() - 1);
        }
        end();
      }
    }
    if (text.length() > 0) {
      end();
    }
    sink.idle();
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

  private void end() throws IOException {
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
