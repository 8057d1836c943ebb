// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

/** How many bytes a token is stored in. */
enum TokenWidth {
  BYTES(Byte.BYTES, 1 << 8),
  CHARS(Character.BYTES, 1 << 16),
  INTS(Integer.BYTES, Integer.MAX_VALUE);

  final int bytes;

  /** Ids are below this. */
  final int limit;

  TokenWidth(int bytes, int limit) {
    this.bytes = bytes;
    this.limit = limit;
  }

  static TokenWidth of(int vocabularySize) {
    return vocabularySize <= BYTES.limit ? BYTES : vocabularySize <= CHARS.limit ? CHARS : INTS;
  }
}
