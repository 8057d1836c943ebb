// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import java.util.List;
import java.util.Objects;

/** Makes one model of several that were trained apart: the members of all of them. */
final class Ensemble {
  private Ensemble() {}

  /** A model whose network has the members of all networks, in their order. */
  static Model of(List<Model> models) {
    Model first = models.get(0);
    int members = 0;
    for (int i = 0; i < models.size(); i++) {
      requireSame(first, models.get(i), i);
      members += models.get(i).network().config().members();
    }
    NetworkConfig config = first.network().config().toBuilder().members(members).build();
    Network network = new Network(first.network().la(), config);
    int next = 0;
    double novelty = 0;
    for (Model model : models) {
      for (int m = 0; m < model.network().config().members(); m++) {
        copy(model.network().parameters().member(m), network.parameters().member(next));
        next++;
      }
      novelty += model.novelty().probability() / models.size();
    }
    network.parametersChanged();
    Model made = new Model(network, first.vocabulary(), first.parts().untrained());
    boolean alike = models.stream().allMatch(model -> model.novelty().equals(first.novelty()));
    return alike ? made : made.withNovelty(new Novelty(novelty));
  }

  private static void copy(Parameters from, Parameters to) {
    for (Parameter parameter : from) {
      to.get(parameter.name()).value().copyFrom(parameter.value().toArray(), 0);
    }
  }

  private static void requireSame(Model first, Model other, int number) {
    other.network().requireWeights();
    NetworkConfig config = first.network().config().member();
    NetworkConfig others = other.network().config().member();
    if (!config.equals(others)) {
      throw differ(number, "has the network " + others + ", the first " + config);
    }
    if (!first.vocabulary().equals(other.vocabulary())) {
      throw differ(number, "has another vocabulary than the first: train both on the same text");
    }
    if (!first.records().equals(other.records())) {
      throw differ(
          number,
          first.records().isPresent() == other.records().isPresent()
              ? "has another border of records than the first"
              : other.records().isPresent()
                  ? "is one of records, the first one of continuous text"
                  : "is one of continuous text, the first one of records");
    }
    if (!Objects.equals(
        first.labels().map(labels -> labels.names()),
        other.labels().map(labels -> labels.names()))) {
      throw differ(number, "has other labels than the first");
    }
  }

  private static IllegalArgumentException differ(int number, String how) {
    return new IllegalArgumentException(
        "members of one model have the same sizes and tokens: model " + (number + 1) + " " + how);
  }
}
