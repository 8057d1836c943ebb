// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A named, dense, row-major array of a safetensors file. Immutable: every accessor gives a fresh
 * array or a read-only view. Its bytes have been held against dtype and shape before it was made.
 */
public final class Tensor {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String source;
  private final String name;
  private final Dtype dtype;
  private final long[] shape;
  private final long elements;
  private final byte[] bytes;

  /** Takes over {@code shape} and {@code bytes}. */
  Tensor(String source, String name, Dtype dtype, long[] shape, long elements, byte[] bytes) {
    this.source = source;
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.elements = elements;
    this.bytes = bytes;
  }

  /**
   * The name in the file.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The type of the stored elements.
   *
   * @return the dtype
   */
  public Dtype dtype() {
    return dtype;
  }

  /**
   * The sizes of the dimensions, outermost first; empty for a scalar.
   *
   * @return a fresh array
   */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * The product of the shape; 1 for a scalar.
   *
   * @return the number of elements
   */
  public long elements() {
    return elements;
  }

  /**
   * The stored bytes.
   *
   * @return a read-only little-endian view
   */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  /**
   * The elements of an F64, F32, F16 or BF16 tensor, each exactly; the bits of a NaN may change.
   *
   * @return a fresh array, row-major
   * @throws SafetensorsException if the dtype is another one
   */
  public double[] toDoubles() throws SafetensorsException {
    ByteBuffer in = bytes();
    switch (dtype) {
      case F64 -> {
        double[] values = new double[arrayLength()];
        in.asDoubleBuffer().get(values);
        return values;
      }
      case F32 -> {
        double[] values = new double[arrayLength()];
        for (int i = 0; i < values.length; i++) {
          values[i] = in.getFloat();
        }
        return values;
      }
      case F16 -> {
        double[] values = new double[arrayLength()];
        for (int i = 0; i < values.length; i++) {
          values[i] = binary16(in.getShort());
        }
        return values;
      }
      case BF16 -> {
        double[] values = new double[arrayLength()];
        for (int i = 0; i < values.length; i++) {
          values[i] = bfloat16(in.getShort());
        }
        return values;
      }
      default -> throw cannot("doubles", "F64, F32, F16 and BF16");
    }
  }

  /**
   * The elements of an F32, F16 or BF16 tensor, each exactly, or of an F64 tensor, each rounded to
   * the nearest float.
   *
   * @return a fresh array, row-major
   * @throws SafetensorsException if the dtype is another one
   */
  public float[] toFloats() throws SafetensorsException {
    ByteBuffer in = bytes();
    switch (dtype) {
      case F64 -> {
        float[] values = new float[arrayLength()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) in.getDouble();
        }
        return values;
      }
      case F32 -> {
        float[] values = new float[arrayLength()];
        in.asFloatBuffer().get(values);
        return values;
      }
      case F16 -> {
        float[] values = new float[arrayLength()];
        for (int i = 0; i < values.length; i++) {
          values[i] = binary16(in.getShort());
        }
        return values;
      }
      case BF16 -> {
        float[] values = new float[arrayLength()];
        for (int i = 0; i < values.length; i++) {
          values[i] = bfloat16(in.getShort());
        }
        return values;
      }
      default -> throw cannot("floats", "F64, F32, F16 and BF16");
    }
  }

  /**
   * The elements of an integer tensor, each exactly.
   *
   * @return a fresh array, row-major
   * @throws SafetensorsException if the dtype is not one of I8 to I64 or U8 to U64, or an element
   *     of a U64 tensor is over 2⁶³ − 1
   */
  public long[] toLongs() throws SafetensorsException {
    switch (dtype) {
      case U8, I8, U16, I16, U32, I32, U64, I64 -> {
        ByteBuffer in = bytes();
        long[] values = new long[arrayLength()];
        for (int i = 0; i < values.length; i++) {
          values[i] =
              switch (dtype) {
                case U8 -> in.get() & 0xFFL;
                case I8 -> in.get();
                case U16 -> in.getShort() & 0xFFFFL;
                case I16 -> in.getShort();
                case U32 -> in.getInt() & 0xFFFF_FFFFL;
                case I32 -> in.getInt();
                default -> in.getLong();
              };
          if (dtype == Dtype.U64 && values[i] < 0) {
            throw new SafetensorsException(
                source,
                "tensor "
                    + Quote.of(name)
                    + ": element "
                    + i
                    + " is "
                    + Long.toUnsignedString(values[i])
                    + ", over the largest long, "
                    + Long.MAX_VALUE);
          }
        }
        return values;
      }
      default -> throw cannot("longs", "I8 to I64 and U8 to U64");
    }
  }

  @Override
  public String toString() {
    return Quote.of(name) + " " + dtype + " " + Arrays.toString(shape);
  }

  /** (−1)ˢ · 2^(e−15) · 1.m; (−1)ˢ · 2⁻¹⁴ · 0.m at e = 0; infinity and NaN at e = 31. */
  static float binary16(short bits) {
    int exponent = bits >>> 10 & 0x1F;
    int mantissa = bits & 0x3FF;
    int sign = (bits & 0x8000) << 16;
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
  }

  static float bfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  private int arrayLength() throws SafetensorsException {
    if (elements > LONGEST_ARRAY) {
      throw new SafetensorsException(
          source,
          "tensor "
              + Quote.of(name)
              + " has "
              + elements
              + " elements, more than a Java array holds, "
              + LONGEST_ARRAY);
    }
    return (int) elements;
  }

  private SafetensorsException cannot(String form, String possible) {
    return new SafetensorsException(
        source,
        "tensor "
            + Quote.of(name)
            + " has dtype "
            + dtype
            + ": only "
            + possible
            + " can be read as "
            + form);
  }
}
