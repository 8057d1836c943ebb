// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same seed, text and settings give the same model file, byte for byte, on every JDK and
 * machine: SHA-256 of whole files. Backends in pure Java sum in a fixed order, Java's arithmetic is
 * exactly specified (JEP 306; no JVM may fuse a multiplication with an addition by itself), and
 * what is not basic arithmetic comes from polynomials or StrictMath.
 *
 * <p>A change of the numerics on purpose changes the hashes: they are replaced in the commit that
 * says why.
 */
class SameBytesTest {
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(6);

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "ejml, rnn, 14a992b017f884ae92abf7833235ceacf77eb643df3aca911f8f5413ba7df70b",
    "ejml, lstm, 16d05f4b97b3cb2ab7f0f2ecea9651fcda5eab890b836d4b3a87051611927dfa",
    "ejml, gru, 6d4f009a9d099b8e92fd1295e980c904739b58dc70b7e65a4e02e60586067e1a",
    "commons-math, rnn, 1de42d4959390ba5ad1830f87daf76a5cb5f28346fb9861925a6e926982a975e",
    "commons-math, lstm, e019ae46b3cc741bb3097951c37d13486d1269f9a64f114a4b172edab69af35b",
    "commons-math, gru, 406a1c91751ca47103604384ce935a5eb48a016ebf7f8b3edde007f14365966c",
    "java, rnn, f4a7c2befca572658e125004099493a8b45a81b2a96cb5956e1bb31d8b12afc3",
    "java, lstm, 6d48bdba11f06a3bea71760b12ec7d693b10f138f4653905f7b6c8eaf32b8233",
    "java, gru, 18e1e984f5a5b68b9070e9d6c3f9959e04be8157f0fc371b7ea0e2a169fa735d",
  })
  void modelFile_isTheSameEverywhere(String backend, String cell, String sha256) throws Exception {
    LinearAlgebra la = Backends.onClassPath().get(backend);
    Corpus corpus = Corpus.of(TEXT);
    NetworkConfig config =
        NetworkConfig.builder(CellType.of(cell), corpus.vocabulary().size(), 17)
            .layers(2)
            .embedding(17)
            .tieWeights(true)
            .build();
    Network network = new Network(la, config);
    Initialization.apply(InitScheme.ORTHOGONAL, network, new RandomStreams(1));
    Model model = new Model(network, corpus.vocabulary());
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(19)
            .batchSize(5)
            .steps(60)
            .learningRate(0.01)
            .optimizer(new OptimizerConfig(OptimizerType.ADAMW))
            .schedule(new ScheduleConfig(ScheduleType.COSINE).with("warmup", 5))
            .clipping(Clipping.norm(1))
            .dropout(0.25)
            .build();
    Trainer trainer = new Trainer(model, corpus.tokens(), how);
    while (trainer.steps() < trainer.totalSteps()) {
      trainer.step();
    }

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(model.toBytes());
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
  }
}
