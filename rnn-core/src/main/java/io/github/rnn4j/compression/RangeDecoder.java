// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

/**
 * Reads what a {@link RangeEncoder} wrote. Whatever the bytes are, it reads no more than 8 past.
 */
final class RangeDecoder {
  private final byte[] bytes;
  private final int end;
  private final String source;
  private int next;
  private long low;
  private long range = -1;
  private long code;
  private long unit;

  /**
   * Begins.
   *
   * @param bytes not modified
   * @param from the first one
   * @param to the one after the last
   * @param source what messages call it
   */
  RangeDecoder(byte[] bytes, int from, int to, String source) {
    this.bytes = bytes;
    this.next = from;
    this.end = to;
    this.source = source;
    for (int i = 0; i < Long.BYTES; i++) {
      code = code << 8 | nextByte();
    }
  }

  private int nextByte() {
    int at = next++;
    return at < end ? bytes[at] & 0xFF : 0;
  }

  /** Where in the total of frequencies the next symbol lies; {@link #take} comes next. */
  long position(long total) throws CompressionException {
    unit = Long.divideUnsigned(range, total);
    long position = Long.divideUnsigned(code - low, unit);
    if (Long.compareUnsigned(position, total) >= 0) {
      throw damaged();
    }
    return position;
  }

  /** Takes the symbol that was found there. */
  void take(long below, long frequency) throws CompressionException {
    low += unit * below;
    range = unit * frequency;
    while (true) {
      if (!RangeEncoder.settled(low, range)) {
        if (Long.compareUnsigned(range, RangeEncoder.MOST_TOTAL) >= 0) {
          return;
        }
        range = RangeEncoder.cut(low);
      }
      if (next >= end + Long.BYTES) {
        throw CompressionException.damaged(source, "the coded bytes end too early");
      }
      code = code << 8 | nextByte();
      low <<= 8;
      range <<= 8;
    }
  }

  /** A number of so many bits. */
  long bits(int bits) throws CompressionException {
    long value = position(1L << bits);
    take(value, 1);
    return value;
  }

  /** Checks that the bytes end where their encoder ended them. */
  void finish() throws CompressionException {
    int count = RangeEncoder.endingBytes(low, range);
    if (next - Long.BYTES + count != end || code != RangeEncoder.ending(low, count)) {
      throw CompressionException.damaged(source, "the coded bytes do not end where they should");
    }
  }

  CompressionException damaged() {
    return CompressionException.damaged(source, "the coded bytes make no sense");
  }
}
