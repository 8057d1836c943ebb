package io.github.rnn4j.training;

/**
 * How a network is trained.
 *
 * @param sequenceLength T, the steps through which gradients flow back, at least 1
 * @param batchSize B, the streams read side by side, at least 1
 * @param learningRate η, positive and finite
 * @param reduction what the gradient is the gradient of
 */
public record TrainingConfig(
    int sequenceLength, int batchSize, double learningRate, Reduction reduction) {

  /**
   * Checks the numbers.
   *
   * @param sequenceLength T
   * @param batchSize B
   * @param learningRate η
   * @param reduction what the gradient is the gradient of
   * @throws IllegalArgumentException if a size is below 1, or the rate is not a positive finite
   *     number
   */
  public TrainingConfig {
    if (sequenceLength < 1) {
      throw new IllegalArgumentException(
          "the sequence length must be at least 1: " + sequenceLength);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("the batch size must be at least 1: " + batchSize);
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate must be a positive finite number: " + learningRate);
    }
    if (reduction == null) {
      throw new NullPointerException("TrainingConfig: reduction is null");
    }
  }
}
