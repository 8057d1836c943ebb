// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

/**
 * Reshapes the distribution of the next token before it is drawn. Filters are applied one after the
 * other, each to what the one before left, and so their order matters:
 *
 * <pre>
 *   repetitionPenalty(1.2, 64).then(temperature(0.8)).then(topK(40)).then(topP(0.95)).draw()
 * </pre>
 *
 * <p>A logit of −∞ is a token that cannot be drawn. A filter never excludes every token. The
 * filters made here have no state, and may be shared by threads; they use {@link StrictMath} and
 * break ties by the smaller token, so that they give the same bits on every machine.
 *
 * <p>Those filters that have to compare logits refuse some that do not make up a distribution: NaN,
 * +∞, or nothing but −∞, which come from a model with damaged weights.
 */
@FunctionalInterface
public interface LogitFilter {

  /**
   * Reshapes a distribution.
   *
   * @param logits z, one for each token; modified. p = softmax(z)
   * @param history the tokens before; not modified
   * @throws ArithmeticException if the logits make up no distribution
   */
  void apply(double[] logits, TokenHistory history);

  /**
   * This filter and then another one.
   *
   * @param next what is applied to the logits that this one leaves
   * @return the two in this order
   */
  default LogitFilter then(LogitFilter next) {
    return (logits, history) -> {
      apply(logits, history);
      next.apply(logits, history);
    };
  }

  /**
   * Draws from the distribution that this filter leaves; its weights then take the logits' place.
   *
   * @return a sampler
   */
  default TokenSampler draw() {
    return (logits, history, random) -> {
      apply(logits, history);
      return Distribution.draw(logits, random);
    };
  }

  /**
   * Leaves the logits as they are.
   *
   * @return the filter
   */
  static LogitFilter none() {
    return (logits, history) -> {};
  }

  /**
   * z_i ← (z_i − max z)/τ. That the maximum becomes 0 changes no probability.
   *
   * @param temperature τ; below 1 the likely becomes likelier, above 1 the choice becomes wilder; 0
   *     leaves the most probable token alone (the smallest of equals)
   * @return the filter
   * @throws IllegalArgumentException if τ is negative, NaN or infinite
   */
  static LogitFilter temperature(double temperature) {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the temperature must be a number from 0 on: " + temperature);
    }
    return (logits, history) -> {
      int best = Distribution.mostProbable(logits);
      double max = logits[best];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = temperature == 0 ? Double.NEGATIVE_INFINITY : (logits[i] - max) / temperature;
      }
      logits[best] = 0;
    };
  }

  /**
   * Keeps the k most probable tokens.
   *
   * @param k how many, at least 1; all, if there are not as many
   * @return the filter
   * @throws IllegalArgumentException if k is below 1
   */
  static LogitFilter topK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("top-k must keep at least 1 token: " + k);
    }
    return (logits, history) -> {
      Distribution.mostProbable(logits);
      Distribution.keep(k, logits);
    };
  }

  /**
   * Keeps the fewest most probable tokens whose probabilities sum up to p or more: nucleus
   * sampling.
   *
   * @param p 0 to 1; 1 keeps every token, 0 the most probable one
   * @return the filter
   * @throws IllegalArgumentException if p is not in that range
   * @see <a href="https://arxiv.org/abs/1904.09751">Holtzman et al., The curious case of neural
   *     text degeneration, 2020</a>
   */
  static LogitFilter topP(double p) {
    requireProbability("top-p", p);
    return (logits, history) -> {
      if (p == 1) {
        Distribution.mostProbable(logits);
        return;
      }
      double[] weights = Scratch.doubles(logits.length);
      double total = Distribution.weights(logits, weights);
      Largest.order(weights, logits.length);
      int kept = 0;
      double sum = 0;
      do {
        sum += Largest.take(weights, logits.length - kept);
        kept++;
      } while (sum < p * total && kept < logits.length);
      Distribution.keep(kept, logits);
    };
  }

  /**
   * Keeps the tokens whose probability is at least m times that of the most probable one.
   *
   * @param m 0 to 1; 0 keeps every token
   * @return the filter
   * @throws IllegalArgumentException if m is not in that range
   * @see <a href="https://arxiv.org/abs/2407.01082">Nguyen et al., Turning up the heat: min-p
   *     sampling, 2024</a>
   */
  static LogitFilter minP(double m) {
    requireProbability("min-p", m);
    return (logits, history) -> {
      double max = logits[Distribution.mostProbable(logits)];
      for (int i = 0; i < logits.length; i++) {
        if (StrictMath.exp(logits[i] - max) < m) {
          logits[i] = Double.NEGATIVE_INFINITY;
        }
      }
    };
  }

  /**
   * Makes tokens that were read or drawn lately less probable: z_i ← z_i/θ if z_i is positive, else
   * z_i·θ, once for each such token i. It works on the network's own logits, and so belongs before
   * the other filters.
   *
   * @param penalty θ, a positive number; above 1 repetition becomes rarer, below 1 more frequent
   * @param window how many of the last tokens count, 1 to {@value TokenHistory#LONGEST}
   * @return the filter
   * @throws IllegalArgumentException if a value is outside its range
   * @see <a href="https://arxiv.org/abs/1909.05858">Keskar et al., CTRL, 2019, §4.1</a>, with the
   *     treatment of negative logits that Hugging Face's transformers added
   */
  static LogitFilter repetitionPenalty(double penalty, int window) {
    if (!(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the repetition penalty must be a positive number: " + penalty);
    }
    if (window < 1 || window > TokenHistory.LONGEST) {
      throw new IllegalArgumentException(
          "the window of the repetition penalty must be 1 to "
              + TokenHistory.LONGEST
              + " tokens: "
              + window);
    }
    return (logits, history) -> {
      int most = Math.min(window, history.size());
      long[] seen = Scratch.bits(logits.length);
      for (int back = 1; back <= most; back++) {
        int i = history.last(back);
        if ((seen[i >> 6] & 1L << i) == 0) {
          seen[i >> 6] |= 1L << i;
          logits[i] = logits[i] > 0 ? logits[i] / penalty : logits[i] * penalty;
        }
      }
      for (int back = 1; back <= most; back++) {
        seen[history.last(back) >> 6] = 0;
      }
    };
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be a number from 0 to 1: " + value);
    }
  }
}
