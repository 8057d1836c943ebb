// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/**
 * Tokens in a file that is mapped into memory, in segments: the system reads what is used and drops
 * it again, and none of it counts as heap.
 *
 * <p>A file that is shortened meanwhile would give zeros up to the end of a page, and an {@link
 * InternalError} after it, at some later instruction. So the file stays open, and its length is
 * looked at before tokens are copied.
 */
abstract class MappedTokens implements Tokens {
  /** Segments of 1 GiB, since a buffer ends at 2³¹ − 1 bytes. */
  static final int SEGMENT_BITS = 30;

  final long length;
  final int bits;
  final int mask;
  private final String name;
  private final RandomAccessFile file;
  private final long bytes;

  private MappedTokens(Mapped mapped, long length, int bits) {
    this.name = mapped.name;
    this.file = mapped.file;
    this.bytes = mapped.bytes;
    this.length = length;
    this.bits = bits;
    this.mask = (1 << bits) - 1;
  }

  /**
   * Maps tokens, little-endian.
   *
   * @param name the file's name, for messages
   * @param file the file; it must stay open, and closes itself when nobody refers to it any more
   * @param offset where the first token begins, in bytes
   * @param length how many there are
   * @param segmentBits log₂ of the bytes of a segment, 2 to {@link #SEGMENT_BITS}
   */
  static MappedTokens map(
      String name,
      RandomAccessFile file,
      long offset,
      long length,
      TokenWidth width,
      int segmentBits)
      throws IOException {
    int bits = segmentBits - Integer.numberOfTrailingZeros(width.bytes);
    int count = Math.toIntExact(length + (1L << bits) - 1 >>> bits);
    ByteBuffer[] segments = new ByteBuffer[count];
    FileChannel channel = file.getChannel();
    for (int i = 0; i < count; i++) {
      long first = (long) i << bits;
      long tokens = Math.min(1L << bits, length - first);
      MappedByteBuffer segment =
          channel.map(
              FileChannel.MapMode.READ_ONLY, offset + first * width.bytes, tokens * width.bytes);
      segments[i] = segment.order(ByteOrder.LITTLE_ENDIAN);
    }
    Mapped mapped = new Mapped(name, file, offset + length * width.bytes, segments);
    return switch (width) {
      case BYTES -> new OfBytes(mapped, length, bits);
      case CHARS -> new OfChars(mapped, length, bits);
      case INTS -> new OfInts(mapped, length, bits);
    };
  }

  /**
   * A file and its segments.
   *
   * @param bytes how long the file must stay
   */
  private record Mapped(String name, RandomAccessFile file, long bytes, ByteBuffer[] segments) {}

  @Override
  public final void copy(long from, int[] target, int offset, int count) {
    requireIntact();
    Tokens.super.copy(from, target, offset, count);
  }

  @Override
  public final void requireIntact() {
    long now;
    try {
      now = file.length();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (now < bytes) {
      throw new UncheckedIOException(
          new CorpusCacheException(
              name,
              "was shortened from "
                  + bytes
                  + " bytes or more to "
                  + now
                  + " while it was read: delete it, to have it made anew"));
    }
  }

  @Override
  public final long length() {
    return length;
  }

  private static final class OfBytes extends MappedTokens {
    private final ByteBuffer[] segments;

    OfBytes(Mapped mapped, long length, int bits) {
      super(mapped, length, bits);
      this.segments = mapped.segments;
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return segments[(int) (index >>> bits)].get((int) index & mask) & 0xFF;
    }
  }

  private static final class OfChars extends MappedTokens {
    private final CharBuffer[] segments;

    OfChars(Mapped mapped, long length, int bits) {
      super(mapped, length, bits);
      this.segments = new CharBuffer[mapped.segments.length];
      for (int i = 0; i < segments.length; i++) {
        segments[i] = mapped.segments[i].asCharBuffer();
      }
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return segments[(int) (index >>> bits)].get((int) index & mask);
    }
  }

  private static final class OfInts extends MappedTokens {
    private final IntBuffer[] segments;

    OfInts(Mapped mapped, long length, int bits) {
      super(mapped, length, bits);
      this.segments = new IntBuffer[mapped.segments.length];
      for (int i = 0; i < segments.length; i++) {
        segments[i] = mapped.segments[i].asIntBuffer();
      }
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return segments[(int) (index >>> bits)].get((int) index & mask);
    }
  }
}
