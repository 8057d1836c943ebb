// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;
import static io.github.rnn4j.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A right factor B all of whose elements are bfloat16, numbers of which the lower 16 bits are zero,
 * in half the memory: element (p, j) and its neighbour (p, j + {@link Lanes#LANES}) share an {@code
 * int}. Each is widened by a shift or a mask, so that a product has the bits of the one with B in
 * floats.
 *
 * <p>It is for products that read B once, as those of one row do, and so are as fast as the memory.
 */
final class Halves {
  /** Columns whose elements lie in a vector of ints. */
  static final int WIDTH = 2 * LANES;

  /** Smaller factors come from a near cache, and gain nothing. */
  private static final int LEAST = 1 << 18;

  private static final int UPPER = 0xFFFF0000;

  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  private Halves() {}

  /** Whether a product of m rows with a B of this size gains by half the memory. */
  static boolean areWorth(int m, int k, int n) {
    return m <= Gemm.VECTOR_ROWS && n >= WIDTH && (long) k * n >= LEAST;
  }

  /** The columns of n that are packed; the others stay where B stands. */
  static int columns(int n) {
    return n / WIDTH * WIDTH;
  }

  /** Whether every element is a bfloat16: most often the first one tells. */
  static boolean holds(int size, float[] b, int b0) {
    for (int i = b0; i < b0 + size; i++) {
      if ((Float.floatToRawIntBits(b[i]) & ~UPPER) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Packs the first {@link #columns} columns of B, row after row.
   *
   * @param k rows of B
   * @param n columns of B
   * @param b B, k × n at {@code b0}, contiguous. Not modified
   */
  static int[] pack(int k, int n, float[] b, int b0) {
    int whole = columns(n);
    int[] halves = new int[k * (whole / 2)];
    for (int p = 0, to = 0; p < k; p++) {
      for (int j = 0; j < whole; j += WIDTH) {
        for (int i = b0 + p * n + j, end = i + LANES; i < end; i++, to++) {
          int low = Float.floatToRawIntBits(b[i]) >>> 16;
          halves[to] = low | Float.floatToRawIntBits(b[i + LANES]) & UPPER;
        }
      }
    }
    return halves;
  }

  /**
   * y = x·B (+ y) as {@link Gemm#vectorTimesMatrix}, four rows of B at a time: with eight the
   * compiler has no room left to take all operations for instructions. The vector loops must be
   * compiled.
   *
   * @param n columns, a multiple of {@link #WIDTH}
   * @param k rows of B
   * @param x x, k elements at distance {@code step}. Not modified
   * @param x0 the offset of x
   * @param step the distance of x's elements
   * @param b B, (p, j) in {@code b[b0 + p * ldb + j / 2 …]}. Not modified
   * @param b0 the offset of B
   * @param ldb the distance of B's rows
   * @param load whether the sum starts from y, else from 0
   * @param y y, n elements. Modified
   * @param y0 the offset of y
   */
  static void vectorTimesMatrix(
      int n,
      int k,
      float[] x,
      int x0,
      int step,
      int[] b,
      int b0,
      int ldb,
      boolean load,
      float[] y,
      int y0) {
    int p = 0;
    for (; p + 4 <= k; p += 4, load = true) {
      four(n / 2, x, x0 + p * step, step, b, b0 + p * ldb, ldb, load, y, y0);
    }
    for (; p < k; p++, load = true) {
      one(n / 2, x[x0 + p * step], b, b0 + p * ldb, load, y, y0);
    }
  }

  private static void four(
      int n,
      float[] x,
      int x0,
      int step,
      int[] b,
      int b0,
      int ldb,
      boolean load,
      float[] y,
      int y0) {
    float e0 = x[x0];
    float e1 = x[x0 + step];
    float e2 = x[x0 + 2 * step];
    float e3 = x[x0 + 3 * step];
    int b1 = b0 + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    FloatVector zero = FloatVector.zero(SPECIES);
    IntVector upper = IntVector.broadcast(INTS, UPPER);
    for (int j = 0, to = y0; j < n; j += LANES, to += WIDTH) {
      FloatVector s = load ? FloatVector.fromArray(SPECIES, y, to) : zero;
      FloatVector t = load ? FloatVector.fromArray(SPECIES, y, to + LANES) : zero;
      IntVector v = IntVector.fromArray(INTS, b, b0 + j);
      s = FloatVector.broadcast(SPECIES, e0).fma(low(v), s);
      t = FloatVector.broadcast(SPECIES, e0).fma(high(v, upper), t);
      v = IntVector.fromArray(INTS, b, b1 + j);
      s = FloatVector.broadcast(SPECIES, e1).fma(low(v), s);
      t = FloatVector.broadcast(SPECIES, e1).fma(high(v, upper), t);
      v = IntVector.fromArray(INTS, b, b2 + j);
      s = FloatVector.broadcast(SPECIES, e2).fma(low(v), s);
      t = FloatVector.broadcast(SPECIES, e2).fma(high(v, upper), t);
      v = IntVector.fromArray(INTS, b, b3 + j);
      FloatVector.broadcast(SPECIES, e3).fma(low(v), s).intoArray(y, to);
      FloatVector.broadcast(SPECIES, e3).fma(high(v, upper), t).intoArray(y, to + LANES);
    }
  }

  private static void one(int n, float e, int[] b, int b0, boolean load, float[] y, int y0) {
    FloatVector zero = FloatVector.zero(SPECIES);
    IntVector upper = IntVector.broadcast(INTS, UPPER);
    for (int j = 0, to = y0; j < n; j += LANES, to += WIDTH) {
      FloatVector s = load ? FloatVector.fromArray(SPECIES, y, to) : zero;
      FloatVector t = load ? FloatVector.fromArray(SPECIES, y, to + LANES) : zero;
      IntVector v = IntVector.fromArray(INTS, b, b0 + j);
      FloatVector.broadcast(SPECIES, e).fma(low(v), s).intoArray(y, to);
      FloatVector.broadcast(SPECIES, e).fma(high(v, upper), t).intoArray(y, to + LANES);
    }
  }

  private static FloatVector low(IntVector v) {
    return v.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
  }

  private static FloatVector high(IntVector v, IntVector upper) {
    return v.and(upper).reinterpretAsFloats();
  }
}
