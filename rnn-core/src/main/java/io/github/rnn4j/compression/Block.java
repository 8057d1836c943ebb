// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * A part of a compressed file.
 *
 * <pre>
 *   kind                         1 byte: 0 the end, 1 coded, 2 as it stands, 3 records
 *   length of the original       4 bytes
 *   length of the body           4 bytes
 *   CRC-32 of the original       4 bytes
 *   CRC-32 of the above and the body
 *   body
 * </pre>
 *
 * The end's original is nothing, and its body the length of the whole, the number of records, 8
 * bytes each, and the first 16 of the SHA-256 of the original.
 *
 * @param kind one of the constants
 * @param length of the original, in bytes
 * @param sum of the original
 * @param body what stands for it
 */
record Block(int kind, int length, int sum, byte[] body) {
  static final int END = 0;
  static final int CODED = 1;
  static final int STORED = 2;
  static final int RECORDS = 3;

  /** The most bytes of an original, whatever made it. */
  static final int MOST_BYTES = 1 << 22;

  /** The bytes of the body of the end. */
  private static final int END_BYTES = 32;

  /** The bytes of a block before its body. */
  private static final int HEAD_BYTES = 17;

  static int sum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** The lengths of records on their own, empty ones, too, may take more than they save. */
  private static int mostOfBody(int length) {
    return 6 * length + END_BYTES;
  }

  private int sumOfAll() {
    CRC32 crc = new CRC32();
    for (int number : new int[] {kind, length, body.length, sum}) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        crc.update(number >>> shift);
      }
    }
    crc.update(body);
    return (int) crc.getValue();
  }

  void write(DataOutputStream out) throws IOException {
    out.write(kind);
    out.writeInt(length);
    out.writeInt(body.length);
    out.writeInt(sum);
    out.writeInt(sumOfAll());
    out.write(body);
  }

  int bytes() {
    return HEAD_BYTES + body.length;
  }

  static Block read(DataInputStream in, String source) throws IOException {
    try {
      int kind = in.readUnsignedByte();
      int length = in.readInt();
      int bodyLength = in.readInt();
      int sum = in.readInt();
      int sumOfAll = in.readInt();
      if (kind > RECORDS
          || length < 0
          || length > MOST_BYTES
          || bodyLength < 0
          || bodyLength > mostOfBody(length)) {
        throw CompressionException.damaged(source, "a block's head makes no sense");
      }
      Block block = new Block(kind, length, sum, CompressedHeader.bytes(in, bodyLength));
      if (block.sumOfAll() != sumOfAll) {
        throw CompressionException.damaged(source, "the sum of a block differs");
      }
      return block;
    } catch (EOFException e) {
      throw CompressionException.damaged(source, "it is cut off");
    }
  }
}
