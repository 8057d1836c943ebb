// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeCoderTest {
  private static final long SEED = 31;

  /** What was coded: for each symbol what is below it, what it has, and what all have. */
  private record Coded(long[][] symbols, byte[] bytes, double bits) {}

  private static Coded code(int count, long mostTotal, SplittableRandom random) {
    long[][] symbols = new long[count][];
    RangeEncoder encoder = new RangeEncoder();
    double bits = 0;
    for (int i = 0; i < count; i++) {
      long total = random.nextLong(1, mostTotal + 1);
      // From a symbol that has nearly all to one that has 1.
      long frequency = Math.max(1, total >>> random.nextInt(50));
      long below = random.nextLong(total - frequency + 1);
      symbols[i] = new long[] {below, frequency, total};
      encoder.encode(below, frequency, total);
      bits += Math.log((double) total / frequency) / Math.log(2);
    }
    return new Coded(symbols, encoder.finish(), bits);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "1, 281474976710656",
    "7, 3",
    "500, 1",
    "20000, 281474976710656",
    "20000, 65536",
    "20000, 2"
  })
  void symbols_comeBackInTheirBits(int count, long mostTotal) throws Exception {
    Coded coded = code(count, mostTotal, new SplittableRandom(SEED));
    RangeDecoder decoder = new RangeDecoder(coded.bytes, 0, coded.bytes.length, "some");
    for (long[] symbol : coded.symbols) {
      assertThat(decoder.position(symbol[2])).isBetween(symbol[0], symbol[0] + symbol[1] - 1);
      decoder.take(symbol[0], symbol[1]);
    }
    decoder.finish();
    // A unit of range is lost of at least 1/total each, and 16 bits where the interval is cut.
    assertThat(coded.bytes.length * 8.0).isBetween(coded.bits - 1, coded.bits * 1.02 + 16);
  }

  @Test
  void whatIsCutOffOrGoesOn_isTold() throws Exception {
    Coded coded = code(300, 1 << 20, new SplittableRandom(SEED));
    for (int change : new int[] {-40, -3, -1, 1, 2, 9}) {
      byte[] other = Arrays.copyOf(coded.bytes, coded.bytes.length + change);
      assertThatThrownBy(
              () -> {
                RangeDecoder decoder = new RangeDecoder(other, 0, other.length, "some");
                for (long[] symbol : coded.symbols) {
                  decoder.position(symbol[2]);
                  decoder.take(symbol[0], symbol[1]);
                }
                decoder.finish();
              })
          .as("%d bytes more", change)
          .isInstanceOf(CompressionException.class)
          .hasMessageStartingWith("some: is damaged");
    }
  }

  @Test
  void nothing_takesNothing() {
    assertThat(new RangeEncoder().finish()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "127, 1", "128, 2", "16383, 2", "16384, 3", "2147483647, 5"})
  void varint_takesSevenBitsAByte(int value, int bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varint.write(value, out);
    assertThat(out.size()).isEqualTo(Math.max(1, bytes));
    assertThat(new Varint.Reader(out.toByteArray(), 0, out.size(), "x").read(value, "of it"))
        .isEqualTo(value);
    if (value > 0) {
      assertThatThrownBy(
              () -> new Varint.Reader(out.toByteArray(), 0, out.size(), "x").read(value - 1, "y"))
          .hasMessage("x: is damaged: %d y where there can be at most %d", value, value - 1);
    }
  }
}
