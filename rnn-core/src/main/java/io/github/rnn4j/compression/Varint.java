// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import java.io.ByteArrayOutputStream;

/** Numbers in as many bytes as they need: seven bits each, the least first (LEB128). */
final class Varint {
  private Varint() {}

  static void write(int value, ByteArrayOutputStream out) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** Reads them one after the other. */
  static final class Reader {
    private final byte[] bytes;
    private final int end;
    private final String source;
    private int next;

    Reader(byte[] bytes, int from, int to, String source) {
      this.bytes = bytes;
      this.next = from;
      this.end = to;
      this.source = source;
    }

    int read(int most, String what) throws CompressionException {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        if (next == end || shift > 28) {
          throw CompressionException.damaged(source, "the number of " + what + " is cut off");
        }
        int one = bytes[next++];
        value |= (long) (one & 0x7F) << shift;
        if (one >= 0) {
          break;
        }
      }
      if (value > most) {
        throw CompressionException.damaged(
            source, value + " " + what + " where there can be at most " + most);
      }
      return (int) value;
    }

    int position() {
      return next;
    }
  }
}
