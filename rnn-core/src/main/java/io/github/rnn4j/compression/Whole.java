// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.files.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/** Sums up an original, for the end of its file. */
final class Whole {
  private static final int DIGEST_BYTES = 16;

  private final MessageDigest digest = Sha256.begin();
  private long bytes;
  private long codedBytes;
  private long records;

  /** The next part. */
  void add(byte[] part, Optional<byte[]> border) {
    digest.update(part);
    bytes += part.length;
    if (border.isPresent()) {
      int from = 0;
      for (int at = RecordBlocks.find(part, 0, border.get());
          at >= 0;
          at = RecordBlocks.find(part, from, border.get())) {
        records++;
        from = at + border.get().length;
      }
      records += from < part.length ? 1 : 0;
    }
  }

  /** So many bytes more are done. */
  void coded(int length) {
    codedBytes += length;
  }

  long bytes() {
    return bytes;
  }

  long codedBytes() {
    return codedBytes;
  }

  long records() {
    return records;
  }

  Block end() {
    ByteBuffer body = ByteBuffer.allocate(2 * Long.BYTES + DIGEST_BYTES);
    body.putLong(bytes).putLong(records).put(digest.digest(), 0, DIGEST_BYTES);
    return new Block(Block.END, 0, 0, body.array());
  }
}
