// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import java.io.ByteArrayOutputStream;

/**
 * A range coder without carries, of 64 bits: it narrows an interval [low, low + range) by each
 * symbol's part of it, and lets go of leading bytes as soon as they are settled. Where they do not
 * settle, the interval is cut at a multiple of 2⁴⁸, so that they do.
 *
 * <p>The interval after each symbol lies in the one before, so that low + range never passes 2⁶⁴.
 *
 * @see <a href="https://sachingarg.com/compression/entropy_coding/range_coder/">G. N. N. Martin:
 *     Range encoding, 1979; D. Subbotin's carryless form, 1999</a>
 */
final class RangeEncoder {
  /** The most that the frequencies of a symbol's alternatives may sum up to. */
  static final long MOST_TOTAL = 1L << 48;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long low;
  private long range = -1;

  /**
   * Codes a symbol that has {@code frequency} of {@code total}, after those with {@code below}
   * together.
   */
  void encode(long below, long frequency, long total) {
    long unit = Long.divideUnsigned(range, total);
    low += unit * below;
    range = unit * frequency;
    while (true) {
      if (!settled(low, range)) {
        if (Long.compareUnsigned(range, MOST_TOTAL) >= 0) {
          return;
        }
        range = cut(low);
      }
      out.write((int) (low >>> 56));
      low <<= 8;
      range <<= 8;
    }
  }

  /** Codes a number of so many bits, each value as probable as another. */
  void encodeBits(long value, int bits) {
    encode(value, 1, 1L << bits);
  }

  /** All bytes, and the fewest more that tell the interval where zeros follow them. */
  byte[] finish() {
    int count = endingBytes(low, range);
    long value = ending(low, count);
    for (int i = 0; i < count; i++) {
      out.write((int) (value >>> (56 - 8 * i)));
    }
    return out.toByteArray();
  }

  /** Whether the first byte of the interval's numbers is the same for all of them. */
  static boolean settled(long low, long range) {
    return ((low ^ (low + range)) >>> 56) == 0;
  }

  /** What is left of a short interval that is not settled: up to the next multiple of 2⁴⁸. */
  static long cut(long low) {
    return -low & (MOST_TOTAL - 1);
  }

  /** How many bytes it takes to tell a number of the interval. */
  static int endingBytes(long low, long range) {
    for (int count = 0; count < Long.BYTES; count++) {
      long value = ending(low, count);
      if (Long.compareUnsigned(value, low) >= 0 && Long.compareUnsigned(value - low, range) < 0) {
        return count;
      }
    }
    return Long.BYTES;
  }

  /** The least number from {@code low} on of which all but the first bytes are zero. */
  static long ending(long low, int count) {
    if (count == Long.BYTES) {
      return low;
    }
    long rest = -1L >>> (8 * count);
    return (low + rest) & ~rest;
  }
}
