// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.UnusableTextException;

/**
 * Cuts a text into B streams that are read side by side, in windows of T time steps.
 *
 * <p>N tokens make N − 1 pairs: token i is the input, token i + 1 the target. Stream b is a
 * contiguous stretch of pairs. With N − 1 = q·B + r and 0 ≤ r &lt; B, the first r streams have q +
 * 1 pairs and the others q: a pass gives every pair exactly once, and nothing is dropped.
 *
 * <p>Window w holds the steps w·T to (w + 1)·T − 1 of every stream; the last window may be shorter.
 * Every step has B rows, one a stream, but for the very last step of a pass: it has r rows if r
 * &gt; 0, of the streams 0 to r − 1. Rows are laid out time-major: row t·B + b is step t of stream
 * b.
 *
 * <p>Immutable; may be used by several threads, each with its own arrays.
 */
public final class ParallelStreams {
  private final Tokens tokens;
  private final int batchSize;
  private final int windowLength;
  private final long shortest;
  private final int longer;
  private final long windows;

  /**
   * The streams of a text.
   *
   * @param tokens the text, N tokens
   * @param batchSize the number of streams, B
   * @param windowLength the time steps of a window, T
   * @throws IllegalArgumentException if B or T is not positive, or B·T is over 2³¹ − 1
   * @throws UnusableTextException if the text is too short: fewer pairs than one window has steps
   *     (N − 1 &lt; T), or than there are streams (N − 1 &lt; B)
   */
  public ParallelStreams(Tokens tokens, int batchSize, int windowLength) {
    if (batchSize <= 0) {
      throw new IllegalArgumentException("the batch size must be positive, not " + batchSize);
    }
    if (windowLength <= 0) {
      throw new IllegalArgumentException(
          "the sequence length must be positive, not " + windowLength);
    }
    if ((long) batchSize * windowLength > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a window of "
              + batchSize
              + " streams × "
              + windowLength
              + " steps is over 2³¹ − 1 rows: lower either");
    }
    long pairs = tokens.length() - 1;
    if (pairs < windowLength) {
      throw new UnusableTextException(
          "the text is shorter than one window: its "
              + length(tokens)
              + " make "
              + Math.max(pairs, 0)
              + " steps, the sequence length is "
              + windowLength
              + ": "
              + (pairs < 1
                  ? "a longer text is needed"
                  : "lower it to at most " + pairs + ", or take a longer text"));
    }
    if (pairs < batchSize) {
      throw new UnusableTextException(
          "the text is too short for its streams: its "
              + length(tokens)
              + " make "
              + pairs
              + " steps, the batch size is "
              + batchSize
              + ": lower it to at most "
              + pairs
              + ", or take a longer text");
    }
    this.tokens = tokens;
    this.batchSize = batchSize;
    this.windowLength = windowLength;
    this.shortest = pairs / batchSize;
    this.longer = (int) (pairs % batchSize);
    this.windows = (steps() + windowLength - 1) / windowLength;
  }

  private static String length(Tokens tokens) {
    return tokens.length() == 1 ? "1 token" : tokens.length() + " tokens";
  }

  /**
   * The text.
   *
   * @return the tokens given
   */
  public Tokens tokens() {
    return tokens;
  }

  /**
   * The number of streams.
   *
   * @return B
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * The time steps of a window; the last one of a pass may have fewer.
   *
   * @return T
   */
  public int windowLength() {
    return windowLength;
  }

  /**
   * The pairs of a pass.
   *
   * @return N − 1
   */
  public long pairs() {
    return tokens.length() - 1;
  }

  /**
   * The windows of a pass.
   *
   * @return at least 1
   */
  public long windows() {
    return windows;
  }

  /**
   * The rows an array must have to take any window.
   *
   * @return B·min(T, steps of the longest stream)
   */
  public int largestWindow() {
    return (int) (batchSize * Math.min(windowLength, steps()));
  }

  /**
   * The time steps of a window.
   *
   * @param window 0 to windows − 1
   * @return T' = T, or less in the last window, but at least 1
   * @throws IndexOutOfBoundsException if there is no such window
   */
  public int steps(long window) {
    requireWindow(window);
    return (int) Math.min(windowLength, steps() - window * windowLength);
  }

  /**
   * The rows of a window's last time step; its other steps have B.
   *
   * @param window 0 to windows − 1
   * @return B, or r in the last window if r &gt; 0
   * @throws IndexOutOfBoundsException if there is no such window
   */
  public int rowsOfLastStep(long window) {
    requireWindow(window);
    return window == windows - 1 && longer > 0 ? longer : batchSize;
  }

  /**
   * The rows of a window.
   *
   * @param window 0 to windows − 1
   * @return (T' − 1)·B + rowsOfLastStep
   * @throws IndexOutOfBoundsException if there is no such window
   */
  public int rows(long window) {
    return (steps(window) - 1) * batchSize + rowsOfLastStep(window);
  }

  /**
   * The index of the token that is the first input of a stream.
   *
   * @param stream b, 0 to B − 1
   * @return b·q + min(b, r)
   * @throws IndexOutOfBoundsException if there is no such stream
   */
  public long start(int stream) {
    if (stream < 0 || stream >= batchSize) {
      throw new IndexOutOfBoundsException("there is no stream " + stream + " of " + batchSize);
    }
    return stream * shortest + Math.min(stream, longer);
  }

  /**
   * Fills in a window: {@code inputs[t·B + b]} is token {@code start(b) + w·T + t}, {@code
   * targets[t·B + b]} the one after it. Allocates nothing.
   *
   * @param window w, 0 to windows − 1
   * @param inputs its first rows(w) elements are set, the others not
   * @param targets its first rows(w) elements are set, the others not
   * @return rows(w)
   * @throws IndexOutOfBoundsException if there is no such window
   * @throws IllegalArgumentException if an array has fewer than rows(w) elements; neither is then
   *     modified
   * @throws java.io.UncheckedIOException if the tokens are in a file that was shortened; the arrays
   *     may be modified
   */
  public int fill(long window, int[] inputs, int[] targets) {
    int rows = rows(window);
    if (inputs.length < rows || targets.length < rows) {
      throw new IllegalArgumentException(
          "window "
              + window
              + " has "
              + rows
              + " rows, but inputs has "
              + inputs.length
              + " and targets "
              + targets.length);
    }
    tokens.requireIntact();
    int steps = steps(window);
    int last = rowsOfLastStep(window);
    for (int b = 0; b < batchSize; b++) {
      int stepsHere = b < last ? steps : steps - 1;
      long at = start(b) + window * windowLength;
      int next = stepsHere > 0 ? tokens.get(at) : 0;
      for (int row = b, t = 0; t < stepsHere; t++, row += batchSize) {
        inputs[row] = next;
        next = tokens.get(++at);
        targets[row] = next;
      }
    }
    tokens.requireIntact();
    return rows;
  }

  /** The time steps of the longest stream. */
  private long steps() {
    return shortest + (longer > 0 ? 1 : 0);
  }

  private void requireWindow(long window) {
    if (window < 0 || window >= windows) {
      throw new IndexOutOfBoundsException("there is no window " + window + " of " + windows);
    }
  }
}
