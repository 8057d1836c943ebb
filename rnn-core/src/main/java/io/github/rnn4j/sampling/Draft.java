// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.text.TextDecoder;
import io.github.rnn4j.text.Vocabulary;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A text that is being drawn, a token at a time, and handed on as code points or as bytes. */
final class Draft {
  private final TextGenerator generator;
  private final Vocabulary vocabulary;
  private final @Nullable TextDecoder decoder;
  private final @Nullable StopString ending;
  private final IntConsumer sink;
  private final IntConsumer units = this::take;
  private long left;
  private boolean ended;
  private boolean stopped;

  /**
   * Draws nothing yet.
   *
   * @param generator what draws
   * @param length the most tokens
   * @param decoder makes the code points; null for bytes
   * @param ending where the text ends before that; null for nowhere
   * @param sink receives the code points or bytes
   */
  Draft(
      TextGenerator generator,
      Vocabulary vocabulary,
      long length,
      @Nullable TextDecoder decoder,
      @Nullable StopString ending,
      IntConsumer sink) {
    this.generator = generator;
    this.vocabulary = vocabulary;
    this.left = length;
    this.decoder = decoder;
    this.ending = ending;
    this.sink = sink;
  }

  /** Draws a token; false when the text has ended. */
  boolean next() {
    if (ended) {
      return false;
    }
    if (left > 0) {
      left--;
      int token = generator.nextToken();
      if (token == Vocabulary.NONE) {
        left = 0;
      } else if (decoder != null) {
        decoder.append(token, units);
      } else {
        vocabulary.bytesOf(token, units);
      }
    }
    if (!stopped && left == 0) {
      end();
      ended = true;
    }
    ended |= stopped;
    return !ended;
  }

  /** Draws what is left; whether the string occurred at which the text was to stop. */
  boolean finish() {
    while (next()) {
      // next draws
    }
    return stopped;
  }

  /** Whether the string occurred at which the text was to stop. */
  boolean stopped() {
    return stopped;
  }

  private void end() {
    if (decoder != null) {
      decoder.end(units);
    }
    if (ending != null && !stopped) {
      ending.finish(sink);
    }
  }

  /** Takes a code point or byte; those behind the string at which the text stops are left out. */
  private void take(int unit) {
    if (ending == null) {
      sink.accept(unit);
    } else if (!stopped) {
      stopped = ending.accept(unit, sink);
    }
  }
}
