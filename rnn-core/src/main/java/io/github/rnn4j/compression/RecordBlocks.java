// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.model.Model;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Blocks of records, each of which is coded on its own.
 *
 * <pre>
 *   2 · number of records        a varint; 1 more if no border follows the last one
 *   length of each               varints: 2 · bytes; 1 more if it stands as it is
 *   the bytes of each
 * </pre>
 */
final class RecordBlocks {
  private final Compressor compressor;
  private final byte[] border;

  RecordBlocks(Compressor compressor, byte[] border) {
    this.compressor = compressor.withCheck(0);
    this.border = border;
  }

  /** What ends the records of a model: its border, else a line feed. */
  static byte[] border(Model model) {
    return model
        .records()
        .map(b -> model.vocabulary().decodeBytes(b.tokens(model.vocabulary())))
        .orElse(new byte[] {'\n'});
  }

  /** Where the next border begins; −1 if there is none. */
  static int find(byte[] bytes, int from, byte[] border) {
    for (int i = from; i + border.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + border.length, border, 0, border.length)) {
        return i;
      }
    }
    return -1;
  }

  byte[] encode(byte[] bytes) {
    List<byte[]> records = new ArrayList<>();
    int from = 0;
    for (int at = find(bytes, 0, border); at >= 0; at = find(bytes, from, border)) {
      records.add(Arrays.copyOfRange(bytes, from, at));
      from = at + border.length;
    }
    boolean open = from < bytes.length;
    if (open) {
      records.add(Arrays.copyOfRange(bytes, from, bytes.length));
    }
    List<byte[]> blobs = compressor.compress(records);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varint.write(2 * records.size() + (open ? 1 : 0), out);
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    for (int i = 0; i < records.size(); i++) {
      boolean stands = blobs.get(i).length >= records.get(i).length;
      byte[] body = stands ? records.get(i) : blobs.get(i);
      Varint.write(2 * body.length + (stands ? 1 : 0), out);
      bodies.writeBytes(body);
    }
    out.writeBytes(bodies.toByteArray());
    return out.toByteArray();
  }

  /** The records of a block, not decoded yet. */
  final class Read {
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<Boolean> stand = new ArrayList<>();
    private final boolean open;
    private final int length;
    private final String source;

    Read(Block block, String source) throws CompressionException {
      this.source = source;
      this.length = block.length();
      byte[] body = block.body();
      Varint.Reader head = new Varint.Reader(body, 0, body.length, source);
      int count = head.read(2 * block.length() + 1, "records");
      this.open = (count & 1) != 0;
      int[] lengths = new int[Math.min(count >> 1, body.length)];
      if (lengths.length < count >> 1) {
        throw CompressionException.damaged(source, "a block has fewer records than it says");
      }
      long all = 0;
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = head.read(2 * body.length + 1, "bytes of a record");
        all += lengths[i] >> 1;
      }
      int from = head.position();
      if (all != body.length - from) {
        throw CompressionException.damaged(source, "a block's records have other lengths");
      }
      for (int length : lengths) {
        bodies.add(Arrays.copyOfRange(body, from, from + (length >> 1)));
        stand.add((length & 1) != 0);
        from += length >> 1;
      }
    }

    int count() {
      return bodies.size();
    }

    byte[] record(int index) throws CompressionException {
      return stand.get(index)
          ? bodies.get(index)
          : compressor.decompress(List.of(bodies.get(index)), length, source).get(0);
    }

    byte[] all() throws CompressionException {
      List<byte[]> coded = new ArrayList<>();
      for (int i = 0; i < bodies.size(); i++) {
        if (!stand.get(i)) {
          coded.add(bodies.get(i));
        }
      }
      List<byte[]> decoded = compressor.decompress(coded, length, source);
      ByteArrayOutputStream out = new ByteArrayOutputStream(length);
      int next = 0;
      for (int i = 0; i < bodies.size(); i++) {
        out.writeBytes(stand.get(i) ? bodies.get(i) : decoded.get(next++));
        if (i + 1 < bodies.size() || !open) {
          out.writeBytes(border);
        }
      }
      return out.toByteArray();
    }
  }
}
