package io.github.rnn4j.text;

import java.io.IOException;
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
 */
abstract class MappedTokens implements Tokens {
  /** Segments of 1 GiB, since a buffer ends at 2³¹ − 1 bytes. */
  static final int SEGMENT_BITS = 30;

  final long length;
  final int bits;
  final int mask;

  private MappedTokens(long length, int bits) {
    this.length = length;
    this.bits = bits;
    this.mask = (1 << bits) - 1;
  }

  /**
   * Maps tokens, little-endian.
   *
   * @param channel may be closed afterwards
   * @param offset where the first token begins, in bytes
   * @param length how many there are
   * @param segmentBits log₂ of the bytes of a segment, 2 to {@link #SEGMENT_BITS}
   */
  static MappedTokens map(
      FileChannel channel, long offset, long length, TokenWidth width, int segmentBits)
      throws IOException {
    int bits = segmentBits - Integer.numberOfTrailingZeros(width.bytes);
    int count = Math.toIntExact(length + (1L << bits) - 1 >>> bits);
    ByteBuffer[] segments = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      long first = (long) i << bits;
      long tokens = Math.min(1L << bits, length - first);
      MappedByteBuffer segment =
          channel.map(
              FileChannel.MapMode.READ_ONLY, offset + first * width.bytes, tokens * width.bytes);
      segments[i] = segment.order(ByteOrder.LITTLE_ENDIAN);
    }
    return switch (width) {
      case BYTES -> new OfBytes(segments, length, bits);
      case CHARS -> new OfChars(segments, length, bits);
      case INTS -> new OfInts(segments, length, bits);
    };
  }

  @Override
  public final long length() {
    return length;
  }

  private static final class OfBytes extends MappedTokens {
    private final ByteBuffer[] segments;

    OfBytes(ByteBuffer[] segments, long length, int bits) {
      super(length, bits);
      this.segments = segments;
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return segments[(int) (index >>> bits)].get((int) index & mask) & 0xFF;
    }
  }

  private static final class OfChars extends MappedTokens {
    private final CharBuffer[] segments;

    OfChars(ByteBuffer[] segments, long length, int bits) {
      super(length, bits);
      this.segments = new CharBuffer[segments.length];
      for (int i = 0; i < segments.length; i++) {
        this.segments[i] = segments[i].asCharBuffer();
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

    OfInts(ByteBuffer[] segments, long length, int bits) {
      super(length, bits);
      this.segments = new IntBuffer[segments.length];
      for (int i = 0; i < segments.length; i++) {
        this.segments[i] = segments[i].asIntBuffer();
      }
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, length);
      return segments[(int) (index >>> bits)].get((int) index & mask);
    }
  }
}
