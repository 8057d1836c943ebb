// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.function.IntConsumer;

/** Where tokens go while a text is read. */
interface TokenSink {
  /** How many there are. */
  long length();

  /** Adds one. */
  void append(int id);

  /** Drops those from {@code newLength} on. */
  void truncate(long newLength);

  /** Hands over all of them, in order. */
  void forEach(IntConsumer sink);
}
