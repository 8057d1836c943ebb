package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.Tokens;

/**
 * Measures a network on a text that it is not trained on, without touching the state of any
 * training: it has storage of its own.
 *
 * <p>The text is read in parallel streams, as in training: each starts from a zero state, and the
 * state is carried from window to window. Every character but the first is predicted exactly once.
 * A text shorter than the streams or the window is read in fewer or shorter ones.
 *
 * <p>Not thread-safe.
 */
public final class Evaluator {
  private final ParallelStreams streams;
  private final Unrolled unrolled;
  private final int[] inputs;
  private final int[] targets;

  /**
   * Makes the storage.
   *
   * @param model the model; measured as it is at each call
   * @param tokens the text, at least 2 tokens of the model's vocabulary
   * @param batchSize B, the most streams
   * @param sequenceLength T, the most steps of a window
   */
  public Evaluator(Model model, Tokens tokens, int batchSize, int sequenceLength) {
    int pairs = (int) Math.min(Math.max(1, tokens.length() - 1), Integer.MAX_VALUE);
    this.streams =
        new ParallelStreams(tokens, Math.min(batchSize, pairs), Math.min(sequenceLength, pairs));
    int steps = streams.largestWindow() / streams.batchSize();
    this.unrolled =
        new Unrolled(model.network(), steps, streams.batchSize(), Unrolled.Gradients.NONE);
    this.inputs = new int[streams.largestWindow()];
    this.targets = new int[streams.largestWindow()];
  }

  /**
   * Reads the whole text.
   *
   * @return the mean cross-entropy in nats a character
   */
  public double meanLoss() {
    double sum = 0;
    unrolled.resetState();
    for (long window = 0; window < streams.windows(); window++) {
      if (window > 0) {
        unrolled.carryState();
      }
      streams.fill(window, inputs, targets);
      unrolled.forward(inputs, streams.steps(window), streams.rowsOfLastStep(window));
      sum += unrolled.loss(targets, 1);
    }
    return sum / streams.pairs();
  }

  /**
   * The characters that a reading predicts.
   *
   * @return the length of the text less one
   */
  public long characters() {
    return streams.pairs();
  }
}
