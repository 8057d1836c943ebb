// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Vocabulary;

/** Small models with random weights, the decoder's large, so that some tokens are far likelier. */
public final class RandomModels {
  /** The seed of all of them. */
  public static final long SEED = 2718;

  private RandomModels() {}

  /** A model of one layer of seven units on the EJML backend. */
  public static Model of(CellType cell, String alphabet) {
    Vocabulary vocabulary = Vocabulary.of(alphabet);
    return of(new EjmlLinearAlgebra(), new NetworkConfig(cell, vocabulary.size(), 7), vocabulary);
  }

  /** A model of any sizes. */
  public static Model of(LinearAlgebra la, NetworkConfig config, Vocabulary vocabulary) {
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(SEED));
    String decoder = config.tieWeights() ? "encoder.weight" : "decoder.weight";
    for (int m = 0; m < config.members(); m++) {
      Matrix weights = network.parameters().member(m).get(decoder).value();
      la.scale(5, weights);
    }
    network.parametersChanged();
    return new Model(network, vocabulary);
  }
}
