// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Compresses short records, each into bytes of its own, with one model for all: URLs, log lines,
 * JSON documents, where a general compressor has nothing to learn from.
 *
 * <pre>
 *   Compressor compressor = new Compressor(model);
 *   byte[] small = compressor.compress("https://example.org/a?b=1");
 *   String url = compressor.decompressText(small);
 * </pre>
 *
 * <p>Any bytes come back as they were. Nothing but the record is in a blob: no length, of a model
 * of records, whose border ends it, and no name of the model, whose {@link #digest} is to be kept
 * where the blobs are. A check of so many bytes as wanted tells a damaged blob from a sound one; a
 * blob that was cut off or went on is known without.
 *
 * <p>Blobs are read by the backend that wrote them, on any machine as the {@linkplain
 * io.github.rnn4j.compression package} says. Immutable; any number of threads may share one.
 */
public final class Compressor {
  /** The most bytes of a record. */
  public static final int MOST_BYTES = 1 << 20;

  private static final int USUAL_CHECK_BYTES = 1;
  private static final int LENGTH_BITS = 5;

  private final Model model;
  private final int checkBytes;
  private final int[] border;
  private final int borderBytes;

  /**
   * A compressor whose blobs have a check of one byte.
   *
   * @param model the model, shared; nobody trains it meanwhile
   * @throws IllegalArgumentException if it is one of labelled records
   * @throws IllegalStateException if its network has no weights yet
   */
  public Compressor(Model model) {
    this(model, USUAL_CHECK_BYTES);
  }

  private Compressor(Model model, int checkBytes) {
    ModelIdentity.requireFit(model);
    this.model = model;
    this.checkBytes = checkBytes;
    this.border = model.borderTokens();
    this.borderBytes = model.vocabulary().decodeBytes(border).length;
  }

  /**
   * The same with another check.
   *
   * @param bytes 0 to 4: a damaged blob is taken for a sound one with a probability of 256^−bytes
   * @return a compressor that reads only what such a one wrote
   * @throws IllegalArgumentException if there are fewer or more
   */
  public Compressor withCheck(int bytes) {
    if (bytes < 0 || bytes > Integer.BYTES) {
      throw new IllegalArgumentException("a check has 0 to 4 bytes, not " + bytes);
    }
    return new Compressor(model, bytes);
  }

  /**
   * What tells the model from all others, its weights as the backend has them.
   *
   * @return 64 hexadecimal digits
   */
  public String digest() {
    return ModelIdentity.digest(model);
  }

  /**
   * Compresses one record.
   *
   * @param text the record, without a border; its UTF-8 is coded
   * @return a fresh array
   * @throws IllegalArgumentException if it has more than {@value #MOST_BYTES} bytes, or half of a
   *     surrogate pair
   */
  public byte[] compress(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
      throw new IllegalArgumentException("the text has half of a surrogate pair");
    }
    return compress(bytes);
  }

  /**
   * Compresses one record.
   *
   * @param record the record, without a border; any bytes, not modified
   * @return a fresh array
   * @throws IllegalArgumentException if it has more than {@value #MOST_BYTES} bytes
   */
  public byte[] compress(byte[] record) {
    return compress(List.of(record)).get(0);
  }

  /**
   * Compresses records side by side, which is faster than one by one, and gives the same.
   *
   * @param records the records, without borders; not modified
   * @return the blob of each, in the same order
   * @throws IllegalArgumentException if one has more than {@value #MOST_BYTES} bytes
   */
  public List<byte[]> compress(List<byte[]> records) {
    for (byte[] record : records) {
      if (record.length > MOST_BYTES) {
        throw new IllegalArgumentException(
            "a record of "
                + record.length
                + " bytes, where the most is "
                + MOST_BYTES
                + ": compress it as a file");
      }
    }
    return records.isEmpty() ? List.of() : new Encoding(records).blobs();
  }

  /**
   * Reads a text that {@link #compress(String)} made.
   *
   * @param blob not modified
   * @return the text
   * @throws CompressionException if it is damaged, cut off, no text, or of another model
   */
  public String decompressText(byte[] blob) throws CompressionException {
    byte[] bytes = decompress(blob);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new CompressionException("blob", "is no text");
    }
    return text;
  }

  /**
   * Reads a record.
   *
   * @param blob what {@link #compress(byte[])} made; not modified
   * @return the record, at most {@value #MOST_BYTES} bytes
   * @throws CompressionException if it is damaged, cut off, or of another model
   */
  public byte[] decompress(byte[] blob) throws CompressionException {
    return decompress(List.of(blob)).get(0);
  }

  /**
   * Reads records side by side, which is faster than one by one.
   *
   * @param blobs what {@link #compress(List)} made; not modified
   * @return the record of each, in the same order
   * @throws CompressionException if one is damaged, cut off, or of another model
   */
  public List<byte[]> decompress(List<byte[]> blobs) throws CompressionException {
    return decompress(blobs, Long.MAX_VALUE, "blob");
  }

  /** Reads records that have no more than so many bytes in all. */
  List<byte[]> decompress(List<byte[]> blobs, long most, String source)
      throws CompressionException {
    return blobs.isEmpty() ? List.of() : new Decoding(blobs, most, source).records();
  }

  private long check(byte[] record) {
    CRC32 crc = new CRC32();
    crc.update(record);
    return crc.getValue() & ((1L << (8 * checkBytes)) - 1);
  }

  /**
   * Hides what would end a record within it: the border ends where it is complete for the first
   * time, so that no part of the record may make it so.
   */
  private void hideBorders(Pieces pieces) {
    if (border.length == 0) {
      return;
    }
    int[] last = new int[border.length];
    Arrays.fill(last, Vocabulary.NONE);
    for (int i = 0; i < pieces.count(); i++) {
      if (ends(last, pieces.token(i))) {
        pieces.hide(i);
        last[border.length - 1] = Vocabulary.NONE;
      }
    }
    for (int i = 0; i + 1 < border.length; i++) {
      if (ends(last, border[i])) {
        pieces.hide(pieces.count() - 1);
        return;
      }
    }
  }

  private boolean ends(int[] last, int token) {
    System.arraycopy(last, 1, last, 0, last.length - 1);
    last[last.length - 1] = token;
    return Arrays.equals(last, border);
  }

  /** Records on their way to blobs. */
  private final class Encoding extends RecordTurns {
    private final List<byte[]> records;
    private final byte[][] blobs;

    Encoding(List<byte[]> records) {
      super(model, records.size());
      this.records = records;
      this.blobs = new byte[records.size()][];
    }

    List<byte[]> blobs() {
      try {
        run();
      } catch (CompressionException e) {
        throw new AssertionError("nothing is read", e);
      }
      return List.of(blobs);
    }

    @Override
    Turn begin(int number) {
      return new Encoded(number);
    }

    /** A record. */
    private final class Encoded implements Turn {
      private final int number;
      private final Pieces pieces;
      private final RawBytes raw = new RawBytes();
      private final RangeEncoder encoder = new RangeEncoder();
      private int piece;
      private int ending;

      Encoded(int number) {
        this.number = number;
        this.pieces = Pieces.of(records.get(number), model.vocabulary());
        hideBorders(pieces);
        if (border.length == 0) {
          int bits = 32 - Integer.numberOfLeadingZeros(pieces.count());
          encoder.encodeBits(bits, LENGTH_BITS);
          if (bits > 1) {
            encoder.encodeBits(pieces.count() & ((1L << (bits - 1)) - 1), bits - 1);
          }
        }
      }

      @Override
      public boolean done() {
        return piece == pieces.count() && ending == border.length;
      }

      @Override
      public void step(int lane) {
        boolean step = false;
        while (!step && !done()) {
          if (piece < pieces.count()) {
            step = coder().encode(lane, pieces, piece++, raw, encoder);
          } else {
            coder().encode(lane, border[ending++], encoder);
            step = true;
          }
        }
      }

      @Override
      public void finish() {
        if (checkBytes > 0) {
          encoder.encodeBits(check(records.get(number)), 8 * checkBytes);
        }
        blobs[number] = encoder.finish();
      }
    }
  }

  /** Blobs on their way to records. */
  private final class Decoding extends RecordTurns {
    private final List<byte[]> blobs;
    private final String source;
    private final byte[][] records;
    private long room;

    Decoding(List<byte[]> blobs, long most, String source) {
      super(model, blobs.size());
      this.room = most;
      this.blobs = blobs;
      this.source = source;
      this.records = new byte[blobs.size()][];
    }

    List<byte[]> records() throws CompressionException {
      run();
      return List.of(records);
    }

    @Override
    Turn begin(int number) throws CompressionException {
      return new Decoded(number);
    }

    /** A blob. */
    private final class Decoded implements Turn {
      private final int number;
      private final RawBytes raw = new RawBytes();
      private final RangeDecoder decoder;
      private final ByteArrayOutputStream out = new ByteArrayOutputStream();
      private int left = -1;

      Decoded(int number) throws CompressionException {
        this.number = number;
        byte[] blob = blobs.get(number);
        this.decoder = new RangeDecoder(blob, 0, blob.length, source);
        if (border.length == 0) {
          int bits = (int) decoder.bits(LENGTH_BITS);
          left = bits < 2 ? bits : 1 << (bits - 1) | (int) decoder.bits(bits - 1);
          if (left > MOST_BYTES) {
            throw decoder.damaged();
          }
        }
      }

      @Override
      public boolean done() {
        return left == 0;
      }

      @Override
      public void step(int lane) throws CompressionException {
        boolean step = false;
        while (!step && !done()) {
          int before = out.size();
          int most = (int) Math.min(room, MOST_BYTES - before) + borderBytes;
          step = coder().decode(lane, raw, decoder, out, most);
          room -= out.size() - before;
          if (border.length == 0) {
            left--;
          } else if (step && lanes().atStart(lane)) {
            left = 0;
            room += borderBytes;
          }
        }
      }

      @Override
      public void finish() throws CompressionException {
        byte[] all = out.toByteArray();
        byte[] record = borderBytes == 0 ? all : Arrays.copyOf(all, all.length - borderBytes);
        if (checkBytes > 0 && decoder.bits(8 * checkBytes) != check(record)) {
          throw CompressionException.damaged(
              source, "the check differs, or it was made with another model or backend");
        }
        decoder.finish();
        records[number] = record;
      }
    }
  }
}
