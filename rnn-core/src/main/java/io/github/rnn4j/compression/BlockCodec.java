// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.model.Model;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Codes a block of bytes: it is cut into lanes, which the network reads side by side, and which one
 * range coder codes in turn, a piece of each.
 *
 * <pre>
 *   lanes                        a varint, 1 to {@value #MOST_LANES}
 *   pieces of each lane          varints
 *   the range coder's bytes
 * </pre>
 */
final class BlockCodec {
  static final int MOST_LANES = 256;

  /** A lane costs some 5 bytes more than if it went on from where the one before ended. */
  static final int LANE_PIECES = 8192;

  private final Model model;
  private final int mostLanes;
  private final double rate;

  /**
   * A codec, which threads may share.
   *
   * @param rate at which the lanes of a block learn, each block from the model's weights; 0 if they
   *     do not
   */
  BlockCodec(Model model, int wantedLanes, double rate) {
    this.model = model;
    this.mostLanes = Lanes.most(model, wantedLanes, rate);
    this.rate = rate;
  }

  byte[] encode(byte[] bytes) {
    Pieces pieces = Pieces.of(bytes, model.vocabulary());
    int[] ends = cut(pieces);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varint.write(ends.length, out);
    for (int lane = 0; lane < ends.length; lane++) {
      Varint.write(ends[lane] - (lane == 0 ? 0 : ends[lane - 1]), out);
    }
    int[] next = new int[ends.length];
    System.arraycopy(ends, 0, next, 1, ends.length - 1);
    RangeEncoder encoder = new RangeEncoder();
    Lanes lanes = new Lanes(model, ends.length, rate);
    Coder coder = new Coder(model, lanes);
    RawBytes raw = new RawBytes();
    for (int left = pieces.count(); left > 0; ) {
      lanes.step();
      for (int lane = 0; lane < ends.length; lane++) {
        if (next[lane] == ends[lane]) {
          continue;
        }
        coder.turnTo(lane);
        boolean step = false;
        while (!step && next[lane] < ends[lane]) {
          step = coder.encode(lane, pieces, next[lane]++, raw, encoder);
          left--;
        }
      }
    }
    out.writeBytes(encoder.finish());
    return out.toByteArray();
  }

  /** Where lanes end, in pieces; of a model of records, after a border if one is near. */
  private int[] cut(Pieces pieces) {
    int count = pieces.count();
    int lanes = Math.max(1, Math.min(mostLanes, (count + LANE_PIECES / 2) / LANE_PIECES));
    int[] ends = new int[lanes];
    int[] border = model.borderTokens();
    for (int lane = 0; lane < lanes; lane++) {
      int end = (int) ((lane + 1L) * count / lanes);
      if (border.length > 0 && lane + 1 < lanes) {
        end = afterBorder(pieces, border, end, (int) ((lane + 2L) * count / lanes));
      }
      ends[lane] = end;
    }
    return ends;
  }

  private static int afterBorder(Pieces pieces, int[] border, int from, int before) {
    for (int end = Math.max(from, border.length); end < before; end++) {
      boolean ends = true;
      for (int i = 0; i < border.length; i++) {
        ends &= pieces.token(end - border.length + i) == border[i];
      }
      if (ends) {
        return end;
      }
    }
    return from;
  }

  /**
   * Reads a block.
   *
   * @param coded what {@link #encode} gave
   * @param length how many bytes it must have
   * @param source what messages call it
   */
  byte[] decode(byte[] coded, int length, String source) throws CompressionException {
    Varint.Reader head = new Varint.Reader(coded, 0, coded.length, source);
    int size = head.read(MOST_LANES, "lanes");
    if (size == 0) {
      throw CompressionException.damaged(source, "a block has no lanes");
    }
    if (size > Lanes.most(model, MOST_LANES, rate)) {
      throw CompressionException.damaged(source, "a block has " + size + " lanes, too many");
    }
    int[] left = new int[size];
    int all = 0;
    for (int lane = 0; lane < size; lane++) {
      left[lane] = head.read(length - all, "pieces");
      all += left[lane];
    }
    RangeDecoder decoder = new RangeDecoder(coded, head.position(), coded.length, source);
    List<ByteArrayOutputStream> outs = new ArrayList<>();
    for (int lane = 0; lane < size; lane++) {
      outs.add(new ByteArrayOutputStream());
    }
    Lanes lanes = new Lanes(model, size, rate);
    Coder coder = new Coder(model, lanes);
    RawBytes raw = new RawBytes();
    int room = length;
    while (all > 0) {
      lanes.step();
      for (int lane = 0; lane < size; lane++) {
        if (left[lane] == 0) {
          continue;
        }
        coder.turnTo(lane);
        ByteArrayOutputStream out = outs.get(lane);
        boolean step = false;
        while (!step && left[lane] > 0) {
          int before = out.size();
          step = coder.decode(lane, raw, decoder, out, room);
          room -= out.size() - before;
          left[lane]--;
          all--;
        }
      }
    }
    decoder.finish();
    if (room != 0) {
      throw CompressionException.damaged(
          source, "a block has " + (length - room) + " bytes instead of " + length);
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream(length);
    outs.forEach(out -> joined.writeBytes(out.toByteArray()));
    return joined.toByteArray();
  }
}
