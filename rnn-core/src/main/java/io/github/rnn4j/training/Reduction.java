// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.Locale;
import java.util.stream.Stream;

/** How the losses of a window's rows become the one loss whose gradient is followed. */
public enum Reduction {
  /** L = (1/n) Σ of the n rows: nats a character. */
  MEAN,
  /** L = (1/m) Σ of the n rows, m streams: nats a window of one stream. */
  SUM;

  /**
   * The factor on the sum of the rows' losses, and on its gradient.
   *
   * @param rows n, the rows of the window: its characters, over all streams
   * @param streams m, the streams
   * @return 1/n or 1/m
   */
  public double factor(int rows, int streams) {
    return 1.0 / (this == MEAN ? rows : streams);
  }

  /**
   * The name on the command line and in files.
   *
   * @return {@code mean} or {@code sum}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The reduction of the given name.
   *
   * @param id a name as {@link #id()} gives it
   * @return the reduction
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Reduction of(String id) {
    for (Reduction reduction : values()) {
      if (reduction.id().equals(id)) {
        return reduction;
      }
    }
    throw Choice.unknown("reduction", id, Stream.of(values()).map(Reduction::id).toList());
  }
}
