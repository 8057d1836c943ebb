package io.github.rnn4j.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  // At most three bytes of a character that has not ended, and one more.
  private final ByteBuffer bytes = ByteBuffer.allocate(8);
  private final CharBuffer chars = CharBuffer.allocate(8);

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
      bytes.put((byte) value);
      show(false);
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
      show(true);
      utf8.reset();
    }
  }

  private void show(boolean end) {
    bytes.flip();
    CoderResult result;
    do {
      result = utf8.decode(bytes, chars, end);
      chars.flip().codePoints().forEach(c -> streams.out().print(shown(c)));
      chars.clear();
      if (result.isError()) {
        for (int i = 0; i < result.length(); i++) {
          streams.out().printf("\\x%02X", bytes.get());
        }
      }
    } while (result.isError());
    bytes.compact();
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
