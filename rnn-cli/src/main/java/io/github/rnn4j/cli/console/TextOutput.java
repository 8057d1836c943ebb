// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntConsumer;

/**
 * Hands the bytes of a text to standard output, and lets them be seen soon. A file or a pipe gets
 * them as they stand. A terminal gets those that are text, and an escape for each other one: {@code
 * \xE8} for a byte that is no UTF-8, {@code \}{@code u{1B}} for a character that would move the
 * cursor or change the colors.
 */
public final class TextOutput implements IntConsumer {
  private final Streams streams;
  private final boolean terminal;
  private final ByteText text = new ByteText();

  /** Writes to the standard output of a command. */
  public TextOutput(Streams streams) {
    this.streams = streams;
    this.terminal = streams.outIsTerminal();
  }

  /**
   * Takes a byte, 0 to 255.
   *
   * @throws UncheckedIOException if standard output cannot be written, or nobody reads it
   */
  @Override
  public void accept(int value) {
    if (terminal) {
      show(text.append((byte) value));
    } else {
      streams.out().write(value);
    }
    try {
      streams.flushSoon();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes bytes. */
  public void write(byte[] some) {
    for (byte b : some) {
      accept(b & 0xFF);
    }
  }

  /** The text has ended: what is left of a character is shown. */
  public void end() {
    if (terminal) {
      show(text.end());
    }
  }

  private void show(String more) {
    more.codePoints().forEach(c -> streams.out().print(shown(c)));
  }

  private static String shown(int codePoint) {
    boolean moves =
        Character.getType(codePoint) == Character.CONTROL
            && codePoint != '\n'
            && codePoint != '\r'
            && codePoint != '\t';
    return moves ? Printable.escape(codePoint) : Character.toString(codePoint);
  }
}
