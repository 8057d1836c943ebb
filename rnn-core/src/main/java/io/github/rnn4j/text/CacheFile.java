// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The file of a {@link CorpusCache}: written, and read strictly. */
final class CacheFile {
  static final int HEADER_BYTES = 40;

  private static final byte[] MAGIC = "rnn4jtok".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;
  private static final int CHECKED_HEADER_BYTES = 36;
  private static final int CHECKSUM_BYTES = 4;
  private static final int ALIGNMENT = 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final RandomAccessFile file;
  private final FileChannel channel;
  private final TokenWidth width;
  private final long tokens;
  private final long tokensAt;
  private final CacheDescription description;

  private CacheFile(String name, RandomAccessFile file) throws IOException {
    this.name = name;
    this.file = file;
    this.channel = file.getChannel();
    if (channel.size() < HEADER_BYTES + CHECKSUM_BYTES) {
      throw damaged("it has only " + channel.size() + " bytes");
    }
    ByteBuffer header = read(0, HEADER_BYTES);
    if (!Arrays.equals(Arrays.copyOf(header.array(), MAGIC.length), MAGIC)) {
      throw new CorpusCacheException(name, "is not a cache of a corpus");
    }
    int version = header.getInt(8);
    if (version != VERSION) {
      throw new CorpusCacheException(
          name,
          "a cache of version "
              + Integer.toUnsignedString(version)
              + ", but this program reads version "
              + VERSION
              + ": delete it, to have it made anew");
    }
    if (checksum(header.array(), CHECKED_HEADER_BYTES) != header.getInt(CHECKED_HEADER_BYTES)) {
      throw damaged("its first " + HEADER_BYTES + " bytes do not match their checksum");
    }
    int bytes = header.getInt(12);
    this.tokens = header.getLong(16);
    long descriptionBytes = header.getLong(24);
    requireSizes(bytes, descriptionBytes);
    ByteBuffer json = read(HEADER_BYTES, (int) descriptionBytes);
    if (checksum(json.array(), json.capacity()) != header.getInt(32)) {
      throw damaged("its description does not match its checksum");
    }
    this.description = describe(json.array());
    this.width = TokenWidth.of(description.vocabulary().size());
    if (width.bytes != bytes) {
      throw damaged(
          "it has "
              + bytes
              + " bytes a token for a vocabulary of "
              + description.vocabulary().size());
    }
    this.tokensAt = HEADER_BYTES + descriptionBytes;
  }

  private void requireSizes(int bytes, long descriptionBytes) throws IOException {
    long size = channel.size();
    long room = size - HEADER_BYTES - CHECKSUM_BYTES;
    if (bytes != 1 && bytes != 2 && bytes != 4) {
      throw damaged("a token takes " + bytes + " bytes, not 1, 2 or 4");
    }
    if (descriptionBytes < 0
        || descriptionBytes > Math.min(room, Integer.MAX_VALUE - ALIGNMENT)
        || (HEADER_BYTES + descriptionBytes) % ALIGNMENT != 0) {
      throw damaged("a description of " + descriptionBytes + " bytes does not fit in it");
    }
    long data = room - descriptionBytes;
    if (tokens < 2 || tokens > data / bytes || tokens * bytes != data) {
      throw damaged(
          "it says "
              + tokens
              + " tokens of "
              + bytes
              + " bytes, but has "
              + data
              + " bytes of tokens");
    }
  }

  private CacheDescription describe(byte[] json) throws CorpusCacheException {
    try {
      return CacheDescription.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw damaged("its description makes no sense: " + e.getMessage());
    }
  }

  /** Whether a file begins as a cache does. */
  static boolean isCache(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /** The corpus of a cache of any sources. */
  static Corpus open(Path file, int segmentBits) throws IOException {
    return with(file, cache -> Optional.of(cache.corpus(segmentBits))).orElseThrow();
  }

  /** The corpus of a cache if it is whole and of these sources. */
  static Optional<Corpus> find(Path file, String identity) throws IOException {
    try {
      return with(
          file,
          cache ->
              cache.description.identity().equals(identity)
                  ? Optional.of(cache.corpus(MappedTokens.SEGMENT_BITS))
                  : Optional.empty());
    } catch (CorpusCacheException e) {
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface Use {
    Optional<Corpus> of(CacheFile cache) throws IOException;
  }

  /** Opens a file, which stays open if a corpus comes of it. */
  private static Optional<Corpus> with(Path path, Use use) throws IOException {
    if (Files.notExists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    Optional<Corpus> corpus = Optional.empty();
    try {
      corpus = use.of(new CacheFile(path.toString(), file));
      return corpus;
    } finally {
      if (corpus.isEmpty()) {
        file.close();
      }
    }
  }

  private Corpus corpus(int segmentBits) throws IOException {
    checkTokens();
    MappedTokens mapped = MappedTokens.map(name, file, tokensAt, tokens, width, segmentBits);
    return new Corpus(
        description.vocabulary(),
        mapped,
        description.parts(),
        description.skipped(),
        description.replaced(),
        description.escape());
  }

  /** The checksum holds, and every token is in the vocabulary. */
  private void checkTokens() throws IOException {
    int size = description.vocabulary().size();
    ByteBuffer chunk = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C sum = new CRC32C();
    long left = tokens * width.bytes;
    long at = tokensAt;
    while (left > 0) {
      chunk.clear().limit((int) Math.min(BUFFER_BYTES, left));
      readFully(chunk, at);
      sum.update(chunk.array(), 0, chunk.limit());
      for (int i = 0; size < width.limit && i < chunk.limit(); i += width.bytes) {
        int id = TokenSpool.get(chunk.array(), i, width);
        if (id < 0 || id >= size) {
          throw damaged(
              "token "
                  + (at - tokensAt + i) / width.bytes
                  + " is "
                  + Integer.toUnsignedString(id)
                  + ", not in its vocabulary of "
                  + size);
        }
      }
      at += chunk.limit();
      left -= chunk.limit();
    }
    if ((int) sum.getValue() != read(at, CHECKSUM_BYTES).getInt(0)) {
      throw damaged("its tokens do not match their checksum");
    }
  }

  /** Writes all that a reader has gathered in a spool. */
  static void write(Path file, String identity, CorpusReader reader, TokenSpool spool)
      throws IOException {
    CorpusReader.Encoding encoding = reader.encoding();
    Corpus account = reader.corpus(encoding, Tokens.of(1));
    byte[] json =
        new CacheDescription(
                identity,
                account.vocabulary(),
                account.parts(),
                account.skipped(),
                account.replaced(),
                account.escape())
            .toJson(HEADER_BYTES, ALIGNMENT);
    TokenWidth width = TokenWidth.of(account.vocabulary().size());
    AtomicFile.write(
        file,
        out -> {
          out.write(header(width, spool.length(), json));
          out.write(json);
          Checked data = new Checked(out, width);
          spool.forEach(id -> data.write(encoding.ids()[id]));
          data.end();
        });
  }

  private static byte[] header(TokenWidth width, long tokens, byte[] json) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(width.bytes).putLong(tokens).putLong(json.length);
    header.putInt(checksum(json, json.length));
    header.putInt(checksum(header.array(), CHECKED_HEADER_BYTES));
    return header.array();
  }

  private static int checksum(byte[] bytes, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, count);
    return (int) sum.getValue();
  }

  private ByteBuffer read(long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    readFully(bytes, at);
    return bytes;
  }

  private void readFully(ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw damaged("it was cut off while it was read");
      }
    }
  }

  private CorpusCacheException damaged(String defect) {
    return new CorpusCacheException(
        name, "a damaged cache: " + defect + ": delete it, to have it made anew");
  }

  /** Writes tokens and, at the end, their checksum. */
  private static final class Checked {
    private final OutputStream out;
    private final TokenWidth width;
    private final CRC32C sum = new CRC32C();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;

    Checked(OutputStream out, TokenWidth width) {
      this.out = out;
      this.width = width;
    }

    void write(int id) {
      if (buffered == BUFFER_BYTES) {
        flush();
      }
      TokenSpool.put(buffer, buffered, width, id);
      buffered += width.bytes;
    }

    void end() throws IOException {
      flush();
      out.write(
          ByteBuffer.allocate(CHECKSUM_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) sum.getValue())
              .array());
    }

    private void flush() {
      sum.update(buffer, 0, buffered);
      try {
        out.write(buffer, 0, buffered);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      buffered = 0;
    }
  }
}
