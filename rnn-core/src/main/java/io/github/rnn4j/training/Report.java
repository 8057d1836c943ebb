// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/**
 * What there is to tell of a run at a certain step.
 *
 * @param step the steps done
 * @param totalSteps the steps of the whole run
 * @param epoch the passes through the text done, with the part done of the present one
 * @param loss the mean training loss since the last report, each window before its update, in nats
 *     a character
 * @param characters the characters trained on since the last report
 * @param validationLoss the loss on the held-out text at its last evaluation, in nats a character;
 *     NaN if there was none
 * @param gradientNorm the norm of the last gradient, before clipping
 * @param learningRate the learning rate of the last step
 */
public record Report(
    long step,
    long totalSteps,
    double epoch,
    double loss,
    long characters,
    double validationLoss,
    double gradientNorm,
    double learningRate) {

  /**
   * A loss in nats as bits: x / ln 2.
   *
   * @param nats nats a character
   * @return bits a character
   */
  public static double bits(double nats) {
    return nats / 0.6931471805599453;
  }

  /**
   * A loss in nats as perplexity: e^x, the number of equally likely characters that would be as
   * hard to guess.
   *
   * @param nats nats a character
   * @return the perplexity
   */
  public static double perplexity(double nats) {
    return StrictMath.exp(nats);
  }
}
