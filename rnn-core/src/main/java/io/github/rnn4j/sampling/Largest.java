// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

/**
 * Numbers from the largest down, as many as are wanted: a heap in the array itself, 2i + 1 and 2i +
 * 2 below i, in O(n) and O(log n) for each that is taken.
 *
 * @see <a href="https://doi.org/10.1145/512274.512284">Williams, Algorithm 232: heapsort, 1964</a>
 */
final class Largest {
  private Largest() {}

  /** Makes a heap of the first {@code size} numbers, none of which is NaN. */
  static void order(double[] heap, int size) {
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(heap, size, i, heap[i]);
    }
  }

  /** Takes the largest out of a heap of {@code size} numbers, at least one. */
  static double take(double[] heap, int size) {
    double largest = heap[0];
    sink(heap, size - 1, 0, heap[size - 1]);
    return largest;
  }

  /** Puts a number where {@code hole} is, or below, so that none stands under a smaller one. */
  private static void sink(double[] heap, int size, int hole, double number) {
    for (int below = 2 * hole + 1; below < size; below = 2 * hole + 1) {
      if (below + 1 < size && heap[below + 1] > heap[below]) {
        below++;
      }
      if (!(heap[below] > number)) {
        break;
      }
      heap[hole] = heap[below];
      hole = below;
    }
    heap[hole] = number;
  }
}
