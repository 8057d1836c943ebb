package io.github.rnn4j.sampling;

import org.apache.commons.rng.UniformRandomProvider;

/** Chooses the next token. */
@FunctionalInterface
public interface TokenSampler {

  /**
   * Chooses a token.
   *
   * @param logits z, one for each token; may be modified
   * @param random where chance comes from
   * @return the token, from 0 to {@code logits.length − 1}
   */
  int sample(double[] logits, UniformRandomProvider random);

  /**
   * Draws token i with the probability softmax(z/τ)_i, by inversion of the distribution function.
   *
   * @param temperature τ; below 1 the likely becomes likelier, above 1 the choice becomes wilder, 0
   *     always chooses the most probable token (the first of equals)
   * @return the sampler
   * @throws IllegalArgumentException if τ is negative, NaN or infinite
   */
  static TokenSampler temperature(double temperature) {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the temperature must be a number from 0 on: " + temperature);
    }
    return temperature == 0
        ? (logits, random) -> argmax(logits)
        : (logits, random) -> {
          double max = logits[argmax(logits)];
          double total = 0;
          for (int i = 0; i < logits.length; i++) {
            logits[i] = StrictMath.exp((logits[i] - max) / temperature);
            total += logits[i];
          }
          double u = random.nextDouble() * total;
          int last = 0;
          for (int i = 0; i < logits.length; i++) {
            if (logits[i] > 0) {
              last = i;
              u -= logits[i];
              if (u < 0) {
                return i;
              }
            }
          }
          return last;
        };
  }

  private static int argmax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
