// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

/**
 * Room in which filters work, one for each thread and kept for the next token: filters have no
 * state, so that threads may share them, and a token is to cost no garbage.
 */
final class Scratch {
  // Of arrays alone: they keep no class of this program in the threads of another one.
  private static final ThreadLocal<double[]> DOUBLES = new ThreadLocal<>();
  private static final ThreadLocal<long[]> BITS = new ThreadLocal<>();

  private Scratch() {}

  /** At least so many numbers, of any values, until the same thread asks again. */
  static double[] doubles(int size) {
    double[] doubles = DOUBLES.get();
    if (doubles == null || doubles.length < size) {
      doubles = new double[size];
      DOUBLES.set(doubles);
    }
    return doubles;
  }

  /** At least so many bits, 64 in a number, all of them zero: they are to be left so. */
  static long[] bits(int size) {
    long[] bits = BITS.get();
    if (bits == null || bits.length * (long) Long.SIZE < size) {
      bits = new long[(size + Long.SIZE - 1) / Long.SIZE];
      BITS.set(bits);
    }
    return bits;
  }
}
