// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.modules;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A program that trains a few steps, and tells of which modules what it used is. */
public final class Training {
  private Training() {}

  /**
   * Prints the backend's module, that of the networks, the class path, and the digest of the model.
   *
   * @param arguments the backend's name
   * @throws Exception if there is no SHA-256
   */
  public static void main(String[] arguments) throws Exception {
    LinearAlgebra la = Backends.onClassPath().get(arguments[0]);
    System.out.println(la.getClass().getModule());
    System.out.println(Trainer.class.getModule());
    System.out.println("class path " + System.getProperty("java.class.path"));
    System.out.println(digest(la));
  }

  /** SHA-256 of the model after ten steps. */
  static String digest(LinearAlgebra la) throws Exception {
    Corpus corpus = Corpus.of("on the module path as on the class path; ".repeat(5));
    NetworkConfig config =
        NetworkConfig.builder(CellType.LSTM, corpus.vocabulary().size(), 9).build();
    Model model = new Model(new Network(la, config), corpus.vocabulary());
    Initialization.uniform(model.network(), new RandomStreams(1));
    TrainingConfig how = TrainingConfig.builder().sequenceLength(7).batchSize(3).steps(10).build();
    Trainer trainer = new Trainer(model, corpus.tokens(), how);
    while (trainer.steps() < trainer.totalSteps()) {
      trainer.step();
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(model.toBytes());
    return HexFormat.of().formatHex(digest);
  }
}
