// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Streams;
import io.github.rnn4j.cli.console.Terminal;
import io.github.rnn4j.cli.console.Words;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a file is: a bar on a terminal, and now and then a line in a log. */
public final class FileProgress implements LongConsumer, AutoCloseable {
  private static final int MILLISECONDS = 200;
  private static final long KILOBYTE = 1000;

  private final Streams streams;
  private final String task;
  private final long bytes;
  private final Optional<ProgressBar> bar;
  private final long start = System.nanoTime();
  private Duration next = Duration.ofSeconds(ProgressLines.SELDOM);

  /**
   * Begins.
   *
   * @param streams standard error and its terminal
   * @param task what is done, one word
   * @param bytes how many there are; −1 if nobody knows
   */
  public FileProgress(Streams streams, String task, long bytes) {
    this.streams = streams;
    this.task = task;
    this.bytes = bytes;
    this.bar = streams.terminal().map(this::bar);
  }

  private ProgressBar bar(Terminal terminal) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(bytes)
        .setUnit(" kB", KILOBYTE)
        .setUpdateIntervalMillis(MILLISECONDS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new TerminalLine(streams.err(), terminal.columns() - 1))
        .build();
  }

  @Override
  public void accept(long done) {
    if (bar.isPresent()) {
      bar.get().stepTo(done);
      return;
    }
    Duration elapsed = elapsed();
    if (elapsed.compareTo(next) >= 0 && done != bytes) {
      next = elapsed.plusSeconds(ProgressLines.SELDOM);
      streams
          .err()
          .println(
              task
                  + ": "
                  + Words.bytes(done)
                  + (bytes < 0 ? "" : " of " + Words.bytes(bytes))
                  + ", "
                  + Words.rate(done * 1e9 / elapsed.toNanos())
                  + " bytes/s");
    }
  }

  /** How long it has taken. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
