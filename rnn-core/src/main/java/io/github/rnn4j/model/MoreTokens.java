// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.ParameterNames;
import io.github.rnn4j.network.ParameterShape;

/** Gives a trained network more tokens: the mean of the old ones' weights. */
final class MoreTokens {
  private MoreTokens() {}

  /** A network of V tokens as one of {@code size}, which is no less. */
  static Network network(Network old, int size) {
    old.requireWeights();
    NetworkConfig config = old.config();
    Network grown = new Network(old.la(), config.toBuilder().vocabularySize(size).build());
    for (Parameter parameter : grown.parameters()) {
      ParameterShape shape = parameter.shape();
      double[] from = old.parameters().get(parameter.name()).value().toArray();
      double[] to = from;
      String name = ParameterNames.withinMember(shape.name());
      if (name.equals(ParameterNames.inputWeight(0)) && config.embedding() == 0) {
        to = moreColumns(from, config.vocabularySize(), size, shape.rows());
      } else if (name.equals(ParameterNames.DECODER_BIAS)) {
        to = moreColumns(from, config.vocabularySize(), size, 1);
      } else if (name.equals(ParameterNames.DECODER_WEIGHT)
          || name.equals(ParameterNames.ENCODER_WEIGHT)) {
        to = moreRows(from, config.vocabularySize(), size, shape.columns());
      }
      parameter.value().copyFrom(to, 0);
    }
    grown.parametersChanged();
    return grown;
  }

  private static double[] moreColumns(double[] from, int before, int after, int rows) {
    double[] to = new double[rows * after];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int column = 0; column < before; column++) {
        to[row * after + column] = from[row * before + column];
        sum += from[row * before + column];
      }
      for (int column = before; column < after; column++) {
        to[row * after + column] = sum / before;
      }
    }
    return to;
  }

  private static double[] moreRows(double[] from, int before, int after, int columns) {
    double[] to = new double[after * columns];
    System.arraycopy(from, 0, to, 0, before * columns);
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      for (int row = 0; row < before; row++) {
        sum += from[row * columns + column];
      }
      for (int row = before; row < after; row++) {
        to[row * columns + column] = sum / before;
      }
    }
    return to;
  }
}
