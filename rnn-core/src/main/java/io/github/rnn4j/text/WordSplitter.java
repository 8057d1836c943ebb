// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Cuts code points into words, as {@link Unit#WORD} says; joined, they are what came in. */
final class WordSplitter implements IntConsumer {
  /** The most code points of a word, so that a text without a blank takes no more memory. */
  static final int LONGEST = 64;

  private enum Kind {
    LETTERS,
    BLANKS,
    SINGLE
  }

  private final Consumer<String> sink;
  private final StringBuilder run = new StringBuilder();
  private Kind kind = Kind.SINGLE;
  private int length;

  /** Hands each word to {@code sink} as soon as it is whole. */
  WordSplitter(Consumer<String> sink) {
    this.sink = sink;
  }

  static void split(String text, Consumer<String> sink) {
    WordSplitter splitter = new WordSplitter(sink);
    text.codePoints().forEach(splitter);
    splitter.end();
  }

  /** Whether a string is one word, neither more nor less. */
  static boolean isWord(String text) {
    int[] words = new int[1];
    split(text, word -> words[0]++);
    return words[0] == 1;
  }

  @Override
  public void accept(int codePoint) {
    Kind next = kind(codePoint);
    if (next != kind || length == LONGEST) {
      end();
    }
    run.appendCodePoint(codePoint);
    kind = next;
    length++;
    if (next == Kind.SINGLE) {
      end();
    }
  }

  /** The text ends, and its last word with it. */
  void end() {
    if (length > 0) {
      String word = run.toString();
      forget();
      sink.accept(word);
    }
  }

  /** Drops a word that has begun. */
  void forget() {
    run.setLength(0);
    length = 0;
  }

  private static Kind kind(int codePoint) {
    if (codePoint == '\n' || codePoint == '\r') {
      return Kind.SINGLE;
    }
    if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
      return Kind.BLANKS;
    }
    return Character.isLetterOrDigit(codePoint) || isMark(codePoint) ? Kind.LETTERS : Kind.SINGLE;
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
