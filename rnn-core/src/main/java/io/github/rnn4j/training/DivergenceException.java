// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

/** Training left the finite numbers. The parameters are those before the step that found it. */
public final class DivergenceException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /** The step that found it. */
  private final long step;

  /**
   * Makes the exception.
   *
   * @param step the step that found it, from 1
   * @param what the number that is not finite, and its value
   * @param learningRate the learning rate
   */
  public DivergenceException(long step, String what, double learningRate) {
    super(
        "the training diverged at step "
            + step
            + ": "
            + what
            + "; the learning rate was "
            + learningRate
            + ": try a lower one, or clip the gradients");
    this.step = step;
  }

  /**
   * The same, with what was done about it.
   *
   * @param cause the last divergence
   * @param outcome what was done, and the state that is left
   */
  public DivergenceException(DivergenceException cause, String outcome) {
    super(cause.getMessage() + "; " + outcome);
    this.step = cause.step;
    initCause(cause);
  }

  /**
   * The step that found it.
   *
   * @return from 1
   */
  public long step() {
    return step;
  }
}
