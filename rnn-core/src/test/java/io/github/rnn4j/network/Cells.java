// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.List;
import java.util.stream.Stream;

/** The cells that tests try: those that are listed, and one that is not. */
final class Cells {
  private Cells() {}

  /** All of them. */
  static List<Cell> all() {
    return Stream.concat(Stream.of(CellType.values()), Stream.<Cell>of(new MinimalGatedCell()))
        .toList();
  }
}
