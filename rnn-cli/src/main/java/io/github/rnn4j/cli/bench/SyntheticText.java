// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.rnn4j.random.RandomStreams;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A text to measure with: a play in a language that does not exist, of 65 symbols, those of the
 * "tiny Shakespeare" corpus. Frequent words are much more frequent than rare ones, as in a language
 * that does. Always the same, and played again and again: to think up a longer one would take as
 * long as a start may.
 */
final class SyntheticText {
  /** As long as "tiny Shakespeare". */
  static final int LENGTH = 1_115_394;

  /** The length of the play. */
  private static final int PLAY = 140_000;

  private static final int WORDS = 2000;
  private static final int LINE = 36;
  private static final String CONSONANTS = "tnshrdlmcwfgypbvkjxqz";
  private static final String VOWELS = "eaoiu";
  private static final String[] GAPS = {" ", ", ", " ", "; ", "-", "'", ": ", " & ", " $3 "};
  private static final String[] ENDS = {",\n", ".\n", ";\n", "!\n", "?\n"};

  private final UniformRandomProvider random = new RandomStreams(1).stream("synthetic text", 0);
  private final String[] words = new String[WORDS];
  private final StringBuilder text = new StringBuilder();

  private SyntheticText() {
    for (int i = 0; i < WORDS; i++) {
      words[i] = word();
    }
  }

  /**
   * The start of the text.
   *
   * @param length characters
   * @return as many bytes of ASCII
   */
  static byte[] ascii(int length) {
    SyntheticText play = new SyntheticText();
    int once = Math.min(length, PLAY);
    while (play.text.length() < once) {
      play.speech();
    }
    byte[] bytes = Arrays.copyOf(play.text.substring(0, once).getBytes(US_ASCII), length);
    for (int i = once; i < length; i += once) {
      System.arraycopy(bytes, 0, bytes, i, Math.min(once, length - i));
    }
    return bytes;
  }

  /** One to three syllables. */
  private String word() {
    StringBuilder word = new StringBuilder();
    for (int syllables = 1 + random.nextInt(3); syllables > 0; syllables--) {
      word.append(any(CONSONANTS)).append(any(VOWELS));
      if (random.nextInt(3) == 0) {
        word.append(any(CONSONANTS));
      }
    }
    return word.toString();
  }

  private void speech() {
    text.append(words[rank(WORDS)].toUpperCase(Locale.ROOT)).append(":\n");
    for (int lines = 1 + random.nextInt(4); lines > 0; lines--) {
      line();
    }
    text.append('\n');
  }

  private void line() {
    int start = text.length();
    String first = words[rank(WORDS)];
    text.append(Character.toUpperCase(first.charAt(0))).append(first, 1, first.length());
    while (text.length() - start < LINE) {
      boolean plain = random.nextInt(5) > 0;
      text.append(plain ? " " : GAPS[rank(GAPS.length)]).append(words[rank(WORDS)]);
    }
    text.append(ENDS[rank(ENDS.length)]);
  }

  private char any(String letters) {
    return letters.charAt(rank(letters.length()));
  }

  /** From 0 to n − 1; k or less with the probability ((k + 1)/n)^⅓. */
  private int rank(int n) {
    double u = random.nextDouble();
    return (int) (n * u * u * u);
  }
}
