package io.github.rnn4j.testkit;

import java.util.List;

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

  /** For the rules that bind every operation: a single element to more than 4096. */
  static final List<Size> FEW =
      List.of(
          new Size(1, 1, 1, 1),
          DISTINCT,
          new Size(1, 16, 15, 3),
          new Size(17, 1, 9, 5),
          new Size(8, 33, 14, 6),
          new Size(53, 80, 17, 11));

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
          new Size(2, 4097, 3, 1));

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
}
