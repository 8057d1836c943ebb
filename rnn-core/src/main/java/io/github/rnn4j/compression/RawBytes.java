// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Codes what a vocabulary lacks, byte by byte to an end, by counts of which byte followed which
 * before: it learns as it goes, the encoder and the decoder alike. A symbol's frequency is 1 and
 * {@value #STEP} for each time that it came; at {@value #MOST} all of a context are halved.
 */
final class RawBytes {
  private static final int END = 256;
  private static final int SYMBOLS = 257;
  private static final int STEP = 24;
  private static final int MOST = 1 << 16;

  /** By the byte before, or {@link #END} at the start; made when they are first needed. */
  private final int[][] counts = new int[SYMBOLS][];

  private final int[] totals = new int[SYMBOLS];

  void encode(byte[] bytes, int from, int to, RangeEncoder encoder) {
    int before = END;
    for (int i = from; i <= to; i++) {
      int symbol = i == to ? END : bytes[i] & 0xFF;
      int[] some = context(before);
      long below = 0;
      for (int s = 0; s < symbol; s++) {
        below += some[s];
      }
      encoder.encode(below, some[symbol], totals[before]);
      learn(before, symbol);
      before = symbol;
    }
  }

  /** Reads bytes to their end, at least one and no more than {@code most}. */
  void decode(RangeDecoder decoder, ByteArrayOutputStream out, int most)
      throws CompressionException {
    int before = END;
    for (int count = 0; ; count++) {
      int[] some = context(before);
      long position = decoder.position(totals[before]);
      long below = 0;
      int symbol = 0;
      while (position - below >= some[symbol]) {
        below += some[symbol++];
      }
      decoder.take(below, some[symbol]);
      learn(before, symbol);
      if (symbol == END) {
        if (count == 0) {
          throw decoder.damaged();
        }
        return;
      }
      if (count == most) {
        throw decoder.damaged();
      }
      out.write(symbol);
      before = symbol;
    }
  }

  private int[] context(int before) {
    if (counts[before] == null) {
      counts[before] = new int[SYMBOLS];
      Arrays.fill(counts[before], 1);
      totals[before] = SYMBOLS;
    }
    return counts[before];
  }

  private void learn(int before, int symbol) {
    int[] some = counts[before];
    some[symbol] += STEP;
    totals[before] += STEP;
    if (totals[before] > MOST) {
      int total = 0;
      for (int s = 0; s < SYMBOLS; s++) {
        some[s] = (some[s] + 1) >> 1;
        total += some[s];
      }
      totals[before] = total;
    }
  }
}
