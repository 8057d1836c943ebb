// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

/**
 * exp, tanh, sigmoid and log in float32 from IEEE operations alone: no library function, so the
 * same bits on every machine. Each is the scalar twin of its vector form in {@link VectorMath}.
 *
 * <p>Error bounds over the whole float range, subnormal results included, measured on every 17th
 * bit pattern against {@link StrictMath} in float64: exp 1 ulp, log 1 ulp, sigmoid 2.5 ulp, tanh
 * 2.5 ulp. exp(−∞) = 0, exp(x) = ∞ from 88.72284 on; tanh(±0) = ±0 and tanh(−x) = −tanh(x); log(±0)
 * = −∞, log of a negative number is NaN. NaN gives NaN.
 */
final class ScalarMath {
  /** 3·2²²: adding it rounds a small float to an integer, held in the low bits of the sum. */
  static final float ROUND = 12582912f;

  static final float LOG2_E = 1.442695f;

  /** −ln 2, and what is missing of it. */
  static final float LN2_HIGH = -0.6931472f;

  static final float LN2_LOW = 1.9046542e-9f;

  /** Below it exp is 0 in float32, above {@code EXP_MAX} it is ∞. */
  static final float EXP_MIN = -104f;

  static final float EXP_MAX = 89f;

  /** From here on tanh is 1 in float32. */
  static final float TANH_MAX = 9.5f;

  /**
   * (eˣ − 1 − x) / x² ≈ E0 + E1·x + … + E5·x⁵ on |x| ≤ ln(2)/2, relative error of eˣ − 1 below
   * 2.5e-10.
   */
  static final float E0 = 0.5f;

  static final float E1 = 0.16666666f;
  static final float E2 = 0.04166636f;
  static final float E3 = 0.00833339f;
  static final float E4 = 0.001394072f;
  static final float E5 = 0.00019845885f;

  /**
   * (ln(1 + f) − f + f²/2) / f³ ≈ L0 + … + L8·f⁸ on √½ ≤ 1 + f ≤ √2, relative error of the
   * logarithm below 8e-10.
   */
  static final float L0 = 0.33333313f;

  static final float L1 = -0.2500001f;
  static final float L2 = 0.20002119f;
  static final float L3 = -0.16667996f;
  static final float L4 = 0.14219552f;
  static final float L5 = -0.12405589f;
  static final float L6 = 0.11888163f;
  static final float L7 = -0.11675651f;
  static final float L8 = 0.067466386f;

  private ScalarMath() {}

  /** eˣ. */
  static float exp(float x) {
    float y = Math.max(Math.min(x, EXP_MAX), EXP_MIN);
    float t = Math.fma(y, LOG2_E, ROUND);
    float n = t - ROUND;
    float r = Math.fma(n, LN2_LOW, Math.fma(n, LN2_HIGH, y));
    float p = Math.fma(r, E5, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, E1);
    p = Math.fma(p, r, E0);
    p = Math.fma(p, r * r, r) + 1f;
    // Two factors: 2ⁿ itself may be outside the normal range, and the second product rounds once.
    int i = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUND);
    int half = i >> 1;
    return p
        * Float.intBitsToFloat((half + 127) << 23)
        * Float.intBitsToFloat((i - half + 127) << 23);
  }

  /** 1 / (1 + e⁻ˣ), from e^−|x| so that small results keep their digits. */
  static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x >= 0f ? 1f : e) / (1f + e);
  }

  /** tanh x = m / (m + 2), m = e^(2|x|) − 1, with the sign of x. */
  static float tanh(float x) {
    float y = Math.min(Math.abs(x), TANH_MAX);
    y = y + y;
    float t = Math.fma(y, LOG2_E, ROUND);
    float n = t - ROUND;
    float r = Math.fma(n, LN2_LOW, Math.fma(n, LN2_HIGH, y));
    float p = Math.fma(r, E5, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, E1);
    p = Math.fma(p, r, E0);
    p = Math.fma(p, r * r, r);
    float s = Float.intBitsToFloat((Float.floatToRawIntBits(t) << 23) + 0x3f800000);
    float m = Math.fma(p, s, s - 1f);
    float q = m / (m + 2f);
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(q) | Float.floatToRawIntBits(x) & 0x80000000);
  }

  /** ln x. */
  static float log(float x) {
    float scaled = x * 0x1p32f;
    boolean small = x < Float.MIN_NORMAL;
    float y = small ? scaled : x;
    // The exponent that leaves a factor in [√½, √2).
    int bits = Float.floatToRawIntBits(y);
    int i = (bits - 0x3f3504f3) >> 23;
    float f = Float.intBitsToFloat(bits - (i << 23)) - 1f;
    float e = small ? i - 32f : i;
    float z = f * f;
    float p = Math.fma(f, L8, L7);
    p = Math.fma(p, f, L6);
    p = Math.fma(p, f, L5);
    p = Math.fma(p, f, L4);
    p = Math.fma(p, f, L3);
    p = Math.fma(p, f, L2);
    p = Math.fma(p, f, L1);
    p = Math.fma(p, f, L0);
    p = p * (f * z);
    p = Math.fma(e, -LN2_LOW, p);
    p = Math.fma(z, -0.5f, p);
    float v = Math.fma(e, -LN2_HIGH, f + p);
    if (x < Float.POSITIVE_INFINITY && x > 0f) {
      return v;
    }
    return x == 0f ? Float.NEGATIVE_INFINITY : x > 0f ? x : Float.NaN;
  }
}
