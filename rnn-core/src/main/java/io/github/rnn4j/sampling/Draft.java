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
      } else {
        stopped = append(token);
      }
    }
    if (!stopped && left == 0) {
      stopped = end();
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

  private boolean append(int token) {
    if (decoder != null) {
      return accept(decoder.append(token));
    }
    for (byte b : vocabulary.bytesOf(token)) {
      if (accept(b & 0xFF)) {
        return true;
      }
    }
    return false;
  }

  private boolean end() {
    if (decoder != null && accept(decoder.end())) {
      return true;
    }
    if (ending != null) {
      ending.finish(sink);
    }
    return false;
  }

  private boolean accept(String text) {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (accept(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean accept(int unit) {
    if (ending == null) {
      sink.accept(unit);
      return false;
    }
    return ending.accept(unit, sink);
  }
}
