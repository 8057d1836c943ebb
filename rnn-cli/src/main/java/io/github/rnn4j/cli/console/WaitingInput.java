// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input that has something done each time before it waits for more, as in a growing log. */
public final class WaitingInput extends FilterInputStream {

  /** What is done before waiting. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @throws IOException if that fails; nothing is then read
     */
    void run() throws IOException;
  }

  private final Action beforeWaiting;

  /**
   * Wraps an input.
   *
   * @param in the input, whose {@code available} tells whether it would wait
   * @param beforeWaiting what is done first if it would
   */
  public WaitingInput(InputStream in, Action beforeWaiting) {
    super(in);
    this.beforeWaiting = beforeWaiting;
  }

  @Override
  public int read() throws IOException {
    prepare();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    prepare();
    return super.read(bytes, offset, length);
  }

  private void prepare() throws IOException {
    if (available() == 0) {
      beforeWaiting.run();
    }
  }
}
