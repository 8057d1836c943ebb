package io.github.rnn4j.training;

import io.github.rnn4j.text.Tokens;

/**
 * Finds where records end in the streams of a text, so that the state can start anew there: after
 * each occurrence of a certain run of tokens.
 */
final class RecordBorders {
  private final ParallelStreams streams;
  private final int[] border;
  private final int[] rows;
  private int count;

  /**
   * Finds nothing yet.
   *
   * @param streams the text in streams
   * @param border the tokens at the end of a record; empty for a text without records
   */
  RecordBorders(ParallelStreams streams, int[] border) {
    this.streams = streams;
    this.border = border;
    this.rows = new int[border.length == 0 ? 0 : streams.largestWindow()];
  }

  /**
   * Finds the places of a window.
   *
   * @param window the window, from 0
   */
  void find(long window) {
    count = 0;
    if (border.length == 0) {
      return;
    }
    int all = streams.rows(window);
    for (int row = 0; row < all; row++) {
      int t = row / streams.batchSize();
      int b = row % streams.batchSize();
      long position = streams.start(b) + window * streams.windowLength() + t;
      if (endsAt(position)) {
        rows[count++] = row;
      }
    }
  }

  private boolean endsAt(long position) {
    if (position < border.length) {
      return false;
    }
    Tokens tokens = streams.tokens();
    for (int i = 1; i <= border.length; i++) {
      if (tokens.get(position - i) != border[border.length - i]) {
        return false;
      }
    }
    return true;
  }

  /** The rows t·B + b whose streams start anew, ascending; {@link #count} of them. */
  int[] rows() {
    return rows;
  }

  /** How many there are. */
  int count() {
    return count;
  }
}
