// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

/**
 * How far a window is, and what of it can still be asked for. The storage is used more than once:
 * the loss puts its gradient in the place of the logits, the way back its own in that of the
 * activations. Whatever comes too late or too early is refused, and told what comes before it.
 */
final class CallOrder {
  private enum Stage {
    NO_WINDOW,
    LOGITS,
    LOGIT_GRADIENT,
    BACKWARD_DONE
  }

  private final Network network;
  private Stage stage = Stage.NO_WINDOW;
  private long version;
  private boolean gradients;

  CallOrder(Network network) {
    this.network = network;
  }

  // ------------------------------------------------------------------------------------- what is

  /** A forward pass begins; if it does not end, there is no window. */
  void forwardBegins() {
    network.requireWeights();
    stage = Stage.NO_WINDOW;
    version = network.version();
  }

  void forwardDone() {
    stage = Stage.LOGITS;
  }

  void lossDone() {
    stage = Stage.LOGIT_GRADIENT;
  }

  /** A backward pass begins, and overwrites the activations. */
  void backwardBegins() {
    requireLogitGradient();
    stage = Stage.BACKWARD_DONE;
  }

  void backwardDone() {
    gradients = true;
  }

  // ------------------------------------------------------------------------------------- may be

  void requireWindow(String call) {
    if (stage == Stage.NO_WINDOW) {
      throw new IllegalStateException(call + " needs a window: call forward first");
    }
  }

  void requireActivations(String call) {
    requireWindow(call);
    if (stage == Stage.BACKWARD_DONE) {
      throw new IllegalStateException(
          call + " needs activations, in whose place backward has put gradients: call it before");
    }
  }

  void requireLogits(String call) {
    requireWindow(call);
    if (stage != Stage.LOGITS) {
      throw new IllegalStateException(
          call
              + " needs logits, in whose place loss has put the gradient: call losses before loss,"
              + " and loss once after each forward");
    }
  }

  private void requireLogitGradient() {
    requireWindow("backward");
    if (stage == Stage.LOGITS) {
      throw new IllegalStateException("backward needs the gradient of a loss: call loss first");
    }
    if (stage == Stage.BACKWARD_DONE) {
      throw new IllegalStateException(
          "the window went backward before: call forward and loss before each backward");
    }
    if (version != network.version()) {
      throw new IllegalStateException(
          "the network's parameters changed after forward: call forward, loss and backward before"
              + " they change");
    }
  }

  void requireGradients(String call) {
    if (!gradients) {
      throw new IllegalStateException(
          call + " needs a backward pass: call forward, loss and backward first");
    }
  }
}
