// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.activations;

import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well one signal of one unit tells chosen tokens from the others around them.
 *
 * <pre>
 *   AUC = P(x &gt; y) + ½ P(x = y),   x the value at a chosen token, y at another one
 *   d   = (mean x − mean y) / s,     s² = ((n − 1) s_x² + (m − 1) s_y²) / (n + m − 2)
 * </pre>
 *
 * <p>The area under the curve is 1 for a unit that is always larger at chosen tokens, 0 for one
 * that is always smaller, ½ for one that knows nothing; it is found from ranks, exactly, whatever
 * the distribution. Cohen's d tells how far apart the means are, in standard deviations.
 *
 * @param layer from 0
 * @param signal which quantity
 * @param unit from 0
 * @param auc 0 to 1
 * @param d Cohen's d; infinite where the values differ and have no spread, 0 where they do not
 *     differ
 * @see <a href="https://doi.org/10.1148/radiology.143.1.7063747">Hanley and McNeil, The meaning and
 *     use of the area under a receiver operating characteristic curve, 1982</a>
 */
public record Separation(int layer, Signal signal, int unit, double auc, double d) {
  /** So many tokens are compared, at the most. */
  public static final int MOST_TOKENS = 4096;

  /**
   * Ranks units.
   *
   * @param reading the text
   * @param from the first token compared
   * @param to the token after the last one compared
   * @param chosen the places of the chosen tokens; those outside the range do not count, nor do
   *     tokens that the model does not read; not modified
   * @param signals which quantities are ranked, of {@link NetworkConfig#signals}
   * @param most how many are wanted
   * @return the best, by |AUC − ½|, then by |d|, then by layer, signal and unit
   * @throws IllegalArgumentException if the range is empty, not in the text or longer than {@link
   *     #MOST_TOKENS}, or all or none of its tokens are chosen
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public static List<Separation> rank(
      Reading reading, int from, int to, BitSet chosen, List<Signal> signals, int most) {
    if (from < 0 || to > reading.text().length() || from >= to || to - from > MOST_TOKENS) {
      throw new IllegalArgumentException(
          "units are ranked by 1 to "
              + MOST_TOKENS
              + " tokens of the "
              + reading.text().length()
              + ": "
              + from
              + " to "
              + to);
    }
    NetworkConfig config = reading.model().network().config();
    int[] read = IntStream.range(from, to).filter(at -> reading.text().token(at) >= 0).toArray();
    boolean[] isChosen = new boolean[read.length];
    int count = 0;
    for (int i = 0; i < read.length; i++) {
      isChosen[i] = chosen.get(read[i]);
      count += isChosen[i] ? 1 : 0;
    }
    if (count == 0 || count == read.length) {
      throw new IllegalArgumentException(
          "units are ranked by how they tell some tokens from others: "
              + count
              + " of "
              + read.length
              + " are chosen");
    }
    float[][][][] values = values(reading, read, signals);
    List<Separation> all = new ArrayList<>();
    for (int layer = 0; layer < config.allLayers(); layer++) {
      for (int i = 0; i < signals.size(); i++) {
        for (int unit = 0; unit < config.hiddenSize(); unit++) {
          float[] some = values[layer][i][unit];
          all.add(
              new Separation(
                  layer,
                  signals.get(i),
                  unit,
                  auc(some, isChosen, count),
                  cohensD(some, isChosen, count)));
        }
      }
    }
    all.sort(
        Comparator.comparingDouble((Separation s) -> -Math.abs(s.auc() - 0.5))
            .thenComparingDouble(s -> -Math.abs(s.d())));
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  /** By layer, signal and unit: the values at the tokens, of which each is looked at once. */
  private static float[][][][] values(Reading reading, int[] places, List<Signal> signals) {
    NetworkConfig config = reading.model().network().config();
    int units = config.hiddenSize();
    int[] indexes = signals.stream().mapToInt(config.signals()::indexOf).toArray();
    float[][][][] values = new float[config.allLayers()][signals.size()][units][places.length];
    Activations block = null;
    for (int i = 0; i < places.length; i++) {
      if (block == null || places[i] >= block.to()) {
        block = reading.near(places[i]);
      }
      for (int layer = 0; layer < values.length; layer++) {
        for (int signal = 0; signal < indexes.length; signal++) {
          float[] row = block.units(places[i], layer, indexes[signal]);
          for (int unit = 0; unit < units; unit++) {
            values[layer][signal][unit][i] = row[unit];
          }
        }
      }
    }
    return values;
  }

  /** From the sum of the chosen tokens' ranks, equals having the mean of theirs. */
  static double auc(float[] values, boolean[] chosen, int count) {
    long[] sorted = new long[values.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = order(values[i]) << 1 | (chosen[i] ? 1 : 0);
    }
    Arrays.sort(sorted);
    double ranks = 0;
    for (int i = 0; i < sorted.length; ) {
      int end = i;
      int equalChosen = 0;
      while (end < sorted.length && sorted[end] >> 1 == sorted[i] >> 1) {
        equalChosen += (int) (sorted[end] & 1);
        end++;
      }
      ranks += equalChosen * (i + end + 1) / 2.0;
      i = end;
    }
    double n = count;
    return (ranks - n * (n + 1) / 2) / (n * (values.length - n));
  }

  /** A number that is larger for a larger value, and the same for 0 and −0. */
  private static long order(float value) {
    int bits = Float.floatToIntBits(value == 0 ? 0f : value);
    return bits < 0 ? -(long) (bits & 0x7fffffff) : bits;
  }

  static double cohensD(float[] values, boolean[] chosen, int count) {
    int others = values.length - count;
    double sum = 0;
    double otherSum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += chosen[i] ? values[i] : 0;
      otherSum += chosen[i] ? 0 : values[i];
    }
    double mean = sum / count;
    double otherMean = otherSum / others;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double from = values[i] - (chosen[i] ? mean : otherMean);
      squares += from * from;
    }
    double difference = mean - otherMean;
    if (difference == 0) {
      return 0;
    }
    return difference / Math.sqrt(squares / Math.max(1, values.length - 2));
  }
}
