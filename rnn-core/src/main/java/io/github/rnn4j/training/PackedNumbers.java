// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * Matrices as bytes, to be sent: row-major, little-endian, in the precision of the backend, so that
 * nothing is lost. Not thread-safe.
 */
final class PackedNumbers {
  private final boolean single;
  private double[] numbers = {};

  PackedNumbers(Precision precision) {
    this.single = precision == Precision.FLOAT32;
  }

  /** The bytes of so many numbers. */
  int bytes(long count) {
    return Math.toIntExact(Math.multiplyExact(count, single ? Float.BYTES : Double.BYTES));
  }

  /** All parameters, in their order. */
  byte[] pack(Parameters parameters) {
    long count = 0;
    for (Parameter parameter : parameters) {
      count += size(parameter.value());
    }
    ByteBuffer bytes = room(count);
    for (Parameter parameter : parameters) {
      write(parameter.value(), bytes);
    }
    return bytes.array();
  }

  /**
   * What {@link #pack} packed.
   *
   * @param parameters modified
   */
  void unpack(byte[] packed, Parameters parameters) {
    ByteBuffer bytes = of(packed);
    for (Parameter parameter : parameters) {
      read(bytes, parameter.value());
    }
  }

  /** Room for so many numbers. */
  ByteBuffer room(long count) {
    return of(new byte[bytes(count)]);
  }

  /** What was packed, from its start on. */
  static ByteBuffer of(byte[] packed) {
    return ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Appends a matrix. */
  void write(Matrix matrix, ByteBuffer bytes) {
    int count = size(matrix);
    double[] values = numbers(count);
    matrix.copyTo(values, 0);
    if (single) {
      FloatBuffer floats = bytes.asFloatBuffer();
      for (int i = 0; i < count; i++) {
        floats.put(i, (float) values[i]);
      }
    } else {
      bytes.asDoubleBuffer().put(values, 0, count);
    }
    bytes.position(bytes.position() + bytes(count));
  }

  /** Takes off a matrix. */
  void read(ByteBuffer bytes, Matrix matrix) {
    int count = size(matrix);
    double[] values = numbers(count);
    if (single) {
      FloatBuffer floats = bytes.asFloatBuffer();
      for (int i = 0; i < count; i++) {
        values[i] = floats.get(i);
      }
    } else {
      DoubleBuffer doubles = bytes.asDoubleBuffer();
      doubles.get(values, 0, count);
    }
    matrix.copyFrom(values, 0);
    bytes.position(bytes.position() + bytes(count));
  }

  private static int size(Matrix matrix) {
    return Math.multiplyExact(matrix.rows(), matrix.columns());
  }

  private double[] numbers(int count) {
    if (numbers.length < count) {
      numbers = new double[count];
    }
    return numbers;
  }
}
