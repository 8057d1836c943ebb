// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.random.RandomStreams;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Start weights.
 *
 * <p>Each parameter has a random stream of its own, named after it: a parameter's start does not
 * depend on which others there are, and the first of several members starts as it would alone. The
 * numbers are the same on every machine and JDK. Of layer normalization, gains start as ones and
 * b_c as zeros in every scheme.
 */
public final class Initialization {
  private static final double SMALL_DEVIATION = 0.01;

  private Initialization() {}

  /**
   * Gives every parameter its start.
   *
   * @param scheme the kind of start weights
   * @param network its parameters are overwritten
   * @param random the run's random streams
   */
  public static void apply(InitScheme scheme, Network network, RandomStreams random) {
    for (int m = 0; m < network.config().members(); m++) {
      for (Parameter parameter : network.parameters().member(m)) {
        String name = m == 0 ? parameter.name() : ParameterNames.ofMember(m, parameter.name());
        UniformRandomProvider stream = random.stream("init/" + name, 0);
        ParameterShape shape = parameter.shape();
        double[] numbers = new double[Math.toIntExact(shape.size())];
        start(scheme, network.config(), shape, stream, numbers);
        parameter.value().copyFrom(numbers, 0);
      }
    }
    network.parametersChanged();
  }

  /**
   * PyTorch's start weights: {@link InitScheme#PYTORCH}.
   *
   * @param network its parameters are overwritten
   * @param random the run's random streams
   */
  public static void uniform(Network network, RandomStreams random) {
    apply(InitScheme.PYTORCH, network, random);
  }

  /**
   * Sets the bias of the forget gates of an LSTM: with 1, a new network remembers. The value is
   * that of b_ih + b_hh; b_hh of the forget gate becomes 0.
   *
   * @param value the bias
   * @param network its forget-gate biases are overwritten
   * @throws IllegalArgumentException if the network is no LSTM; nothing is changed
   * @throws IllegalStateException if the network has no weights yet, since those that it would be
   *     given later would take the place of this bias; nothing is changed
   * @see <a href="https://proceedings.mlr.press/v37/jozefowicz15.html">Jozefowicz, Zaremba and
   *     Sutskever, An empirical exploration of recurrent network architectures, 2015</a>
   */
  public static void forgetBias(double value, Network network) {
    if (network.config().cell() != CellType.LSTM) {
      throw new IllegalArgumentException(
          "a forget-gate bias is for lstm: this network is " + network.config().cell().id());
    }
    network.requireWeights();
    int units = network.config().hiddenSize();
    for (int m = 0; m < network.config().members(); m++) {
      Parameters parameters = network.parameters().member(m);
      for (int k = 0; k < network.config().layers(); k++) {
        forgetBias(value, units, parameters.get(ParameterNames.inputBias(k)));
        if (network.config().recurrentBias()) {
          forgetBias(0, units, parameters.get(ParameterNames.recurrentBias(k)));
        }
      }
    }
    network.parametersChanged();
  }

  private static void forgetBias(double value, int units, Parameter bias) {
    double[] numbers = bias.value().toArray();
    Arrays.fill(numbers, units, 2 * units, value);
    bias.value().copyFrom(numbers, 0);
  }

  private static void start(
      InitScheme scheme,
      NetworkConfig config,
      ParameterShape shape,
      UniformRandomProvider stream,
      double[] numbers) {
    if (ParameterNames.isGain(shape.name()) || ParameterNames.isStateBias(shape.name())) {
      Arrays.fill(numbers, ParameterNames.isGain(shape.name()) ? 1 : 0);
      return;
    }
    int units = config.hiddenSize();
    boolean embedding = shape.name().equals(ParameterNames.ENCODER_WEIGHT);
    boolean recurrent = ParameterNames.isRecurrentWeight(shape.name());
    switch (scheme) {
      case PYTORCH -> {
        if (embedding && !config.tieWeights()) {
          normal(1, stream, numbers);
        } else {
          uniform(1 / Math.sqrt(units), stream, numbers);
        }
      }
      case XAVIER -> {
        if (shape.rank() == 2) {
          uniform(glorot(shape, config), stream, numbers);
        }
      }
      case ORTHOGONAL -> {
        if (recurrent) {
          Gaussian gaussian = new Gaussian(stream);
          for (int gate = 0; gate < config.cell().gates(); gate++) {
            double[] q = Orthogonal.matrix(units, gaussian);
            System.arraycopy(q, 0, numbers, gate * q.length, q.length);
          }
        } else if (shape.rank() == 2) {
          uniform(glorot(shape, config), stream, numbers);
        }
      }
      case NORMAL -> {
        if (shape.rank() == 2) {
          normal(SMALL_DEVIATION, stream, numbers);
        }
      }
    }
  }

  /** √(6 / (inputs + outputs)); a cell's weights have H outputs a gate. */
  private static double glorot(ParameterShape shape, NetworkConfig config) {
    int outputs = ParameterNames.isOfLayer(shape.name()) ? config.hiddenSize() : shape.rows();
    return Math.sqrt(6.0 / ((long) shape.columns() + outputs));
  }

  private static void uniform(double bound, UniformRandomProvider stream, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = bound * (2 * stream.nextDouble() - 1);
    }
  }

  private static void normal(double deviation, UniformRandomProvider stream, double[] numbers) {
    Gaussian gaussian = new Gaussian(stream);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = deviation * gaussian.next();
    }
  }
}
