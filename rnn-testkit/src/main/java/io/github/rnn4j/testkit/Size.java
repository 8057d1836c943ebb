// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sizes from which an operation's operands take their shapes.
 *
 * @param m rows of the output
 * @param n columns of the output
 * @param k the inner dimension of a product
 * @param v rows of a table
 */
record Size(int m, int n, int k, int v) {

  /** All sizes different, so that no two can be confused. */
  static final Size DISTINCT = new Size(3, 5, 4, 7);

  /** For the rules that bind every operation: a single element to nearly ten thousand. */
  static final List<Size> FEW =
      List.of(
          new Size(1, 1, 1, 1),
          DISTINCT,
          new Size(1, 16, 15, 3),
          new Size(17, 1, 9, 5),
          new Size(8, 33, 14, 6),
          new Size(53, 80, 17, 11),
          new Size(130, 70, 140, 90));

  /** For products: both sides of 15 columns, of blocks of 52 and of 4096 elements, and vectors. */
  static final List<Size> PRODUCTS =
      List.of(
          new Size(1, 1, 1, 1),
          new Size(1, 1, 100, 1),
          new Size(2, 3, 5, 1),
          new Size(7, 8, 14, 1),
          new Size(15, 16, 17, 1),
          new Size(16, 14, 15, 1),
          new Size(14, 15, 16, 1),
          new Size(3, 15, 1, 1),
          new Size(1, 64, 33, 1),
          new Size(31, 1, 17, 1),
          new Size(33, 2, 3, 1),
          new Size(51, 52, 53, 1),
          new Size(53, 51, 52, 1),
          new Size(52, 53, 51, 1),
          new Size(64, 65, 100, 1),
          new Size(65, 64, 64, 1),
          new Size(5, 100, 127, 1),
          new Size(127, 100, 2, 1),
          new Size(7, 31, 600, 1),
          new Size(2, 4097, 3, 1),
          new Size(130, 9, 40, 1),
          new Size(9, 130, 40, 1),
          new Size(140, 129, 131, 1),
          new Size(1100, 3, 7, 1),
          new Size(3, 5, 1300, 1),
          new Size(2, 3, 5003, 1));

  /** For everything else: around vector lengths, blocks of 52 and 4096 elements. */
  static final List<Size> ELEMENTS =
      List.of(
          new Size(1, 1, 1, 1),
          new Size(1, 2, 1, 3),
          new Size(3, 1, 1, 2),
          new Size(1, 5, 1, 1),
          new Size(7, 1, 1, 5),
          new Size(1, 8, 1, 8),
          new Size(2, 7, 1, 3),
          DISTINCT,
          new Size(1, 15, 1, 2),
          new Size(1, 16, 1, 4),
          new Size(1, 17, 1, 5),
          new Size(31, 1, 1, 7),
          new Size(3, 11, 1, 2),
          new Size(17, 3, 1, 16),
          new Size(51, 1, 1, 3),
          new Size(52, 2, 1, 53),
          new Size(53, 1, 1, 52),
          new Size(4, 16, 1, 9),
          new Size(5, 13, 1, 14),
          new Size(10, 10, 1, 33),
          new Size(1, 127, 1, 2),
          new Size(64, 64, 1, 15),
          new Size(65, 64, 1, 31),
          new Size(1, 4097, 1, 2));

  /** Beyond what a backend may do in one piece: long, tall, and both. */
  static final List<Size> LARGE =
      List.of(
          new Size(1, 20_011, 1, 3),
          new Size(10_007, 1, 1, 77),
          new Size(300, 67, 1, 260),
          new Size(259, 260, 1, 130));

  /** Products beyond it: in m, n and k alone, in each two of them, and in all three. */
  static final List<Size> LARGE_PRODUCTS =
      List.of(
          new Size(1030, 7, 9, 1),
          new Size(7, 5003, 5, 1),
          new Size(5, 7, 5003, 1),
          new Size(3, 1030, 1031, 1),
          new Size(730, 3, 731, 1),
          new Size(731, 730, 3, 1),
          new Size(131, 130, 611, 1),
          new Size(601, 65, 33, 1),
          new Size(33, 601, 65, 1),
          new Size(257, 259, 261, 1));

  /** What operands of these sizes hold before is made once. */
  private static final Set<Size> ASKED_FOR_AGAIN =
      Stream.of(FEW, PRODUCTS, ELEMENTS, List.of(new Size(2, 3, 2, 2)))
          .flatMap(List::stream)
          .filter(size -> size.elements() <= 5_000)
          .collect(Collectors.toUnmodifiableSet());

  boolean isAskedForAgain() {
    return ASKED_FOR_AGAIN.contains(this);
  }

  /** How many elements an m×n operand has. */
  int elements() {
    return m * n;
  }
}
