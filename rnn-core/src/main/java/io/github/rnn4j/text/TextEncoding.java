// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * How the bytes of a text are read as characters: strictly, so that what is malformed is refused
 * and never replaced, or {@link #lenient}. Immutable.
 *
 * <p>{@link #AUTO} takes what the text's byte order mark says, UTF-8, UTF-16 or UTF-32, and UTF-8
 * if it has none; a NUL is then refused, since no text has one and UTF-16 without a mark is full of
 * them. An encoding that is named ({@link #of}) is taken at the user's word, NULs too.
 *
 * <p>A byte order mark (U+FEFF) at the start is taken off. What is compressed by gzip is unpacked.
 */
public final class TextEncoding {
  /** As the byte order mark says, else UTF-8. */
  public static final TextEncoding AUTO = new TextEncoding(Optional.empty(), false);

  private static final String AUTO_ID = "auto";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int[] GZIP = {0x1F, 0x8B, 8};

  /**
   * What a text was.
   *
   * @param encoding the name of its encoding, {@code UTF-8} for example
   * @param byteOrderMark whether it began with U+FEFF, which was taken off
   * @param unpacked whether it was compressed by gzip
   */
  public record Decoded(String encoding, boolean byteOrderMark, boolean unpacked) {
    /** UTF-8 as it stands, or bytes. */
    public static final Decoded PLAIN = new Decoded("UTF-8", false, false);

    /**
     * What there is to tell a user of it.
     *
     * @return to follow the source's name; empty for what is read as it stands
     */
    public Optional<String> remark() {
      List<String> remarks = new ArrayList<>();
      if (unpacked) {
        remarks.add("unpacked by gzip");
      }
      boolean utf8 = encoding.equals(PLAIN.encoding);
      if (!utf8) {
        remarks.add("read as " + encoding + (byteOrderMark ? ", as its byte order mark says" : ""));
      } else if (byteOrderMark) {
        remarks.add("the byte order mark at its start was taken off");
      }
      return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks));
    }
  }

  /** Empty for what the byte order mark says. */
  private final Optional<Charset> charset;

  private final boolean lenient;

  private TextEncoding(Optional<Charset> charset, boolean lenient) {
    this.charset = charset;
    this.lenient = lenient;
  }

  /**
   * The encoding of a name.
   *
   * @param name what {@link #id} gave, or any name that this Java knows, such as {@code UTF-16LE},
   *     {@code windows-1252} or {@code Shift_JIS}
   * @return the encoding
   * @throws IllegalArgumentException if there is none of that name
   */
  public static TextEncoding of(String name) {
    if (name.equals(AUTO_ID)) {
      return AUTO;
    }
    try {
      return new TextEncoding(Optional.of(Charset.forName(name)), false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "there is no encoding '"
              + name
              + "' in this Java: auto, UTF-8, UTF-16LE, ISO-8859-1, windows-1252, Shift_JIS and"
              + " GB18030 are some that there are",
          e);
    }
  }

  /**
   * The same encoding, read so that nothing in a text stops it: what is malformed becomes U+FFFD,
   * and NULs are characters.
   *
   * @return an encoding that refuses nothing
   */
  public TextEncoding lenient() {
    return new TextEncoding(charset, true);
  }

  /**
   * The name on the command line and in files.
   *
   * @return {@code auto}, or the encoding's name
   */
  public String id() {
    return charset.map(Charset::name).orElse(AUTO_ID);
  }

  /**
   * Decodes a stream to its end, in a fixed amount of memory. What has come in is handed over
   * before more is waited for.
   *
   * @param in the stream, read to its end, not closed
   * @param source a name for it in messages
   * @param sink receives every code point in order, never a surrogate
   * @return what it was
   * @throws MalformedTextException at the first malformed sequence, or NUL, unless this is lenient;
   *     what stands before it has been handed over
   * @throws IOException if reading fails, or what is compressed is damaged
   */
  public Decoded decode(InputStream in, String source, IntConsumer sink) throws IOException {
    return decode(in, source, charset.isEmpty(), sink);
  }

  /** Decodes a stream; NULs are refused or taken, whatever the encoding. */
  Decoded decode(InputStream in, String source, boolean refuseNul, IntConsumer sink)
      throws IOException {
    HeadInput head = new HeadInput(in);
    Characters characters = new Characters(refuseNul && !lenient, sink);
    if (!head.startsWith(GZIP)) {
      return decode(head, source, false, characters);
    }
    try {
      return decode(new HeadInput(new GZIPInputStream(head)), source, true, characters);
    } catch (ZipException | EOFException e) {
      throw new IOException(source + ": a damaged gzip file: " + e.getMessage(), e);
    }
  }

  private Decoded decode(HeadInput in, String source, boolean unpacked, Characters characters)
      throws IOException {
    Optional<Charset> marked = charset.isEmpty() ? byMark(in) : Optional.empty();
    Charset known = marked.or(() -> charset).orElse(StandardCharsets.UTF_8);
    try {
      decode(in, known, lenient, source, characters);
    } catch (NulException e) {
      throw new MalformedTextException(
          source,
          -1,
          "is not text (it holds a NUL)",
          "no text: its character "
              + characters.count
              + " is a NUL; "
              + ForeignFormat.nulRemedy(in.head()));
    }
    // Some of Java's decoders take the mark off themselves.
    return new Decoded(known.name(), characters.byteOrderMark || marked.isPresent(), unpacked);
  }

  private static Optional<Charset> byMark(HeadInput in) throws IOException {
    if (in.startsWith(0xEF, 0xBB, 0xBF)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (in.startsWith(0xFF, 0xFE, 0, 0)) {
      return Optional.of(Charset.forName("UTF-32LE"));
    }
    if (in.startsWith(0, 0, 0xFE, 0xFF)) {
      return Optional.of(Charset.forName("UTF-32BE"));
    }
    if (in.startsWith(0xFF, 0xFE)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return in.startsWith(0xFE, 0xFF) ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
  }

  /**
   * Decodes as this encoding alone: no mark, no NUL and no compression is looked for.
   *
   * @return the number of bytes read
   */
  static long decode(HeadInput in, Charset charset, String source, IntConsumer sink)
      throws IOException {
    return decode(in, charset, false, source, sink);
  }

  private static long decode(
      HeadInput in, Charset charset, boolean lenient, String source, IntConsumer sink)
      throws IOException {
    CodingErrorAction action = lenient ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
    CharsetDecoder decoder =
        charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    long start = 0; // the offset of the first byte in the buffer
    boolean end = false;
    while (!end) {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      end = read < 0;
      bytes.position(bytes.position() + Math.max(read, 0)).flip();
      CoderResult result;
      do {
        result = decoder.decode(bytes, chars, end);
        drain(chars, sink);
      } while (result.isOverflow());
      start += bytes.position();
      if (result.isError()) {
        throw malformed(
            in, charset, source, start, Utf8.describe(bytes, result.length(), end, charset));
      }
      bytes.compact();
    }
    while (decoder.flush(chars).isOverflow()) {
      drain(chars, sink);
    }
    drain(chars, sink);
    return start;
  }

  private static MalformedTextException malformed(
      HeadInput in, Charset charset, String source, long offset, String hex) {
    String remedy =
        ForeignFormat.remedy(
            in.head(),
            "name its encoding (--encoding windows-1252 for example), or convert it to UTF-8"
                + " (with iconv for example)");
    return new MalformedTextException(
        source,
        offset,
        "is not " + charset.name() + " (at byte offset " + offset + ")",
        "not " + charset.name() + " at byte offset " + offset + ": " + hex + "; " + remedy);
  }

  private static void drain(CharBuffer chars, IntConsumer sink) {
    char[] array = chars.array();
    int limit = chars.position();
    int i = 0;
    while (i < limit) {
      char c = array[i++];
      if (Character.isHighSurrogate(c)) {
        if (i == limit) {
          // A decoder that gives more than one char a byte may stop between two.
          array[0] = c;
          chars.position(1);
          return;
        }
        sink.accept(Character.toCodePoint(c, array[i++]));
      } else {
        sink.accept(c);
      }
    }
    chars.clear();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextEncoding that && id().equals(that.id()) && lenient == that.lenient;
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  @Override
  public String toString() {
    return id();
  }

  /** Takes a mark off, and refuses NULs if asked to. */
  private static final class Characters implements IntConsumer {
    private final boolean refuseNul;
    private final IntConsumer sink;
    private long count;
    private boolean byteOrderMark;

    Characters(boolean refuseNul, IntConsumer sink) {
      this.refuseNul = refuseNul;
      this.sink = sink;
    }

    @Override
    public void accept(int codePoint) {
      if (count++ == 0 && codePoint == BYTE_ORDER_MARK) {
        byteOrderMark = true;
        return;
      }
      if (codePoint == 0 && refuseNul) {
        throw new NulException();
      }
      sink.accept(codePoint);
    }
  }

  /** Ends the decoding of what is no text. */
  private static final class NulException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NulException() {
      super("NUL", null, false, false);
    }
  }
}
