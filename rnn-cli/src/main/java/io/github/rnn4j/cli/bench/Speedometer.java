// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Measures how fast work goes: in windows of time, after a warm-up. */
public final class Speedometer {
  private static final double PIECE = 0.5;
  private static final int IN_A_ROW = 3;

  /** Code that is not compiled yet is equally slow for a while. */
  private static final int FEWEST_PIECES = 10;

  private static final int MOST_PIECES = 30;
  private static final double STABLE = 0.03;

  private final IntSupplier work;
  private final BooleanSupplier warm;

  /**
   * Measures.
   *
   * @param work does a step and tells how many characters that were
   * @param warm whether what the work is done with is as fast as it will be
   */
  Speedometer(IntSupplier work, BooleanSupplier warm) {
    this.work = work;
    this.warm = warm;
  }

  /**
   * What a window of time showed.
   *
   * @param characters done
   * @param steps in which they were done
   * @param seconds it took
   * @param bytes allocated meanwhile; empty if that is not known
   */
  record Window(long characters, long steps, double seconds, OptionalLong bytes) {
    double rate() {
      return characters / seconds;
    }
  }

  /**
   * Works for 10 pieces of time, and until it is warm and three in a row go equally fast, but not
   * for more than 30.
   *
   * @param seconds the length of a window; a piece is half a second, or this if it is less
   * @return the seconds it took
   */
  double warmUp(double seconds) {
    double piece = Math.min(PIECE, seconds);
    double[] last = new double[IN_A_ROW];
    double total = 0;
    for (int i = 0; total < MOST_PIECES * piece; i++) {
      Window window = window(piece);
      total += window.seconds();
      last[i % IN_A_ROW] = window.rate();
      if (total >= FEWEST_PIECES * piece && i >= IN_A_ROW && warm.getAsBoolean() && stable(last)) {
        break;
      }
    }
    return total;
  }

  private static boolean stable(double[] rates) {
    double least = Arrays.stream(rates).min().orElseThrow();
    double most = Arrays.stream(rates).max().orElseThrow();
    return most <= least * (1 + STABLE);
  }

  /**
   * Works for a time, and to the end of the step that is then being done.
   *
   * @param seconds how long
   */
  Window window(double seconds) {
    long nanos = (long) (seconds * 1e9);
    long characters = 0;
    long steps = 0;
    OptionalLong before = ThisProcess.allocated();
    long start = System.nanoTime();
    long elapsed;
    do {
      characters += work.getAsInt();
      steps++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < nanos);
    OptionalLong after = ThisProcess.allocated();
    OptionalLong bytes =
        before.isPresent() && after.isPresent()
            ? OptionalLong.of(Math.max(0, after.getAsLong() - before.getAsLong() - own()))
            : OptionalLong.empty();
    return new Window(characters, steps, elapsed * 1e-9, bytes);
  }

  /** What it costs to ask what was allocated. */
  private static long own() {
    OptionalLong first = ThisProcess.allocated();
    OptionalLong second = ThisProcess.allocated();
    return second.orElse(0) - first.orElse(0);
  }

  /** The middle one of the numbers, or the mean of the two in the middle. */
  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
