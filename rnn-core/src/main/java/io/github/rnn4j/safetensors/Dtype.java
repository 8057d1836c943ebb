// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The element types of safetensors, in the order of the reference library, which is one of
 * increasing alignment. The constants carry the names used in files.
 */
public enum Dtype {
  /** A truth value, one byte. */
  BOOL(8),
  /** 4-bit float of the OCP microscaling formats, two to a byte. */
  F4(4),
  /** 6-bit float, 2 exponent bits and 3 mantissa bits, packed. */
  F6_E2M3(6),
  /** 6-bit float, 3 exponent bits and 2 mantissa bits, packed. */
  F6_E3M2(6),
  /** Unsigned 8-bit integer. */
  U8(8),
  /** Signed 8-bit integer. */
  I8(8),
  /** 8-bit float, 5 exponent bits and 2 mantissa bits. */
  F8_E5M2(8),
  /** 8-bit float, 4 exponent bits and 3 mantissa bits. */
  F8_E4M3(8),
  /** 8-bit power of two, the scale of the OCP microscaling formats. */
  F8_E8M0(8),
  /** 8-bit float, 4 exponent bits and 3 mantissa bits, finite, unsigned zero. */
  F8_E4M3FNUZ(8),
  /** 8-bit float, 5 exponent bits and 2 mantissa bits, finite, unsigned zero. */
  F8_E5M2FNUZ(8),
  /** Signed 16-bit integer. */
  I16(16),
  /** Unsigned 16-bit integer. */
  U16(16),
  /** IEEE 754 binary16. */
  F16(16),
  /** The upper half of an IEEE 754 binary32. */
  BF16(16),
  /** Signed 32-bit integer. */
  I32(32),
  /** Unsigned 32-bit integer. */
  U32(32),
  /** IEEE 754 binary32. */
  F32(32),
  /** Complex number of two binary32. */
  C64(64),
  /** IEEE 754 binary64. */
  F64(64),
  /** Signed 64-bit integer. */
  I64(64),
  /** Unsigned 64-bit integer. */
  U64(64);

  private static final Map<String, Dtype> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Dtype::name, Function.identity()));

  private final int bits;

  Dtype(int bits) {
    this.bits = bits;
  }

  /** Returns the dtype of that name, or null. */
  static @Nullable Dtype named(String name) {
    return BY_NAME.get(name);
  }

  /**
   * The size of one element.
   *
   * @return bits, 4 to 64
   */
  public int bits() {
    return bits;
  }
}
