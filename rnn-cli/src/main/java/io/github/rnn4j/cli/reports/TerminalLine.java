// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The line of the terminal that the bar is drawn on. Drawn by a thread of the bar's library. */
final class TerminalLine implements ProgressBarConsumer {
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final int columns;

  TerminalLine(PrintStream err, int columns) {
    this.err = err;
    this.columns = columns;
  }

  @Override
  public int getMaxRenderedLength() {
    return columns;
  }

  @Override
  public synchronized void accept(String rendered) {
    err.print("\r" + rendered);
    err.flush();
  }

  @Override
  public synchronized void clear() {
    err.print(ERASE);
    err.flush();
  }

  synchronized void print(Runnable printing) {
    clear();
    printing.run();
  }

  @Override
  public synchronized void close() {
    err.println();
  }
}
