// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Vocabulary;

/**
 * What each symbol has of the whole, in integers, as the {@linkplain io.github.rnn4j.compression
 * package} says. The symbols are the tokens, and behind them, unless the vocabulary has the unknown
 * symbol, the escape.
 */
final class Frequencies {
  private static final int MOST_SCALE = 30;

  private static final double LN_2_HIGH = 0x1.62e42fee00000p-1;
  private static final double LN_2_LOW = 0x1.a39ef35793c76p-33;
  private static final double PER_LN_2 = 0x1.71547652b82fep0;

  /** 1/n!, from n = 13 down. */
  private static final double[] TAYLOR = new double[14];

  static {
    double factorial = 1;
    TAYLOR[13] = 1;
    for (int n = 1; n < TAYLOR.length; n++) {
      factorial *= n;
      TAYLOR[13 - n] = 1 / factorial;
    }
  }

  private final int tokens;
  private final double scale;
  private final double lowest;
  private final double odds;
  private final int escape;
  private final long[] frequencies;
  private long total;

  Frequencies(Model model) {
    Vocabulary vocabulary = model.vocabulary();
    this.tokens = vocabulary.size();
    boolean extra = vocabulary.unknownId() == Vocabulary.NONE;
    this.escape = extra ? tokens : vocabulary.unknownId();
    double novelty = model.novelty().probability();
    this.odds = extra ? Math.min(1, novelty / (1 - novelty)) : 0;
    this.frequencies = new long[extra ? tokens + 1 : tokens];
    int bits = 32 - Integer.numberOfLeadingZeros(tokens + 1);
    int scaleBits = Math.min(MOST_SCALE, 46 - bits);
    this.scale = 1L << scaleBits;
    this.lowest = -scaleBits * 0.6931471805599453;
  }

  /** The symbol that says that bytes follow which are no token. */
  int escape() {
    return escape;
  }

  /** Whether the escape is a token, the unknown symbol, which the network reads. */
  boolean escapeIsToken() {
    return escape < tokens;
  }

  /**
   * Takes up a distribution.
   *
   * @param logits not modified
   * @param from the index of z_0
   * @throws ArithmeticException if they make up none
   */
  void set(double[] logits, int from) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tokens; i++) {
      double z = logits[from + i];
      if (!(z < Double.POSITIVE_INFINITY)) {
        throw new ArithmeticException(
            "the logit of token "
                + i
                + " is "
                + z
                + ": nothing can be coded; the model's weights are damaged, or diverged in"
                + " training: train anew with a lower learning rate");
      }
      max = z > max ? z : max;
    }
    if (max == Double.NEGATIVE_INFINITY) {
      throw new ArithmeticException("every logit is -Infinity: the model's weights are damaged");
    }
    long sum = 0;
    for (int i = 0; i < tokens; i++) {
      double x = logits[from + i] - max;
      long frequency = x < lowest ? 1 : 1 + (long) (scale * exp(x));
      frequencies[i] = frequency;
      sum += frequency;
    }
    if (frequencies.length > tokens) {
      frequencies[tokens] = 1 + (long) (odds * sum);
      sum += frequencies[tokens];
    }
    total = sum;
  }

  /** Codes a symbol. */
  void encode(int symbol, RangeEncoder encoder) {
    long below = 0;
    for (int i = 0; i < symbol; i++) {
      below += frequencies[i];
    }
    encoder.encode(below, frequencies[symbol], total);
  }

  /** Reads a symbol. */
  int decode(RangeDecoder decoder) throws CompressionException {
    long position = decoder.position(total);
    long below = 0;
    int symbol = 0;
    while (position - below >= frequencies[symbol]) {
      below += frequencies[symbol++];
    }
    decoder.take(below, frequencies[symbol]);
    return symbol;
  }

  /** What a symbol has. */
  long frequency(int symbol) {
    return frequencies[symbol];
  }

  /** What all symbols have together. */
  long total() {
    return total;
  }

  /**
   * e^x = 2^k · Σ_n r^n/n!, r = x − k ln 2, |r| ≤ (ln 2)/2.
   *
   * @param x from −36 to 0
   */
  static double exp(double x) {
    int k = (int) (x * PER_LN_2 - 0.5);
    double r = x - k * LN_2_HIGH - k * LN_2_LOW;
    double sum = TAYLOR[0];
    for (int n = 1; n < TAYLOR.length; n++) {
      sum = sum * r + TAYLOR[n];
    }
    return sum * Double.longBitsToDouble((1023L + k) << 52);
  }
}
