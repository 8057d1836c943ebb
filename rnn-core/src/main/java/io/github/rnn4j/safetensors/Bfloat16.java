// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

/** Numbers of 16 bits: the upper half of a float, with its range and 8 digits of its 24. */
public final class Bfloat16 {
  private static final int UPPER = 0xFFFF0000;

  private Bfloat16() {}

  /**
   * The nearest bfloat16, of two equally near ones the even one.
   *
   * @param x a number
   * @return it as a float, the lower 16 bits of which are zero; infinite if x is too large, NaN if
   *     x is NaN
   */
  public static float round(double x) {
    float f = (float) x;
    if (Float.isNaN(f)) {
      return Float.NaN;
    }
    int bits = Float.floatToRawIntBits(f);
    if (f != x) {
      // Towards zero, and the last digit says that something is lost: then f is rounded once.
      bits = (Math.abs((double) f) > Math.abs(x) ? bits - 1 : bits) | 1;
    }
    bits += 0x7FFF + (bits >>> 16 & 1);
    return Float.intBitsToFloat(bits & UPPER);
  }
}
