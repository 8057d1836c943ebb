package io.github.rnn4j.training;

import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.ParallelStreams;
import io.github.rnn4j.text.Tokens;

/**
 * Trains a network on a text by truncated back-propagation through time.
 *
 * <p>The text is cut into B streams, which are read side by side in windows of T steps. A step of
 * training is one window: forward, loss, backward, update. The state is carried from window to
 * window, and is zero at the start of each pass through the text, which is an epoch.
 *
 * <p>Not thread-safe. Nothing is allocated from step to step, beyond what the backend's library
 * allocates for itself.
 *
 * @see <a href="https://doi.org/10.1162/neco.1990.2.4.490">Williams and Peng, An efficient
 *     gradient-based algorithm for on-line training of recurrent network trajectories, 1990</a>
 */
public final class Trainer {
  private final Network network;
  private final ParallelStreams streams;
  private final Optimizer optimizer;
  private final TrainingConfig config;
  private final Unrolled unrolled;
  private final int[] inputs;
  private final int[] targets;
  private long step;
  private long window;
  private double loss;
  private int characters;

  /**
   * A run at its start.
   *
   * @param network its parameters are trained, from what they are now
   * @param tokens the text
   * @param optimizer turns gradients into updates
   * @param config the sizes and rates
   * @throws io.github.rnn4j.text.UnusableTextException if the text is too short for a window or for
   *     the streams
   */
  public Trainer(Network network, Tokens tokens, Optimizer optimizer, TrainingConfig config) {
    this.network = network;
    this.streams = new ParallelStreams(tokens, config.batchSize(), config.sequenceLength());
    this.optimizer = optimizer;
    this.config = config;
    this.unrolled =
        new Unrolled(
            network, config.sequenceLength(), config.batchSize(), Unrolled.Gradients.PARAMETERS);
    this.inputs = new int[streams.largestWindow()];
    this.targets = new int[streams.largestWindow()];
  }

  /**
   * Trains on the next window.
   *
   * @return the loss of the window before the update, in nats a character
   * @throws DivergenceException if the loss is not finite; the parameters are not updated
   */
  public double step() {
    long index = window;
    characters = streams.fill(index, inputs, targets);
    if (index == 0) {
      unrolled.resetState();
    }
    unrolled.forward(inputs, streams.steps(index), streams.rowsOfLastStep(index));
    double scale = config.reduction().factor(characters, config.batchSize());
    double sum = unrolled.loss(targets, scale);
    if (!Double.isFinite(sum)) {
      throw new DivergenceException(step + 1, "the loss is " + sum, config.learningRate());
    }
    Parameters gradients = unrolled.backward(inputs);
    optimizer.update(network.parameters(), gradients, config.learningRate());
    network.parametersChanged();
    step++;
    window++;
    loss = sum / characters;
    if (window == streams.windows()) {
      window = 0;
    } else {
      unrolled.carryState();
    }
    return loss;
  }

  /**
   * Trains up to the end of the present pass through the text.
   *
   * @return the mean loss over what was trained on, each window before its update, in nats a
   *     character
   * @throws DivergenceException if the loss is not finite
   */
  public double epoch() {
    double sum = 0;
    long count = 0;
    do {
      sum += step() * characters;
      count += characters;
    } while (window > 0);
    return sum / count;
  }

  /**
   * The network.
   *
   * @return the network given at construction
   */
  public Network network() {
    return network;
  }

  /**
   * The steps done.
   *
   * @return windows trained on since the start of the run
   */
  public long steps() {
    return step;
  }

  /**
   * The steps of one pass through the text.
   *
   * @return at least 1
   */
  public long stepsPerEpoch() {
    return streams.windows();
  }

  /**
   * The passes through the text done, with the part done of the present one.
   *
   * @return from 0
   */
  public double epochs() {
    return (double) step / streams.windows();
  }

  /**
   * The loss of the last window before its update.
   *
   * @return nats a character
   */
  public double loss() {
    return loss;
  }

  /**
   * The characters that the last window predicted.
   *
   * @return B·T, or fewer in the last window of a pass
   */
  public int characters() {
    return characters;
  }
}
