package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.random.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Start weights.
 *
 * <p>Each parameter has a random stream of its own, named after it: a parameter's start does not
 * depend on which others there are.
 */
public final class Initialization {
  private Initialization() {}

  /**
   * PyTorch's start weights: every weight and bias, of the recurrent layers and of the decoder, is
   * uniform in (−1/√H, 1/√H).
   *
   * @param network its parameters are overwritten
   * @param random the run's random streams
   * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.RNN.html">torch.nn.RNN</a>
   */
  public static void uniform(Network network, RandomStreams random) {
    double bound = 1 / Math.sqrt(network.config().hiddenSize());
    for (Parameter parameter : network.parameters()) {
      UniformRandomProvider stream = random.stream("init/" + parameter.name(), 0);
      Matrix value = parameter.value();
      double[] numbers = new double[Math.toIntExact(parameter.shape().size())];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = bound * (2 * stream.nextDouble() - 1);
      }
      value.copyFrom(numbers, 0);
    }
    network.parametersChanged();
  }
}
